"""Which of the six kinds of actors take part in something: the meter, from counts alone.

The six are those that the action plan of 2015 wanted around one table in every territory:
administrations, elected assemblies, civil society, private organizations, and research.
"""

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from terreau.organizations.models import OrganizationType

FEWEST = 5  # people of a kind below which nobody is told how many they are


class Actor(models.TextChoices):
    STATE = "state", gettext_lazy("State services")
    LOCAL = "local", gettext_lazy("local authorities")
    OPERATOR = "operator", gettext_lazy("public operators")
    CIVIL = "civil", gettext_lazy("civil society")
    COMPANY = "company", gettext_lazy("private companies")
    RESEARCH = "research", gettext_lazy("research")


ACTORS = {
    OrganizationType.MINISTRY: Actor.STATE,
    OrganizationType.STATE_SERVICE: Actor.STATE,
    OrganizationType.LOCAL_AUTHORITY: Actor.LOCAL,
    OrganizationType.OPERATOR: Actor.OPERATOR,
    OrganizationType.ASSOCIATION: Actor.CIVIL,
    OrganizationType.COMPANY: Actor.COMPANY,
    OrganizationType.RESEARCH: Actor.RESEARCH,
}


def actors(types):
    """({Actor: n} of all six, how many are of none of them) of {type of an organization: n}."""
    counts, beside = dict.fromkeys(Actor, 0), 0
    for name, n in types.items():
        if name in ACTORS:
            counts[ACTORS[name]] += n
        else:
            beside += n
    return counts, beside


def mix(counts, definition, *, people=False, beside=0, title="", as_of=None):
    """The parameters of the component `mix`: a picture that is a table. No query.

    counts: {kind of actor, with its label: n}, of all six, zeros too: Actor, or the Standing that
    people say of themselves. people: whether persons are counted, of whom fewer than FEWEST of a
    kind are said as that, nobody included. beside: how many are of none of the six. definition:
    what is counted, as a sentence.
    """
    told = {each: n for each, n in counts.items() if not people or n >= FEWEST}
    most = max(told.values(), default=0) or 1
    few = _("fewer than %(n)d") % {"n": FEWEST}
    return {
        "title": title or _("Mix of actors"),
        "headline": headline(sum(1 for n in told.values() if n), people),
        "definition": definition,
        "unit": _("People") if people else pgettext("unit", "Organizations"),
        "rows": [
            {
                "label": each.label,
                "value": told.get(each, few),
                "width": f"{100 * told.get(each, 0) / most:.1f}",
            }
            for each in counts
        ],
        "note": note(sum(told.values()), people, beside, as_of or timezone.localdate()),
    }


def headline(present, people):
    if people:
        text = _("At least %(present)d of the six kinds of actors take part.")
    else:
        text = ngettext(
            "%(present)d of the six kinds of actors takes part.",
            "%(present)d of the six kinds of actors take part.",
            present,
        )
    return text % {"present": present}


def note(n, people, beside, as_of):
    day = date_format(as_of, "DATE_FORMAT")
    if people:
        text = _("n ≥ %(n)d, as of %(day)s. What is fewer than %(few)d is not told apart.")
        return text % {"n": n, "day": day, "few": FEWEST}
    said = _("n = %(n)d, as of %(day)s.") % {"n": n, "day": day}
    if beside:
        words = ngettext(
            "%(n)d more is of none of the six: incubators, labs, networks, others.",
            "%(n)d more are of none of the six: incubators, labs, networks, others.",
            beside,
        )
        said = f"{said} {words % {'n': beside}}"
    return said
