"""The demonstration: the facts of a real network at six dates, and accounts to try them with."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from terreau.accounts.actions import create_demonstration_accounts
from terreau.accounts.queries import user_with
from terreau.betagouv.actions import harvest
from terreau.betagouv.reader import read_demonstration
from terreau.entries.actions import give_role
from terreau.entries.demonstration import register_loader
from terreau.entries.models import Entry, Role
from terreau.follows.actions import follow
from terreau.harvest.models import Record
from terreau.projects.models import Project

EDITOR, INCUBATOR = "editor@example.org", "dinum"
FOLLOWED = 12  # projects that the editor follows, so that their feed shows something


def load(progress):
    """Harvest the bundled facts of each date in turn, and open the demonstration accounts."""
    states = read_demonstration()
    for place, (day, snapshot) in enumerate(states):

        def part(done, total, place=place, day=day):
            progress(int(100 * (place + done / max(total, 1))), 100 * len(states), str(day))

        harvest(snapshot, day, progress=part)
    first, last = (date_format(states[place][0], "DATE_FORMAT") for place in (0, -1))
    words = _("facts of %(n)d dates, from %(first)s to %(last)s")
    return words % {"n": len(states), "first": first, "last": last}


def load_accounts(progress):
    """Open the accounts to try it with; their addresses, which every start prints."""
    accounts = create_demonstration_accounts()
    host = Record.objects.filter(collection="incubators", identifier=INCUBATOR).first()
    if host is not None:
        give_role(user_with(EDITOR), host.entry, Role.Name.EDITOR)
        follow_some(user_with(EDITOR), host.entry)
    said = ", ".join(f"{email} ({words})" for email, words in accounts)
    return _("Accounts to try it with: %(accounts)s") % {"accounts": said}


def follow_some(user, host):
    """Have somebody follow their incubator and the projects of which the record says the most."""
    projects = Entry.objects.public().filter(kind=Project.KIND)
    for entry in (host, *projects.order_by("-statement_count", "pk")[:FOLLOWED]):
        follow(user, entry)


register_loader("demonstration", load)
register_loader("accounts", load_accounts)
