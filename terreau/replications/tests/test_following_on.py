"""People follow what their contribution becomes, of themselves, and nobody is made to twice."""

import pytest
from django.utils import timezone

from terreau.entries.tests.factories import make_user
from terreau.follows import actions as follows
from terreau.follows.models import Follow, Level
from terreau.needs import actions as needs
from terreau.needs import helping
from terreau.needs.models import Need
from terreau.needs.tests.factories import make_need
from terreau.offers import actions as offers
from terreau.offers.models import Offer
from terreau.organizations.tests.factories import make_claimed, make_organization
from terreau.projects.tests.factories import make_project
from terreau.replications import actions as replications
from terreau.reviews.models import State
from terreau.reviews.remarks import remark
from terreau.reviews.tests.factories import make_review

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def followed(user):
    follows_of = Follow.objects.filter(user=user).order_by("entry")
    assert all(each.is_automatic for each in follows_of)
    return {each.entry_id for each in follows_of if each.level != Level.NOTHING}


def test_who_writes_a_need_or_an_offer_follows_it_though_the_record_names_nobody():
    body, admin = make_claimed()
    need = needs.create(admin, Need(), acting_as=body, title="Un banc", problem="Rien où s’asseoir")
    offer = offers.create(
        admin, Offer(), acting_as=body, title="Un banc", form="room", summary="Un banc."
    )
    assert followed(admin) == {need.pk, offer.pk}


@pytest.mark.parametrize("asked", [False, True])
def test_both_sides_of_a_help_follow_the_need(asked):
    need, helper = make_need(), make_organization()
    seeker, hand = make_user(edits=[need.author]), make_user(edits=[helper])
    proposing, settling = (seeker, hand) if asked else (hand, seeker)
    propose = helping.ask_for_help if asked else helping.offer_help
    help = propose(proposing, need, helper=helper)
    assert followed(seeker) == followed(hand) == set()
    helping.accept_help(settling, need, help=help)
    assert followed(seeker) == followed(hand) == {need.pk}


def test_declined_help_is_followed_by_nobody():
    need, helper = make_need(), make_organization()
    help = helping.offer_help(make_user(edits=[helper]), need, helper=helper)
    helping.decline_help(make_user(edits=[need]), need, help=help)
    assert not Follow.objects.exists()


def test_help_whose_person_was_erased_is_accepted_all_the_same():
    need, helper = make_need(), make_organization()
    help = helping.offer_help(make_user(edits=[helper]), need, helper=helper)
    type(help).objects.filter(pk=help.pk).update(user=None)
    seeker = make_user(edits=[need])
    helping.accept_help(seeker, need, help=help)
    assert followed(seeker) == {need.pk}


def test_who_took_a_project_over_follows_it():
    project, body = make_project(), make_organization()
    user = make_user(edits=[body])
    replications.declare(user, project, taker=body, on=TODAY)
    assert followed(user) == {project.pk}


def test_who_named_a_replication_follows_the_project_that_it_became():
    project, taker = make_project(), make_project()
    team, confirming = make_user(edits=[project]), make_user(edits=[taker])
    proposed = replications.propose(team, project, taker=taker, on=TODAY)
    assert followed(team) == set()
    replications.confirm(confirming, project, replication=proposed)
    assert followed(team) == followed(confirming) == {project.pk, taker.pk}


def test_who_remarks_on_a_dossier_follows_its_review_and_may_stop():
    review, user = make_review(state=State.OPEN), make_user()
    remark(user, review, text="Et les usagers ?")
    assert followed(user) == {review.pk}
    follows.stop(user, review)
    remark(user, review, text="Et les agents ?")
    assert followed(user) == set()
