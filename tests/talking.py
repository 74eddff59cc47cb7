"""People who react to the same things and comment at the very same moment, in processes.

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
from terreau.ledger.models import Statement
from terreau.moderation.actions import report
from terreau.moderation.models import Case, Report
from terreau.organizations.tests.factories import make_account
from terreau.projects.models import Project
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from tests.disturbances import broken, finish, fork

PEOPLE, TIMES = 8, 5
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
        report(me, Project.objects.get(pk=project), what="entry", uid=about.uid, reason="spam")

    return work


def main():
    call_command("migrate", verbosity=0)
    long_ago = timezone.now() - timezone.timedelta(days=400)
    people = [make_account(f"{number}@example.org") for number in range(PEOPLE)]
    User.objects.filter(pk__in=[user.pk for user in people]).update(date_joined=long_ago)
    make_account(SHARED)
    project = make_project()
    index_many([project.pk])
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
        "cases": [Case.objects.count(), Report.objects.count()],
    }
    sys.stdout.write(json.dumps(found | broken()))


if __name__ == "__main__":
    main()
