"""People who claim, leave, demote one another and accept at the very same moment, in processes.

`python -m tests.joining` with DATABASE_URL prints what became of it as JSON.
"""

import json
import os
import sys
from multiprocessing import Barrier

import django
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "terreau.settings"
    django.setup()

from terreau.accounts.models import User
from terreau.entries import tallies
from terreau.entries.actions import give_role
from terreau.entries.models import Role, Tenure
from terreau.ledger.models import Statement
from terreau.organizations import invitations, members, requests
from terreau.organizations.models import Invitation, Organization, Outcome
from terreau.organizations.tests.factories import (
    make_account,
    make_claimed,
    make_invitation,
    make_organization,
)
from terreau.search.actions import index_many
from tests.disturbances import broken, finish, fork

PEOPLE, TIMES = 3, 8
DOMAIN, GUEST = "ville.example.org", "invitee@example.org"
REFUSALS = (ValidationError, PermissionDenied)
PATIENCE = 60


def prepare(people):
    """{what is tried: keys of its organizations}."""
    made = {"claim": [make_organization(domains=[DOMAIN]) for _ in range(TIMES)]}
    for name in ("leave", "demote", "accept"):
        made[name] = [make_claimed(admin=people[0])[0] for _ in range(TIMES)]
    for organization in made["leave"] + made["demote"]:
        for user in people[1:]:
            give_role(user, organization, Role.Name.ADMIN)
    for organization in made["accept"]:
        make_invitation(organization, GUEST, role=Role.Name.EDITOR)
    return {name: [each.pk for each in organizations] for name, organizations in made.items()}


def attempt(name, organization, number, people):
    if name == "claim":
        requests.claim(people[number], organization)
    elif name == "leave":
        members.leave(people[number], organization)
    elif name == "demote":
        other = people[(number + 1) % PEOPLE]
        members.change_role(people[number], organization, person=other, name=Role.Name.MEMBER)
    else:
        invitation = Invitation.objects.get(organization=organization)
        guest = User.objects.get(email=GUEST)
        invitations.accept_invitation(guest, organization, invitation=invitation)


def person(number, keys, barrier):
    """What one of them does in a process of their own; all begin each attempt together."""

    def work(tell):
        people = list(User.objects.filter(email__endswith=DOMAIN).order_by("pk"))
        for name, some in keys.items():
            for key in some:
                organization = Organization.objects.get(pk=key)
                barrier.wait(PATIENCE)
                try:
                    attempt(name, organization, number, people)
                except REFUSALS:
                    continue

    return work


def admins(key):
    return Role.objects.filter(entry=key, name=Role.Name.ADMIN).count()


def main():
    call_command("migrate", verbosity=0)
    people = [make_account(f"{number}@{DOMAIN}") for number in range(PEOPLE)]
    make_account(GUEST)
    keys = prepare(people)
    index_many([key for some in keys.values() for key in some])
    with transaction.atomic():
        tallies.rebuild()
    barrier = Barrier(PEOPLE)
    children = [fork(person(number, keys, barrier)) for number in range(PEOPLE)]
    for child, _pipe in children:
        finish(child)
    claimed = Organization.objects.filter(pk__in=keys["claim"], claimed_at__isnull=False)
    accepted = Invitation.objects.filter(state=Outcome.ACCEPTED)
    held = Tenure.objects.filter(entry__in=keys["accept"], user__email=GUEST)
    found = {
        "claimed": claimed.count(),
        "claims": Statement.objects.filter(verb="organizations.claim").count(),
        "claimants": [admins(key) for key in keys["claim"]],
        "left": [admins(key) for key in keys["leave"]],
        "demoted": [admins(key) for key in keys["demote"]],
        "accepted": [accepted.count(), held.count()],
        "open": Tenure.objects.filter(until=None).count() - Role.objects.count(),
    }
    sys.stdout.write(json.dumps(found | broken()))


if __name__ == "__main__":
    main()
