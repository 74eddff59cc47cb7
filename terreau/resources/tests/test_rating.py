import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from terreau.entries.actions import give_role
from terreau.entries.consistency import truths
from terreau.entries.tests.factories import make_user
from terreau.ledger.models import Statement
from terreau.moderation import actions as moderation
from terreau.moderation.models import Case
from terreau.notifications.models import Notice
from terreau.people.tests.factories import make_person
from terreau.resources import personal, rating
from terreau.resources.models import Feedback, Resource
from terreau.resources.sheet import FEW, rated
from terreau.resources.tests.factories import make_feedback, make_resource
from terreau.resources.tests.test_resources import editor_of, make_moderator

pytestmark = pytest.mark.django_db


def ratings_of(resource):
    return Resource.objects.get(pk=resource.pk).ratings


def broken():
    found = {found.__name__: list(found()) for _name, found in truths()}
    return found["ratings_that_drifted"]


def test_feedback_is_given_once_counted_and_told_without_a_name():
    resource, user = make_resource(), make_user()
    editor = editor_of(resource)
    revision = resource.revision
    feedback = make_feedback(resource, user=user, rating=4)
    assert ratings_of(resource) == [0, 0, 0, 1]
    said = Statement.objects.get(subject=resource.uid)
    assert (said.actor, said.payload) == (None, {"feedback": str(feedback.uid)})
    assert resource.revision == revision
    assert Notice.objects.get(user=editor).text == "resources.rated"
    with pytest.raises(ValidationError, match=r"already|déjà"):
        rating.rate(user, resource, rating=1, text="Encore.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.create(resource=resource, user=user, rating=1)
    assert broken() == []


@pytest.mark.parametrize("role", ["member", "editor", "admin"])
def test_who_publishes_does_not_rate_it(role):
    resource, user = make_resource(), make_user()
    give_role(user, resource.author, role)
    with pytest.raises(PermissionDenied):
        rating.rate(user, resource, rating=4, text="Parfait.")


@pytest.mark.parametrize(
    "wrong", [{"rating": 5}, {"rating": 0}, {"text": " "}, {"text": "x" * 5001}]
)
def test_what_is_no_feedback(wrong):
    with pytest.raises((ValidationError, ValueError)):
        make_feedback(make_resource(), **wrong)


def test_feedback_is_changed_withdrawn_and_given_anew():
    resource, user = make_resource(), make_user()
    feedback = make_feedback(resource, user=user, rating=1)
    rating.rerate(user, resource, rating=3, text="Après la mise à jour, oui.")
    assert ratings_of(resource) == [0, 0, 1, 0]
    count = Statement.objects.count()
    rating.rerate(user, resource, rating=3, text="Après la mise à jour, oui.")
    assert Statement.objects.count() == count
    rating.unrate(user, resource)
    feedback.refresh_from_db()
    assert (feedback.text, feedback.rating, feedback.is_said) == ("", None, False)
    assert ratings_of(resource) == [0, 0, 0, 0]
    with pytest.raises(PermissionDenied):
        rating.rerate(user, resource, rating=3, text="Encore.")
    with pytest.raises(PermissionDenied):
        rating.unrate(make_user(), resource)
    make_feedback(resource, user=user, rating=4)
    assert ratings_of(resource) == [0, 0, 0, 1]
    assert broken() == []


def test_the_publisher_answers_once():
    resource = make_resource()
    editor = editor_of(resource)
    feedback = make_feedback(resource)
    with pytest.raises(PermissionDenied):
        rating.reply(make_user(), resource, feedback=feedback, text="Merci.")
    rating.reply(editor, resource, feedback=feedback, text="Merci.")
    assert Notice.objects.filter(user=feedback.user).get().text == "resources.replied"
    with pytest.raises(ValidationError):
        rating.reply(editor, resource, feedback=feedback, text="Merci encore.")
    elsewhere = make_feedback(make_resource())
    with pytest.raises(ValidationError):
        rating.reply(editor, resource, feedback=elsewhere, text="Merci.")


def test_a_hidden_feedback_counts_no_more_until_it_is_shown():
    resource, moderator = make_resource(), make_moderator()
    feedback = make_feedback(resource, rating=2, text="Une insulte.")
    moderation.report(make_user(), resource, what="feedback", uid=feedback.uid, reason="insult")
    case = Case.objects.get()
    moderation.hide(moderator, resource, case=case, reason="insult", words="Blessant.")
    assert ratings_of(resource) == [0, 0, 0, 0]
    with pytest.raises(ValidationError):
        rating.rerate(feedback.user, resource, rating=4, text="Mieux.")
    moderation.show(moderator, resource, case=case, words="Une erreur.")
    assert ratings_of(resource) == [0, 1, 0, 0]
    rating.unrate(feedback.user, resource)
    assert ratings_of(resource) == [0, 0, 0, 0]
    assert broken() == []


def test_what_was_hidden_and_then_withdrawn_is_not_uncounted_twice():
    resource = make_resource()
    feedback = make_feedback(resource, rating=2)
    moderation.report(make_user(), resource, what="feedback", uid=feedback.uid, reason="spam")
    moderation.hide(
        make_moderator(), resource, case=Case.objects.get(), reason="spam", words="Publicité."
    )
    rating.unrate(feedback.user, resource)
    assert ratings_of(resource) == [0, 0, 0, 0]


@pytest.mark.parametrize("n", [1, FEW - 1, FEW])
def test_few_ratings_have_no_mean(n):
    resource = make_resource(ratings_1=n - 1, ratings_4=1)
    shown = rated(resource)
    assert shown["figures"][0]["value"] == n
    assert [row[1] for row in shown["rows"]] == [n - 1, 0, 0, 1]
    assert len(shown["figures"]) == (2 if n >= FEW else 1)
    if n == FEW:
        assert shown["figures"][1]["value"] in ("1.3", "1,3")


def test_nobody_rated():
    assert rated(make_resource()) is None


def test_the_pages_give_change_answer_and_withdraw(client):
    resource, user = make_resource(), make_user()
    make_person(user=user, title="Lucie Inventée")
    rate = reverse("resource:rate", args=[resource.slug])
    assert client.get(rate).status_code == 302
    client.force_login(user)
    assert client.get(rate).status_code == 200
    client.post(rate, {"rating": "2", "text": "Il manque un exemple."})
    client.post(rate, {"rating": "3", "text": "Avec **un exemple**, oui."})
    feedback = Feedback.objects.get()
    assert (feedback.rating, feedback.is_signed) == (3, True)
    client.force_login(editor_of(resource))
    reply = reverse("resource:reply", args=[resource.slug, feedback.uid])
    assert "exemple" in client.get(reply).content.decode()
    client.post(reply, {"text": "Ajouté, merci."})
    page = client.get(resource.get_absolute_url()).content.decode()
    for words in ("Lucie Inventée", "<strong>un exemple</strong>", "Ajouté, merci.", "3 · "):
        assert words in page
    assert client.get(reverse("resource:feedback", args=[resource.slug])).status_code == 200
    client.force_login(user)
    client.post(reverse("resource:unrate", args=[resource.slug]), {"revision": "0"})
    page = client.get(resource.get_absolute_url()).content.decode()
    assert "exemple" not in page
    assert "Lucie Inventée" not in page.split("<main")[1]
    assert "Ajouté, merci." in page
    assert client.get(reply).status_code in (403, 404)


def test_words_of_an_erased_person_go_and_their_rating_stays():
    resource = make_resource()
    feedback = make_feedback(resource, rating=4, text="Signé Zébuline.")
    assert next(iter(personal.feedback_rows(feedback.user)))["text"] == "Signé Zébuline."
    personal.forget_feedback(feedback.user)
    feedback.refresh_from_db()
    assert (feedback.user, feedback.text, feedback.rating) == (None, "", 4)
    assert broken() == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("detail", 7), ("feedback", 3)])
def test_feedback_costs_the_same_however_much(
    client, django_assert_num_queries, name, queries, count
):
    resource = make_resource()
    for number in range(count):
        make_person(user=(user := make_user()))
        make_feedback(resource, user=user, text=f"Avis {number}.")
    url = reverse(f"resource:{name}", args=[resource.slug])
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url + "?again")
