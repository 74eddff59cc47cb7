"""How often somebody may post, and what a text shows."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from terreau.entries.tests.factories import make_user
from terreau.moderation import actions, spam
from terreau.moderation.models import Case, Posting
from terreau.moderation.pace import forget_old, keep_pace
from terreau.moderation.reportables import thing_at
from terreau.moderation.sheet import sign_words
from terreau.moderation.tests.factories import make_report
from terreau.projects.tests.factories import make_project

OLD = timedelta(days=8)
ADVERT = "Achetez ici https://a.example.org https://b.example.org https://c.example.org " * 2


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "most"), [(timedelta(), 5), (OLD, 30)])
def test_an_account_posts_so_often_within_an_hour(age, most):
    user = make_user(date_joined=timezone.now() - age)
    for _ in range(most):
        keep_pace(user, "report")
    with pytest.raises(ValidationError, match=f"{most} fois"):
        keep_pace(user, "report")
    assert Posting.objects.count() == most
    keep_pace(make_user(), "report")
    Posting.objects.filter(user=user).update(at=timezone.now() - timedelta(hours=1))
    keep_pace(user, "report")


@pytest.mark.django_db
def test_the_refusal_says_when_again():
    user = make_user()
    for _ in range(5):
        keep_pace(user, "report")
    last = timezone.localtime(Posting.objects.earliest("at").at + timedelta(minutes=61))
    with translation.override("en"), pytest.raises(ValidationError, match=f"{last:%H:%M}"):
        keep_pace(user, "report")


@pytest.mark.django_db
def test_reports_keep_the_pace():
    user = make_user()
    for _ in range(5):
        make_report(make_project(), user)
    with pytest.raises(ValidationError, match="5 fois"):
        make_report(make_project(), user)
    assert Case.objects.count() == 5


@pytest.mark.django_db
def test_what_is_old_is_forgotten():
    keep_pace(make_user(), "report", "Un texte.")
    Posting.objects.update(at=timezone.now() - timedelta(days=31))
    keep_pace(make_user(), "report", "Un texte.")
    forget_old()
    forget_old()
    assert Posting.objects.count() == 1


@pytest.mark.django_db
def test_the_same_text_elsewhere_is_a_sign_whatever_its_spaces():
    assert "twins" not in keep_pace(make_user(), "report", "Un texte ordinaire.")
    assert keep_pace(make_user(), "report", "un  TEXTE ordinaire")["twins"] == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Une réponse utile, avec https://a.example.org pour en lire plus.", set()),
        (ADVERT, {"links", "mostly_links"}),
        ("gratuit gratuit gratuit gratuit gratuit " * 4, {"repeats"}),
        ("VENEZ TOUS VOIR CE QUE NOUS VENDONS ICI", {"capitals"}),
        ("", set()),
    ],
)
def test_signs_of_a_text(text, names):
    assert set(spam.signs(text, age_days=100)) == names
    young = spam.signs(text, age_days=0)
    assert set(young) == names | ({"young"} if names else set())


def test_a_text_of_a_megabyte_is_read_in_one_go():
    assert spam.points(spam.signs("http://a " * 120_000, age_days=0)) >= spam.ENOUGH


@pytest.mark.django_db
def test_signs_of_spam_only_ask_a_moderator_to_look():
    project, user = make_project(), make_user()
    thing = thing_at(user, "entry", project.uid)
    actions.watch(thing, "entry", spam.signs("Une phrase.", age_days=0))
    assert not Case.objects.exists()
    actions.watch(thing, "entry", spam.signs(ADVERT, age_days=0))
    case = Case.objects.get()
    project.refresh_from_db()
    assert project.is_public
    with translation.override("en"):
        assert sign_words(case.signs)[0] == "It holds 6 links."
