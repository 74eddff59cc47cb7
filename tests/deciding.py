"""Committees that decide at once, in processes that are killed without warning.

`python -m tests.deciding SEED` with DATABASE_URL prints what became of it as JSON.
"""

import json
import os
import random
import sys
import uuid
from datetime import timedelta

import django
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "terreau.settings"
    django.setup()

from terreau.accounts.models import User
from terreau.entries import tallies
from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_administrator
from terreau.ledger.models import Statement
from terreau.notifications.models import Notice
from terreau.organizations.tests.factories import make_incubator
from terreau.projects.models import Spell
from terreau.projects.tests.factories import make_project
from terreau.reviews.models import KEEPING, Condition, Decision, Review
from terreau.reviews.tests.factories import LONG_AGO, decided, make_held_review
from terreau.search.actions import index_many
from tests.disturbances import broken, finish, fork, kill_after

PROJECTS, PEOPLE, EACH = 20, 8, 25
KINDS = ("continue", "conditions", "advance", "stop_impact", "stop_funding", "operate")


def prepare():
    """Projects in construction, each with a review that was held."""
    with transaction.atomic():
        make_reviews()
        tallies.rebuild()
    index_many(Entry.objects.values_list("pk", flat=True))


def make_reviews():
    user, host = make_administrator(email="personne@example.org"), make_incubator()
    for _ in range(PROJECTS):
        project = make_project(
            phases=[("investigation", LONG_AGO), ("construction", LONG_AGO + timedelta(days=60))],
            hosts=[host],
        )
        make_held_review(user, project=project, dossier=False)


def decide(user, review, chance):
    """One attempt: two thirds are requests that others send as well."""
    kind = chance.choice(KINDS)
    shared = uuid.uuid5(review.uid, str(chance.randrange(2)))
    request = shared if chance.random() < 0.66 else uuid.uuid4()
    given = {"phase": "acceleration"} if kind == "advance" else {}
    decided(user, review, kind, request=request, **given)


def busy(seed, keys):
    """What one person does in a process of their own."""

    def work(tell):
        chance = random.Random(seed)
        user = User.objects.get(email="personne@example.org")
        for key in chance.sample(keys, len(keys)) + chance.choices(keys, k=EACH - len(keys)):
            tell()
            try:
                decide(user, Review.objects.get(pk=key), chance)
            except ValidationError:  # a deadlock would be an error: locks are taken in one order
                continue

    return work


def torn(review):
    """What of a decided review is not there once, in words."""
    review.refresh_from_db()
    project = review.subject
    said = Statement.objects.filter(subject=review.uid)
    decision = Decision.objects.get(review=review)
    applied = Statement.objects.filter(subject=project.uid, verb="reviews.apply").count()
    spells = Spell.objects.known().filter(project=project, phase=decision.phase, valid_to=None)
    pending = Review.objects.filter(subject=project, closed_at=None).count()
    conditions = Condition.objects.filter(project=project).count()
    facts = {
        "statements": (said.filter(verb="reviews.decide").count(), 1),
        "lines": (review.statement_count, said.count()),
        "phase": (project.state, decision.phase or "construction"),
        "applied": (applied, int(bool(decision.phase))),
        "spells": (spells.count(), int(bool(decision.phase))),
        "pending": (pending, int(decision.kind in KEEPING)),
        "conditions": (conditions, int(decision.kind == "conditions")),
        "state": (review.state, "decided"),
    }
    return [f"{review.slug} {name}: {it}" for name, it in facts.items() if it[0] != it[1]]


def main(seed):
    call_command("migrate", verbosity=0)
    chance = random.Random(seed)
    prepare()
    keys = sorted(Review.objects.values_list("pk", flat=True))
    people = [fork(busy(chance.random(), keys)) for _ in range(PEOPLE)]
    for child, pipe in people[: PEOPLE // 2]:
        kill_after(child, pipe, chance.randrange(1, EACH), chance)
    for child, _pipe in people[PEOPLE // 2 :]:
        finish(child)
    reviews = Review.objects.filter(pk__in=keys).order_by("pk")
    counts = [Decision.objects.filter(review=review).count() for review in reviews]
    found = {
        "counts": counts,
        "torn": [words for review in reviews for words in torn(review)],
        "notices": Notice.objects.count(),
    }
    sys.stdout.write(json.dumps(found | broken()))


if __name__ == "__main__":
    main(sys.argv[1])
