"""What the page of the replications of a project says."""

from collections import Counter

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.replications import queries
from terreau.replications.models import Replication
from terreau.territories.maps import choropleth

State = Replication.State
MILESTONES = (1, 3, 10, 30, 100)


def sheet(user, project):
    """Four queries at most beside those of rights."""
    found = queries.of_project(user, project)
    public = [each for each in found if each.state == State.CONFIRMED]
    return {
        "project": project,
        "figures": figures(project, public),
        "map": spread_map(public),
        "header": [
            _("Who"), _("Where"), _("Since"), _("Days after the start"), _("What was adapted"),
            _("Cost"), _("Result"),
        ],
        "rows": [row(project, each) for each in public],
        "pending": [pending(user, project, each) for each in found if each not in public],
        "retractable": [retraction(project, each) for each in public]
        if user.has_perm("replications.retract", project)
        else [],
        "actions": deeds(user, project),
        "downloads": [
            {"label": _("Replications of all projects (CSV)"), "url": "/data/replications.csv"},
            {"label": _("Replications of all projects (JSON)"), "url": "/data/replications.json"},
        ],
    }  # fmt: skip


def start_of(project):
    return project.born_on


def days_after(project, day):
    start = start_of(project)
    return (day - start).days if start else None


def figures(project, public):
    """How often and how fast it spread, each figure with its definition."""
    today = timezone.localdate()
    places = {each.territory_id for each in public if each.territory_id}
    shown = [
        {
            "value": len(public),
            "label": ngettext("replication", "replications", len(public)),
            "definition": _("Organizations and projects that say that they took it over."),
            "as_of": today,
        },
        {
            "value": len(places),
            "label": ngettext("place reached", "places reached", len(places)),
            "definition": _("Different territories that they name."),
            "as_of": today,
        },
    ]
    for n in MILESTONES:
        days = days_after(project, public[n - 1].on) if len(public) >= n else None
        if days is not None:
            label = ngettext("day to the first adoption", "days to adoption number %(n)d", n)
            words = _("From the day on which the project began to the day of that adoption.")
            shown.append(
                {"value": days, "label": label % {"n": n}, "definition": words, "as_of": today}
            )
    return shown


def spread_map(public):
    """Where it was taken over, by department; {} where no place is known."""
    keys = [each.territory_id for each in public if each.territory_id]
    if not keys:
        return {}
    counts = Counter(queries.by_department(keys))
    return choropleth(
        counts,
        f"{reverse('territories:index')}{{}}/".format,
        _("Where it was taken over"),
        _("Confirmed replications, by department of the territory that they name."),
        unit=_("Replications"),
        elsewhere=len(public) - sum(counts.values()),
        key="spread",
    )


def row(project, each):
    place = each.territory
    days = days_after(project, each.on)
    return [
        {"text": each.taker.title, "url": each.taker.get_absolute_url()},
        {"text": place.name, "url": place.get_absolute_url()} if place else "",
        date_format(each.on, "DATE_FORMAT"),
        "" if days is None else days,
        each.adaptation,
        "" if each.cost is None else f"{number_format(each.cost, 0, force_grouping=True)} €",
        each.result,
    ]


def address(name, project, *more):
    return reverse(f"replications:{name}", args=[project.slug, *more])


def pending(user, project, each):
    """A replication that is not public, for those who know of it."""
    acts = []
    if each.state == State.WAITING and user.has_perm("replications.confirm", project):
        acts = [
            {"label": _("Confirm"), "action": address("confirm", project, each.uid)},
            {"label": _("Decline"), "action": address("decline", project, each.uid)},
        ]
    return {
        "title": each.taker.title,
        "text": date_format(each.on, "DATE_FORMAT"),
        "badge": {"label": State(each.state).label, "tone": "neutral"},
        "actions": acts,
    }


def retraction(project, each):
    return {
        "label": _("Take back: %(title)s") % {"title": each.taker.title},
        "url": address("retract", project, each.uid),
    }


def deeds(user, project):
    named = {"declare": _("We took it over"), "propose": _("Name who took it over")}
    if not user.is_authenticated:
        return []
    return [
        {"label": words, "url": address(name, project), "tone": "quiet"}
        for name, words in named.items()
        if user.has_perm(f"replications.{name}", project)
    ]
