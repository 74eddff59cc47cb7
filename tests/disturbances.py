"""Work on a database of its own, in processes that are killed without warning.

`python -m tests.disturbances SCENARIO SEED` with DATABASE_URL prints what became of it as JSON.
A child is forked for each piece of work, so that it can be killed as a machine failure would.
"""

import json
import os
import random
import select
import signal
import sys
import time
from datetime import date, timedelta

import django
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import OperationalError, connections

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "terreau.settings"
    django.setup()

from terreau.accounts.models import User
from terreau.betagouv import actions as harvesting
from terreau.betagouv.tests.factories import snapshot, startup
from terreau.entries.actions import Conflict
from terreau.entries.consistency import truths
from terreau.entries.models import Entry, Link, Topic
from terreau.harvest.models import Record, Run, Version
from terreau.ledger.models import Statement
from terreau.projects import actions, corrections
from terreau.projects.chain import linked
from terreau.projects.models import Listing, Project, Spell
from terreau.projects.phases import INCUBATION
from terreau.projects.queries import chain_of

SMALL_BATCH = 15
STARTUPS = 60
KILLS = 4
PEOPLE, PROJECTS, ACTS = 4, 3, 12
STATES = (date(2024, 1, 1), date(2025, 1, 1))
REFUSALS = (ValidationError, PermissionDenied, Conflict, OperationalError)
WORDS = ("investigation", "construction", "acceleration", "transfere")


def fork(work):
    """Start the work in a child process; (its id, a pipe on which it says that it goes on)."""
    connections.close_all()
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    status = 1
    try:
        os.close(ours)
        work(lambda *_: os.write(theirs, b"."))
        status = 0
    finally:
        os._exit(status)


def kill(child):
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def finish(child):
    """Wait for a child that ends by itself, or fail with it."""
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "a child failed"


def kill_after(child, pipe, steps, chance):
    """Kill the child some steps of its progress later, or let it end."""
    for _ in range(steps):
        select.select([pipe], [], [], 20)
        if not os.read(pipe, 1):
            break
    time.sleep(chance.uniform(0, 0.05))
    kill(child)


def states(chance):
    """Two states of a source: projects change, vanish, appear and get another name between them."""
    first, second = [], []
    for number in range(STARTUPS):
        told = life(chance)
        name = f"service-{number}"
        first.append(startup(name, *told, incubator=chance.choice(("fabrique", "atelier"))))
        if number % 10 == 0:
            continue
        former = [name] if number % 7 == 0 else []
        told = life(chance) if number % 2 else told
        now = f"{name}-bis" if former else name
        second.append(
            startup(now, *told, incubator=chance.choice(("fabrique", "atelier")), former=former)
        )
    second += [startup(f"neuf-{number}", *life(chance)) for number in range(5)]
    return snapshot(*first), snapshot(*second)


def life(chance):
    day, told = date(2019, 1, 1) + timedelta(days=chance.randrange(1000)), []
    for word in WORDS[: chance.randrange(1, 5)]:
        told.append((word, day.isoformat()))
        day += timedelta(days=chance.randrange(400))
    return told


def harvests(chance, disturbed):
    """Harvest both states, each killed several times before it is let through."""
    harvesting.BATCH = SMALL_BATCH
    for day, state in zip(STATES, states(random.Random(1)), strict=True):
        for _ in range(KILLS if disturbed else 0):
            child, pipe = fork(lambda tell, s=state, d=day: harvesting.harvest(s, d, progress=tell))
            kill_after(child, pipe, chance.randrange(6), chance)
            os.close(pipe)
        child, pipe = fork(lambda tell, s=state, d=day: harvesting.harvest(s, d, progress=tell))
        finish(child)
        os.close(pipe)
    return everything() | {"unfinished": Run.objects.filter(completed_at=None).count()}


def everything():
    """All that was harvested, whatever the keys."""
    rows = {
        "records": Record.objects.values_list("identifier", "entry__title", "vanished_on"),
        "versions": Version.objects.values_list("record__identifier", "first", "last", "digest"),
        "spells": Spell.objects.values_list(
            "project__title", "phase", "valid_from", "valid_to", "sequence", "recorded_at",
            "superseded_at",
        ),
        "links": Link.objects.values_list(
            "source__title", "target__title", "role", "valid_from", "valid_to", "recorded_at",
            "superseded_at",
        ),
        "listings": Listing.objects.values_list("project__title", "recorded_at", "superseded_at"),
        "entries": Entry.objects.values_list("kind", "slug", "title", "state", "statement_count"),
        "themes": Topic.objects.values_list("slug", "name"),
        "statements": Statement.objects.values_list("verb"),
    }  # fmt: skip
    return {name: sorted(map(str, found.order_by())) for name, found in rows.items()} | broken()


def broken():
    return {"broken": [str(words) for _name, exceptions in truths() for words in exceptions()]}


def act(user, project, chance):
    """One thing that a person may do to a project, allowed or not."""
    on = date(2020, 1, 1) + timedelta(days=chance.randrange(2000))
    kind = chance.randrange(4)
    if kind == 0:
        return actions.pause(user, project, on=on, reason="Pause.")
    if kind == 1:
        facts = list(Spell.objects.known().filter(project=project).order_by("pk"))
        spell = chance.choice(facts)
        return corrections.correct_spell(
            user, project, spell=spell, phase=spell.phase, on=on, reason="Lettre."
        )
    phase = chance.choice(INCUBATION)
    return actions.enter_phase(user, project, phase=phase, on=on)


def busy(seed):
    """What one person does in a process of their own."""

    def work(tell):
        chance = random.Random(seed)
        user = User.objects.get(email="personne@example.org")
        keys = sorted(Project.objects.values_list("pk", flat=True))
        for _ in range(ACTS):
            project = Project.objects.get(pk=chance.choice(keys))
            try:
                act(user, project, chance)
            except REFUSALS:
                continue
            tell()

    return work


def phases(chance, disturbed):
    """Several people change the phases of the same projects at once; some are killed."""
    user = User.objects.create_user(email="personne@example.org", is_staff=True)
    for number in range(PROJECTS):
        actions.create(
            user, Project(), title=f"Service {number}", phase="investigation", on=date(2020, 1, 1)
        )
    people = [fork(busy(chance.random())) for _ in range(PEOPLE)]
    for child, pipe in people[: PEOPLE // 2]:
        kill_after(child, pipe, chance.randrange(4), chance)
    for child, _pipe in people[PEOPLE // 2 :]:
        finish(child)
    torn = [
        project.slug
        for project in Project.objects.order_by("pk")
        if linked(chain_of(project)) != chain_of(project)
    ]
    counted = Entry.objects.filter(kind=Project.KIND).order_by("pk")
    said = {
        project.slug: Statement.objects.filter(subject=project.uid).count() for project in counted
    }
    doubled = [project.slug for project in counted if project.statement_count != said[project.slug]]
    changes = Statement.objects.exclude(verb="projects.create").count()
    return broken() | {"torn": torn, "doubled": doubled, "changes": changes}


SCENARIOS = {
    "undisturbed": lambda chance: harvests(chance, disturbed=False),
    "killed": lambda chance: harvests(chance, disturbed=True),
    "together": lambda chance: phases(chance, disturbed=True),
}


def main(scenario, seed):
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(SCENARIOS[scenario](random.Random(seed))))


if __name__ == "__main__":
    main(*sys.argv[1:])
