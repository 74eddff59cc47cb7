from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from terreau.entries.installation import INSTALLATION
from terreau.entries.tests.factories import make_topic, make_user
from terreau.ledger.models import Statement
from terreau.needs.tests.factories import make_need
from terreau.offers import actions
from terreau.offers.models import Offer, State
from terreau.offers.tests.factories import make_offer
from terreau.organizations.tests.factories import make_claimed
from terreau.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
GIVEN = {"title": "Une salle", "form": "room", "summary": "Douze places.", "capacity": 3}


def test_an_organization_offers_and_the_record_names_nobody():
    body, admin = make_claimed()
    offer = actions.create(admin, Offer(), acting_as=body, topics=[make_topic("Santé")], **GIVEN)
    assert (offer.author_id, offer.state, offer.free) == (body.pk, State.OPEN, 3)
    assert [each.name for each in offer.topics.all()] == ["Santé"]
    said = Statement.objects.get(subject=offer.uid)
    assert (said.actor, said.payload) == (None, {"form": "room"})


def test_a_person_offers_under_the_profile_alone():
    user = make_user()
    person = make_person(user=user)
    offer = actions.create(user, Offer(), acting_as=person, **GIVEN)
    assert offer.author_id == person.pk
    with pytest.raises(PermissionDenied):
        actions.create(make_user(), Offer(), acting_as=person, **GIVEN)


def test_nobody_offers_without_an_author():
    with pytest.raises(PermissionDenied):
        actions.create(make_claimed()[1], Offer(), **GIVEN)


@pytest.mark.parametrize(
    "wrong",
    [{"until": TODAY - timedelta(days=1)}, {"capacity": 0}, {"form": "magic"}, {"title": ""}],
)
def test_what_cannot_be_offered(wrong):
    body, admin = make_claimed()
    with pytest.raises(ValidationError):
        actions.create(admin, Offer(), acting_as=body, **GIVEN | wrong)


def test_capacity_is_never_exceeded_not_even_by_the_database():
    offer = make_offer(capacity=1)
    actions.take(INSTALLATION, offer, need=make_need())
    assert (offer.free, offer.state) == (0, State.TAKEN)
    with pytest.raises(ValidationError, match=r"had|disponible"):
        actions.take(INSTALLATION, offer, need=make_need())
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(taken=2)


def test_what_was_given_back_can_be_taken_again():
    offer, need = make_offer(capacity=1), make_need()
    actions.take(INSTALLATION, offer, need=need)
    actions.give_back(INSTALLATION, offer, need=need)
    assert (offer.free, offer.state) == (1, State.OPEN)


def test_more_capacity_opens_an_offer_again_and_less_than_taken_is_refused():
    offer = make_offer(capacity=1)
    editor = make_user(edits=[offer.author])
    actions.take(INSTALLATION, offer, need=make_need())
    actions.edit(editor, offer, capacity=2)
    assert offer.state == State.OPEN
    actions.take(INSTALLATION, offer, need=make_need())
    with pytest.raises(ValidationError):
        actions.edit(editor, offer, capacity=1)


@pytest.mark.parametrize(
    "gone",
    [{"state": State.WITHDRAWN}, {"until": TODAY - timedelta(days=1)},
     {"hidden_at": timezone.now()}, {"published_at": None}],
)  # fmt: skip
def test_what_is_gone_cannot_be_taken(gone):
    with pytest.raises(ValidationError):
        actions.take(INSTALLATION, make_offer(**gone), need=make_need())


def test_taking_is_no_right_of_anybody():
    offer = make_offer()
    with pytest.raises(PermissionDenied):
        actions.take(make_user(edits=[offer.author]), offer, need=make_need())


def test_the_pages_offer_edit_and_withdraw(client):
    body, admin = make_claimed()
    client.force_login(admin)
    assert client.get(reverse("offer:create")).status_code == 200
    answer = client.post(reverse("offer:create"), GIVEN | {"acting_as": body.pk})
    offer = Offer.objects.get()
    assert answer.url == offer.get_absolute_url()
    edit = reverse("offer:edit", args=[offer.slug])
    client.post(edit, GIVEN | {"title": "Deux salles", "revision": offer.revision})
    offer.refresh_from_db()
    assert offer.title == "Deux salles"
    withdraw = reverse("offer:withdraw", args=[offer.slug])
    client.post(withdraw, {"revision": offer.revision})
    offer.refresh_from_db()
    assert offer.state == State.WITHDRAWN
    assert client.get(edit).status_code == 403


def test_nobody_offers_for_an_organization_of_others(client):
    body, _admin = make_claimed()
    make_person(user=(user := make_user()))
    client.force_login(user)
    answer = client.post(reverse("offer:create"), GIVEN | {"acting_as": body.pk})
    assert answer.status_code == 200
    assert not Offer.objects.exists()


def test_who_speaks_for_nobody_is_told_how_to(client):
    client.force_login(make_user())
    page = client.get(reverse("offer:create"))
    assert reverse("person:create") in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_number_of_queries(client, django_assert_num_queries, count):
    offer = make_offer()
    offer.topics.set([make_topic() for _ in range(count)])
    client.get(offer.get_absolute_url())
    with django_assert_num_queries(4):
        client.get(offer.get_absolute_url() + "?again")
