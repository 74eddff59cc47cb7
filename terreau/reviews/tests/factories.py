import uuid
from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from terreau.entries.models import Role
from terreau.entries.tests.factories import make_user
from terreau.organizations.tests.factories import make_incubator
from terreau.projects.tests.factories import make_project
from terreau.reviews import actions, decisions
from terreau.reviews.models import Passage, Review, Seat, State

_serial = count(1)
TODAY = date.today()
LONG_AGO = TODAY - timedelta(days=200)


def make_review(*, project=None, **given):
    """A review of a project in construction, planned unless `state` says otherwise."""
    number = next(_serial)
    if project is None:
        project = make_project(
            phases=[("investigation", LONG_AGO), ("construction", LONG_AGO + timedelta(days=60))],
            hosts=[make_incubator()],
        )
    host = project.links_out.filter(role="incubated_by").first()
    defaults = {
        "title": f"Revue {number}",
        "slug": f"revue-{number}",
        "state": State.PLANNED,
        "subject": project,
        "context": project,
        "author": host and host.target,
        "due_on": TODAY + timedelta(days=20),
        "published_at": timezone.now(),
    }
    review = Review.objects.create(**defaults | given)
    Passage.objects.create(review=review, state=review.state)
    return review


def make_manager(review):
    """Somebody who edits the incubator that holds a review."""
    return make_user(edits=[review.author])


def make_teammate(review):
    """Somebody who edits the project under review."""
    return make_user(edits=[review.subject])


def make_seat(review, *, user=None, role=Seat.Role.MEMBER, **given):
    return Seat.objects.create(review=review, user=user or make_user(), role=role, **given)


def make_held_review(user=None, *, seats=2, held_on=TODAY, dossier=True, **given):
    """(user who manages it, review that was held with so many there)."""
    review = make_review(**given)
    user = user or make_manager(review)
    if dossier:
        actions.freeze(user, review)
    chairs = [make_seat(review) for _ in range(seats)]
    actions.hold(user, review, held_on=held_on, present=chairs)
    return user, review


def decided(user, review, kind="continue", **given):
    """Decide with what the kind asks for, unless given otherwise."""
    needed = {
        "continue": {"funded_until": review.held_on + timedelta(days=200)},
        "bridge": {"funded_until": review.held_on + timedelta(days=50)},
        "conditions": {
            "funded_until": review.held_on + timedelta(days=200),
            "conditions": [
                {
                    "text": "Publier les statistiques.",
                    "owner": review.subject,
                    "due_on": review.held_on + timedelta(days=60),
                }
            ],
        },
    }.get(kind, {})
    if kind.startswith("stop"):
        needed = {"learned": "Rien n’y mène.", "bricks": "Le formulaire.", "relaunch": "Attendre."}
    words = {"request": uuid.uuid4(), "reasons": "Les usages sont là.", "kind": kind}
    return decisions.decide(user, review, **words | needed | given)


def remove_roles(user):
    Role.objects.filter(user=user).delete()
