import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from terreau.entries.actions import end_role, give_role
from terreau.entries.models import Entry, OldSlug, Role
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.ledger.models import Statement
from terreau.ledger.queries import about
from terreau.organizations import actions as organizations
from terreau.organizations.tests.factories import make_account, make_claimed, make_organization
from terreau.people import actions
from terreau.people.models import FIELDS, Person, Reach
from terreau.people.queries import profile_of, reach_to, shown
from terreau.people.tests.factories import make_person
from terreau.search.models import Document, Word

pytestmark = pytest.mark.django_db
FILLED = {
    "bio": "Je bricole des robots.", "website": "https://relier.example.org/", "skills": "Animer",
    "offers": "Une salle", "email": "relier@example.org", "phone": "02 99 00 00 00",
}  # fmt: skip


def publish(user, **given):
    actions.create(user, Person(), **{"title": "Ana Inventée", "state": "agent"} | given)
    return profile_of(user)


def test_what_nobody_opened_is_closed():
    person = make_person(**FILLED)
    assert shown(person, Reach.EVERYONE) == {name: FILLED[name] for name in ("bio", "website")}
    assert set(shown(person, Reach.NOBODY)) == set(FILLED)


@pytest.mark.parametrize("reach", Reach.values)
def test_a_field_is_seen_as_far_as_it_was_opened(client, reach):
    person = make_person(**FILLED, reaches=dict.fromkeys(FIELDS, reach))
    organization, colleague = make_claimed()
    give_role(person.user, organization, Role.Name.MEMBER)
    readers = {
        None: ("everyone",),
        make_user(): ("everyone", "signed_in"),
        colleague: ("everyone", "signed_in", "colleagues"),
        make_administrator(): ("everyone", "signed_in"),
        person.user: Reach.values,
    }
    for reader, reaches in readers.items():
        client.logout()
        if reader:
            client.force_login(reader)
        doors = (person.get_absolute_url(), reverse("api:get_person", args=[person.uid]))
        for door in doors:
            text = client.get(door).content.decode()
            for value in FILLED.values():
                assert (value in text) == (reach in reaches), (reader, door, value)


def test_search_export_and_lists_hold_what_everyone_sees_and_no_more(client):
    user = make_account()
    publish(user, **FILLED, reaches={"skills": "everyone", "offers": "signed_in"})
    actions.accept(user.uid)
    for word, found in (("animer", True), ("salle", False), ("robots", True), ("robot", True)):
        page = client.get("/api/v1/search/", {"q": word}).json()
        assert bool(page["items"]) is found, word
    listed = b"".join(client.get("/data/people.json").streaming_content).decode()
    assert "Ana" in listed
    assert [value for value in FILLED.values() if value in listed] == []


def test_a_new_account_shows_nothing_to_spam_with(client):
    user = make_account()
    person = publish(user, **FILLED)
    page = client.get(person.get_absolute_url()).content.decode()
    assert "Ana Inventée" in page and FILLED["website"] not in page and FILLED["bio"] not in page
    assert "robot" not in Document.objects.get(pk=person.pk).body_lexemes
    organization, _admin = make_claimed()
    give_role(user, organization, Role.Name.EDITOR)
    organizations.edit(user, organization, summary="Ici on relie.")
    page = client.get(person.get_absolute_url()).content.decode()
    assert FILLED["website"] in page and FILLED["bio"] in page
    assert "robot" in Document.objects.get(pk=person.pk).body_lexemes


def test_who_is_of_an_organization_already_does_not_wait():
    _organization, admin = make_claimed()
    assert publish(admin).accepted_at is not None


def test_the_record_holds_nothing_that_a_profile_says():
    user = make_account()
    person = publish(user, **FILLED)
    actions.edit(user, person, phone="02 99 11 11 11")
    said = list(about(person.uid).values_list("verb", "payload"))
    assert said == [("people.edit", {}), ("people.create", {})]


def test_one_profile_a_person_and_its_own_alone():
    user, other = make_account(), make_account()
    person = publish(user)
    with pytest.raises(ValidationError):
        publish(user)
    for act, given in (
        (actions.edit, {"title": "Autre"}), (actions.withdraw, {}), (actions.publish, {}),
        (actions.verify, {"organization": None}),
    ):  # fmt: skip
        for stranger in (other, make_administrator()):
            with pytest.raises(PermissionDenied):
                act(stranger, person, **given)


