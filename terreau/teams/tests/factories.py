from datetime import date
from itertools import count

from terreau.teams.models import Member, Mission

_serial = count(1)


def make_member():
    return Member.objects.create(identifier=f"essai{next(_serial)}")


def make_mission(project, start=date(2020, 1, 1), end=None, **given):
    """A mission; end: the first day without it."""
    member = given.pop("member", None) or make_member()
    defaults = {"domain": "Développement", "status": "independent"}
    return Mission.objects.create(
        project=project, member=member, valid_from=start, valid_to=end, **defaults | given
    )
