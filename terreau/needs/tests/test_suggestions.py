"""Who is suggested to whom, why, and who never is."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from terreau.entries import tallies
from terreau.entries.tests.factories import make_topic, make_user
from terreau.needs import actions as needs
from terreau.needs import helping, skills
from terreau.needs.models import Need, SkillWord
from terreau.needs.suggestions import Asked, asked_of, suggested
from terreau.needs.tests.factories import make_need
from terreau.offers import actions as offers
from terreau.offers.models import Offer
from terreau.offers.tests.factories import make_offer
from terreau.organizations.tests.factories import make_claimed, make_member
from terreau.people import actions as people
from terreau.people.models import Person
from terreau.people.queries import profile_of
from terreau.people.tests.factories import make_person
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
TEXT = "Les agriculteurs ne trouvent pas leur parcelle sur le cadastre numérisé."


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def told(*entries):
    """The entries as search knows them."""
    tallies.rebuild()
    index_many([each.pk for each in entries])
    return entries


def places():
    """(a commune, another of its department, a commune elsewhere)."""
    region = make_territory(level="region", name="Bretagne")
    department = make_territory(region, name="Ille-et-Vilaine")
    here = make_territory(department, level="commune", name="Rennes")
    near = make_territory(department, level="commune", name="Vitré")
    return here, near, make_territory(level="commune", name="Ailleurs")


def titles(found, group):
    return [each.entry.title for each in found[group]]


def test_the_reasons_name_the_facts():
    here, near, _far = places()
    theme = make_topic("Agriculture")
    offer = make_offer(
        title="Atelier", summary="Lire un cadastre, retrouver une parcelle.", territory=near,
        form="mentoring", until=timezone.localdate() + timedelta(days=400), capacity=9,
    )  # fmt: skip
    offer.topics.add(theme)
    told(offer)
    asked = Asked(TEXT, themes={theme.pk: theme.name}, territory=here, form="mentoring")
    (found,) = suggested(None, asked)["offers"]
    assert found.entry == offer
    assert set(found.reasons) == {
        "speaks of the same words: cadastre, parcelle",
        "shares the theme Agriculture",
        "is in your department, Ille-et-Vilaine",
        "is what you expect: mentoring",
        f"can be had until {offer.until.day} {offer.until:%B} {offer.until.year}",
    }


def test_offers_projects_and_needs_that_were_met():
    offer = make_offer(summary="Aide à lire le cadastre et chaque parcelle.")
    project = make_project(title="Carto", problem="Retrouver une parcelle sur le cadastre.")
    met = make_need(problem="Une parcelle du cadastre.", state="met", closed_on=date(2026, 3, 5))
    told(offer, project, met, make_need(problem="Une parcelle du cadastre."))
    found = suggested(None, Asked(TEXT))
    assert titles(found, "offers") == [offer.title]
    assert titles(found, "projects") == [project.title]
    assert titles(found, "solved") == [met.title]
    assert "was met in March 2026" in found["solved"][0].reasons


def test_what_helped_before_comes_first():
    plain, proven = (make_offer(summary="Lire la parcelle du cadastre.") for _ in range(2))
    need = make_need()
    help = helping.offer_help(
        make_user(edits=[proven.author]), need, helper=proven.author, offer=proven
    )
    user = make_user(edits=[need.author])
    helping.accept_help(user, need, help=help)
    needs.close(user, need, outcome="met")
    told(plain, proven)
    found = suggested(None, Asked(TEXT))
    assert titles(found, "offers") == [proven.title, plain.title]
    assert any("met a need in" in each for each in found["offers"][0].reasons)


def test_a_need_does_not_suggest_itself_nor_what_its_author_offers():
    body, _ = make_claimed()
    offer = make_offer(author=body, summary=TEXT)
    met = make_need(author=body, problem=TEXT, state="met", closed_on=date(2026, 3, 5))
    told(offer, met)
    found = suggested(None, asked_of(met))
    assert found == {"offers": [], "people": [], "projects": [], "solved": []}


@pytest.mark.parametrize(
    "gone",
    [{"state": "taken", "capacity": 1, "taken": 1}, {"state": "withdrawn"},
     {"until": timezone.localdate() - timedelta(days=1)}, {"hidden_at": timezone.now()},
     {"published_at": None}],
)  # fmt: skip
def test_what_cannot_be_had_is_not_suggested(gone):
    told(make_offer(summary=TEXT, **gone))
    assert suggested(None, Asked(TEXT))["offers"] == []


def test_an_offer_is_found_in_the_moment_of_its_change_and_no_longer_after():
    body, admin = make_claimed()
    fields = {"title": "Aide", "form": "expertise", "summary": "Tout autre chose."}
    from_now = offers.create(admin, Offer(), acting_as=body, **fields)
    assert suggested(None, Asked(TEXT))["offers"] == []
    offers.edit(admin, from_now, summary="Retrouver une parcelle du cadastre.")
    assert titles(suggested(None, Asked(TEXT)), "offers") == ["Aide"]
    offers.withdraw(admin, from_now)
    assert suggested(None, Asked(TEXT))["offers"] == []


def test_near_by_with_the_same_theme_is_suggested_without_a_word_in_common():
    here, near, far = places()
    theme = make_topic("Agriculture")
    close, away = (
        make_offer(title=name, summary="Une salle.", territory=where)
        for name, where in (("Proche", near), ("Loin", far))
    )
    for each in (close, away):
        each.topics.add(theme)
    told(close, away)
    asked = Asked(TEXT, themes={theme.pk: theme.name}, territory=here)
    assert titles(suggested(None, asked), "offers") == ["Proche"]


REACHES = {
    "everyone": {"nobody", "signed in", "colleague", "self"},
    "signed_in": {"signed in", "colleague"},
    "colleagues": {"colleague"},
    "nobody": set(),
}


@pytest.mark.parametrize("reach", REACHES)
def test_people_are_found_by_what_the_reader_may_see_of_them(reach):
    body, _admin = make_claimed()
    user = make_member(body)
    fields = {"title": "Anne Inventée", "state": "agent", "reaches": {"skills": reach}}
    people.create(user, Person(), skills="Le cadastre, chaque parcelle.", **fields)
    readers = {
        "nobody": None, "signed in": make_user(), "colleague": make_member(body), "self": user
    }  # fmt: skip
    found = {name for name, reader in readers.items() if suggested(reader, Asked(TEXT))["people"]}
    assert found == REACHES[reach] - {"self"}


def test_what_a_profile_closes_is_forgotten_at_once():
    user, reader = make_user(), make_user()
    fields = {"title": "Anne Inventée", "state": "agent", "skills": "Parcelle, cadastre."}
    people.create(user, Person(), reaches={"skills": "signed_in"}, **fields)
    assert SkillWord.objects.filter(person__user=user).count() == 2
    assert suggested(reader, Asked(TEXT))["people"]
    people.edit(user, profile_of(user), reaches={"skills": "nobody"})
    assert not SkillWord.objects.exists()
    assert not suggested(reader, Asked(TEXT))["people"]
    people.edit(user, profile_of(user), reaches={"skills": "signed_in"})
    people.withdraw(user, profile_of(user))
    assert not SkillWord.objects.exists()


def test_what_opened_without_an_action_is_reread():
    make_person(skills="Parcelle.", reaches={"skills": "colleagues"})
    assert skills.rebuild() == 1
    assert SkillWord.objects.get().lexeme == "parcel"


@pytest.mark.parametrize("text", ["", "le la les", "zzzqx", "'\"\\ \0 ; DROP", "a" * 200_000])
def test_any_text_is_answered(text):
    told(make_offer())
    assert suggested(None, Asked(text))["offers"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_number_of_queries(django_assert_num_queries, count):
    here, near, _far = places()
    made = []
    for _ in range(count):
        made += [
            make_offer(summary=TEXT, territory=near),
            make_project(title="Carto", problem=TEXT, territory=near),
            make_need(problem=TEXT, state="met", closed_on=date(2026, 3, 5)),
            make_person(bio=TEXT, territory=near),
        ]
    told(*made)
    reader, theme = make_user(), make_topic()
    asked = Asked(TEXT, territory=here, themes={theme.pk: theme.name})
    with django_assert_num_queries(23):
        found = suggested(reader, asked)
    assert {len(each) for each in found.values()} == {count}


def test_a_need_that_waits_is_not_taken_for_one_that_was_met():
    told(make_need(problem=TEXT))
    assert suggested(None, Asked(TEXT))["solved"] == []
    assert Need.objects.count() == 1