def test_nobody_publishes_for_somebody_else(client):
    user, victim = make_account(), make_account()
    client.force_login(user)
    given = {"title": "Bo Inventé", "state": "citizen", "user": victim.pk, "accepted_at": "2020"}
    given |= {f"reach_{name}": "nobody" for name in FIELDS}
    assert client.post(reverse("person:create"), given).status_code == 302
    person = profile_of(user)
    assert person.title == "Bo Inventé" and person.accepted_at is None
    assert profile_of(victim) is None


def test_a_name_that_is_changed_is_forgotten(client):
    user = make_account()
    person = publish(user, title="Xavérine Inventée")
    before = person.get_absolute_url()
    actions.edit(user, person, title="Colibri", is_pseudonym=True)
    person = profile_of(user)
    assert person.slug == "colibri"
    assert client.get(before).status_code == 404
    assert not OldSlug.objects.filter(entry=person).exists()
    assert not Word.objects.filter(word__startswith="xaverin").exists()


def test_a_withdrawn_profile_is_seen_by_its_person_alone(client):
    user = make_account()
    person = publish(user, title="Ulysse Inventé")
    actions.withdraw(user, person)
    assert client.get(person.get_absolute_url()).status_code == 404
    assert not Word.objects.filter(word="ulyss").exists()
    client.force_login(user)
    assert client.get(person.get_absolute_url()).status_code == 200
    actions.publish(user, person)
    client.logout()
    assert client.get(person.get_absolute_url()).status_code == 200
    assert Document.objects.filter(pk=person.pk).exists()


def test_the_mark_takes_a_proof_and_goes_with_it(client):
    user = make_account()
    person = publish(user)
    organization, _admin = make_claimed(title="Région d’essai")
    with pytest.raises(ValidationError):
        actions.verify(user, person, organization=organization)
    give_role(user, organization, Role.Name.MEMBER)
    actions.verify(user, person, organization=organization)
    assert "Région d’essai" not in client.get(person.get_absolute_url()).content.decode()
    actions.edit(user, person, reaches={"works_for": "everyone"})
    assert "Région d’essai" in client.get(person.get_absolute_url()).content.decode()
    assert actions.recheck() == 0
    end_role(user, organization)
    assert actions.recheck() == 1
    assert actions.recheck() == 0
    assert profile_of(user).verified_at is None


def test_an_address_at_its_domain_proves_an_agent():
    user = make_account("ana@ville.example.org")
    person = publish(user)
    organization = make_organization(domains=["ville.example.org"])
    other = make_organization(domains=["autre.example.org"])
    with pytest.raises(ValidationError):
        actions.verify(user, person, organization=other)
    actions.verify(user, person, organization=organization)
    assert profile_of(user).works_for == organization


def test_a_pseudonym_has_no_mark():
    organization, admin = make_claimed()
    person = publish(admin)
    actions.verify(admin, person, organization=organization)
    actions.edit(admin, person, is_pseudonym=True)
    person = profile_of(admin)
    assert person.verified_at is None and person.works_for is None
    with pytest.raises(ValidationError):
        actions.verify(admin, person, organization=organization)


def test_colleagues_cost_one_query(django_assert_num_queries):
    person = make_person()
    for reader, queries in ((person.user, 0), (make_user(), 1)):
        with django_assert_num_queries(queries):
            reach_to(reader, person)


def test_the_page_shows_its_person_what_others_see(client):
    person = make_person(**FILLED, reaches={"skills": "signed_in"})
    client.force_login(person.user)
    page = person.get_absolute_url()
    for reach, seen in (("everyone", False), ("signed_in", True), ("nobody", True), ("x", True)):
        text = client.get(page, {"seen_by": reach}).content.decode()
        assert (FILLED["skills"] in text) is seen, reach
    client.force_login(make_user())
    text = client.get(page, {"seen_by": "nobody"}).content.decode()
    assert FILLED["phone"] not in text


def test_a_profile_of_one_who_speaks_for_entries_goes_alone():
    person = make_person()
    entry = make_organization(author=person.entry_ptr)
    actions.erase(person.user)
    assert Entry.objects.get(pk=entry.pk).author_id is None
    assert Statement.objects.filter(verb="people.erase").count() == 1
