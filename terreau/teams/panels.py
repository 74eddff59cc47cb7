"""What is said of teams: to everybody how many they are, to those concerned when they end."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.entries.panels import Panel, register_panel
from terreau.teams import queries


def of_project(user, project):
    """One query for everybody; up to four more for who is signed in.

    On a page as known then, what was known then.
    """
    known_at = getattr(project, "known_at", None)
    today = known_at or timezone.localdate()
    found = queries.team_of(project, today, known_at)
    if found is None:
        return None
    team, domains = found
    return {
        "figure": {
            "value": team.active,
            "label": ngettext("active member", "active members", team.active),
            "definition": _("Persons with a mission for this project on the day."),
            "as_of": today,
        },
        "header": [_("Domain"), _("Members")],
        "domains": [(domain or _("Other"), n) for domain, n in domains.items()],
        "ending": ending(team, today) if user.has_perm("teams.foresee", project) else "",
    }


def ending(team, today):
    """When nobody is left, in a sentence."""
    if not team.active:
        if team.ends_on is None:
            return _("Nobody was ever known to work for it.")
        return _("Nobody works for it since %(day)s.") % {"day": day_of(team.ends_on)}
    days = team.days_left(today)
    if days is None:
        return _("At least one mission has no end that is known.")
    words = ngettext(
        "The whole team ends in %(n)d day, on %(day)s, unless missions are prolonged.",
        "The whole team ends in %(n)d days, on %(day)s, unless missions are prolonged.",
        days,
    )
    return words % {"n": days, "day": day_of(team.ends_on)}


def day_of(day):
    return date_format(day, "DATE_FORMAT")


def of_organization(user, organization):
    """For those who manage a host: no query for anybody else, two for them beside their right."""
    if not getattr(organization, "is_host", False) or not user.is_authenticated:
        return None
    if not user.has_perm("teams.foresee_all", organization):
        return None
    today = timezone.localdate()
    teams = queries.continuity(today, host=organization)
    if not queries.are_known(teams):
        return None
    counts = queries.figures(teams, today)
    words = {
        "projects": ngettext("project accompanied", "projects accompanied", counts["projects"]),
        "without": _("without an active member"),
        "ending": _("lose their whole team within %(n)d days") % {"n": queries.SOON},
    }
    return {"figures": [{"value": counts[key], "label": words[key]} for key in words]}


register_panel(Panel("project", "teams/panels/team.html", of_project, order=20))
register_panel(Panel("organization", "teams/panels/continuity.html", of_organization, order=70))
