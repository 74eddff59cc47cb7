"""People who react, comment, follow and take the last of an offer at the very same moment.

`python -m tests.talking` with DATABASE_URL prints what became of it as JSON.
"""

import json
import os
import sys
from multiprocessing import Barrier

import django
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "terreau.settings"
    django.setup()

from terreau.accounts.models import User
from terreau.comments import actions
from terreau.comments.models import Comment, Talk
from terreau.entries import tallies
from terreau.entries.actions import give_role
from terreau.entries.models import Entry, Role
from terreau.follows.actions import follow, follow_on
from terreau.follows.models import Follow
from terreau.ledger.models import Statement
from terreau.moderation.actions import report
from terreau.moderation.models import Case, Report
from terreau.needs.helping import accept_help
from terreau.needs.models import Help, Need
from terreau.needs.models import State as NeedState
from terreau.needs.tests.factories import make_help, make_need
from terreau.offers.models import Offer
from terreau.offers.tests.factories import make_offer
from terreau.organizations.tests.factories import make_account
from terreau.projects.models import Project
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from tests.disturbances import broken, finish, fork

PEOPLE, TIMES = 8, 5
CAPACITY = 3
PATIENCE = 60
SHARED = "ensemble@example.org"


def person(number, project, comment, barrier):
    """What one of them does in a process of their own; all begin each round together."""

    def work(tell):
        me = User.objects.get(email=f"{number}@example.org")
        shared = User.objects.get(email=SHARED)
        for round in range(TIMES):
            about = Project.objects.get(pk=project)
            said = Comment.objects.get(pk=comment)
            barrier.wait(PATIENCE)
            actions.react(me, about, meaning="useful")
            actions.react(me, about, meaning="too", comment=said)
            actions.write(me, about, text=f"Réponse {round} de {number}.", parent=said)
            try:  # one person in eight windows, with an account that may post five times
                actions.write(shared, about, text=f"Tour {round}, fenêtre {number}.")
            except ValidationError:
                continue
        barrier.wait(PATIENCE)
        for _ in range(2):  # as two presses of the button, and what an act does by itself
            follow(me, about)
            follow_on(me, about)
        barrier.wait(PATIENCE)
        help = Help.objects.select_related("need").get(need__author__roles__user=me)
        try:
            accept_help(me, help.need, help=help)
        except ValidationError:
            tell()
        barrier.wait(PATIENCE)
        report(me, Project.objects.get(pk=project), what="entry", uid=about.uid, reason="spam")

    return work


def waiting(people):
    """An offer of which fewer can have something than need it; each has a need that it may meet."""
    offer = make_offer(capacity=CAPACITY)
    for user in people:
        need = make_need()
        give_role(user, need.author, Role.Name.EDITOR)
        make_help(need, offer.author, offer=offer)
    return offer


def main():
    call_command("migrate", verbosity=0)
    long_ago = timezone.now() - timezone.timedelta(days=400)
    people = [make_account(f"{number}@example.org") for number in range(PEOPLE)]
    User.objects.filter(pk__in=[user.pk for user in people]).update(date_joined=long_ago)
    make_account(SHARED)
    project, offer = make_project(), waiting(people)
    index_many(Entry.objects.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        tallies.rebuild()
    actions.write(User.objects.get(email="0@example.org"), project, text="Le premier mot.")
    first = Comment.objects.get()
    barrier = Barrier(PEOPLE)
    children = [fork(person(n, project.pk, first.pk, barrier)) for n in range(PEOPLE)]
    for child, _pipe in children:
        finish(child)
    first.refresh_from_db()
    talk = Talk.objects.get(entry=project.pk)
    found = {
        "reacted": [talk.useful_count, first.too_count],
        "answers": first.reply_count,
        "shared": Comment.objects.filter(user__email=SHARED).count(),
        "comments": talk.comment_count,
        "statements": Statement.objects.filter(verb="comments.write").count(),
        "follows": Follow.objects.filter(entry=project.pk).count(),
        "taken": Offer.objects.get(pk=offer.pk).taken,
        "matched": Need.objects.filter(state=NeedState.MATCHED).count(),
        "cases": [Case.objects.count(), Report.objects.count()],
    }
    sys.stdout.write(json.dumps(found | broken()))


if __name__ == "__main__":
    main()
