from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.entries import tallies
from terreau.entries.tests.factories import make_topic, make_user
from terreau.needs.models import Help, Need, State
from terreau.needs.tests.factories import make_help, make_need
from terreau.offers.tests.factories import make_offer
from terreau.organizations.tests.factories import make_claimed
from terreau.people.tests.factories import make_person
from terreau.search.actions import index_many

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TEXT = "Les agriculteurs ne trouvent pas leur parcelle sur le cadastre."
GIVEN = {"title": "Trouver sa parcelle", "problem": TEXT, "visibility": "everyone"}


def to(name, need, *more):
    return reverse(f"need:{name}", args=[need.slug, *more])


def act(client, name, need, **given):
    need.refresh_from_db()
    return client.post(to(name, need), {"revision": need.revision, **given})


def test_a_need_goes_its_whole_way_on_pages(client):
    body, admin = make_claimed()
    offer = make_offer(summary="Lire le cadastre, retrouver une parcelle.", capacity=1)
    giver = make_user(edits=[offer.author])
    tallies.rebuild()
    index_many([offer.pk])
    client.force_login(admin)
    client.post(reverse("need:create"), GIVEN | {"acting_as": body.pk})
    need = Need.objects.get()
    draft = client.get(need.get_absolute_url()).content.decode()
    assert offer.title in draft
    assert "parcelle, cadastre" in draft
    assert to("ask_for_help", need, "offer", offer.slug) not in draft  # nobody is asked by a draft
    act(client, "publish", need)
    ask = to("ask_for_help", need, "offer", offer.slug)
    assert ask in client.get(need.get_absolute_url()).content.decode()
    client.post(ask, {"message": "Auriez-vous une heure ?"})
    help = Help.objects.get()
    assert (help.asked, help.helper_id, help.offer_id) == (True, offer.author_id, offer.pk)

    client.force_login(giver)
    page = client.get(need.get_absolute_url()).content.decode()
    assert "Auriez-vous une heure" in page
    client.post(to("accept_help", need, help.uid))
    need.refresh_from_db()
    assert need.state == State.MATCHED

    client.force_login(admin)
    act(client, "start", need)
    act(client, "close", need, outcome="met", hours="3", transferred="Un guide.")
    need.refresh_from_db()
    assert (need.state, need.hours) == (State.MET, 3)
    client.logout()
    page = client.get(need.get_absolute_url()).content.decode()
    assert "Un guide." in page
    assert "Auriez-vous" not in page


def test_what_waits_is_read_by_both_sides_alone(client):
    need, offer = make_need(), make_offer(title="Chose proposée")
    make_help(need, offer.author, offer=offer, message="Entre nous.")
    for reader, sees in (
        (make_user(edits=[need.author]), True),
        (make_user(edits=[offer.author]), True),
        (make_claimed()[1], False),
        (None, False),
    ):
        client.logout()
        if reader:
            client.force_login(reader)
        for path in (need.get_absolute_url(), offer.get_absolute_url(), "/record/"):
            text = client.get(path).content.decode()
            assert ("Entre nous." in text) is (sees and path == need.get_absolute_url()), path


def test_the_buttons_decline_in_silence(client):
    need, offer = make_need(), make_offer()
    help = make_help(need, offer.author)
    client.force_login(make_claimed()[1])
    assert client.post(to("decline_help", need, help.uid)).status_code == 403
    client.force_login(make_user(edits=[need.author]))
    assert client.get(to("decline_help", need, help.uid)).status_code == 405
    client.post(to("decline_help", need, help.uid))
    help.refresh_from_db()
    assert help.state == Help.State.DECLINED


def test_offering_help_with_an_offer_of_others_is_refused(client):
    need, offer, other = make_need(), make_offer(), make_offer()
    client.force_login(make_user(edits=[offer.author]))
    path = to("offer_help", need)
    assert client.post(path, {"helper": other.author_id}).status_code == 200
    assert client.post(path, {"helper": offer.author_id, "offer": other.pk}).status_code == 200
    assert client.post(path, {"helper": 10**30, "offer": "x"}).status_code == 200
    assert not Help.objects.exists()
    client.post(path, {"helper": offer.author_id, "offer": offer.pk, "message": "Avec plaisir."})
    assert Help.objects.get().message == "Avec plaisir."


@pytest.mark.parametrize("kind", ["project", "need", "nonsense"])
def test_only_those_who_can_help_are_asked(client, kind):
    need = make_need()
    client.force_login(make_user(edits=[need.author]))
    assert client.get(to("ask_for_help", need, kind, need.slug)).status_code == 404


def test_a_person_is_asked(client):
    need, person = make_need(), make_person()
    client.force_login(make_user(edits=[need.author]))
    client.post(to("ask_for_help", need, "person", person.slug), {"message": ""})
    assert Help.objects.get().helper_id == person.pk


def test_late_needs_stand_on_their_page_and_on_that_of_the_organization(client):
    body, _ = make_claimed()
    need = make_need(title="Sans réponse", addressed_to=body, due_on=TODAY - timedelta(days=2))
    for path in (reverse("need:late"), body.get_absolute_url()):
        assert "Sans réponse" in client.get(path).content.decode()
    assert reverse("need:late") in client.get(body.get_absolute_url()).content.decode()
    Need.objects.filter(pk=need.pk).update(answered_at=timezone.now())
    assert "Sans réponse" not in client.get(f"{reverse('need:late')}?again").content.decode()


def test_what_somebody_writes_is_no_markup(client):
    need = make_need(
        title="<script>alert(1)</script>",
        problem="<img src=x onerror=alert(1)> [lien](javascript:alert(1))",
        background="<script>",
    )
    page = client.get(need.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "onerror=" not in page or "&lt;img" in page
    assert 'href="javascript:' not in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_number_of_queries(client, django_assert_num_queries, count):
    need = make_need()
    need.topics.set([make_topic() for _ in range(count)])
    for _ in range(count):
        make_help(need, make_claimed()[0], state="accepted")
    offers = [make_offer(summary=need.problem) for _ in range(count)]
    tallies.rebuild()
    index_many([need.pk, *(each.pk for each in offers)])
    client.get(need.get_absolute_url())
    with django_assert_num_queries(16):
        client.get(need.get_absolute_url() + "?again")


def test_who_speaks_for_nobody_is_told_how_to(client):
    client.force_login(make_user())
    need = make_need()
    for path in (reverse("need:create"), to("offer_help", need)):
        assert reverse("person:create") in client.get(path).content.decode()
