"""The manager's view as the parameters of the components that show it."""

from itertools import islice
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from terreau.portfolio.queries import kept
from terreau.projects.phases import SUSPENDED
from terreau.projects.phases import label as phase_label
from terreau.projects.sheet import cell, day_of, entry_cell
from terreau.reviews.managing import BLIND, DUE, FINE, OVERDUE, SILENT, STANDINGS, overview
from terreau.reviews.models import DecisionKind
from terreau.reviews.offers import next_steps
from terreau.reviews.sheet import euros, state_badge
from terreau.survival import months_between
from terreau.teams.queries import SOON, are_known, figures

SIZE = 40
MOST = 20  # rows of the parts beside the calendar
WORDS = {
    SILENT: gettext_lazy("held without a decision"),
    OVERDUE: gettext_lazy("overdue"),
    DUE: gettext_lazy("due within 45 days"),
    BLIND: gettext_lazy("decided without evidence"),
    FINE: gettext_lazy("in order"),
}


def kept_page(user, host, day, chosen, number):
    """What `page` says to a person: one query, and those of the overview where anything public
    changed since the person last asked for it."""
    asked = [user.pk, host.pk, host.slug, day, get_language(), chosen, number]
    return kept("manage", asked, lambda: page(host, overview(user, host, day), chosen, number))


def page(host, found, chosen="", number=1):
    """chosen: the standing that the calendar shows, "" for all; number: its page."""
    lines = [line for line in found.lines if not chosen or line.standing == chosen]
    sheets = Paginator(lines, SIZE)
    shown = sheets.get_page(number)
    here = reverse("review:manage", args=[host.slug])
    return {
        "day": found.day,
        "figures": summary(found),
        "tabs": tabs(found, chosen, here),
        "calendar_header": [
            _("Project"), _("Due on"), _("Standing"), _("Next step"), _("Phase"), _("Last review"),
        ],
        "calendar_kinds": ["text", "date"],
        "calendar": [row(line, found.day) for line in shown],
        "pages": pages(shown, chosen, here),
        "runway_header": [_("Project"), _("Funded until"), _("Days left"), _("Granted")],
        "runway_kinds": ["text", "date", "number", "number"],
        "runway": [runway(line, found.day) for line in found.funded[:MOST]],
        "unfunded": unfunded(found),
        "teams_header": [
            _("Project"), _("Active members"), _("The whole team ends on"), _("Days left"),
        ],
        "teams_kinds": ["text", "number", "date", "number"],
        "teams": teams(found),
        "waiting_header": [
            _("Investigation"), _("Since"), _("Months"), _("Due on"), _("Standing"),
        ],
        "waiting_kinds": ["text", "date", "number", "date"],
        "waiting": [waits(line, found) for line in found.waiting[:MOST]],
        "waiting_words": waiting_words(found),
        "downloads": [
            {"label": _("Due dates as a calendar (ICS)"),
             "url": reverse("review:calendar", args=[host.slug])}
        ],
    }  # fmt: skip


def day(value):
    return day_of(value) if value else _("not known")


def standing(line):
    return capfirst(str(WORDS[line.standing]))


def summary(found):
    """The figures above the calendar."""
    counts = found.counts
    shown = [{"value": len(found.lines), "label": _("projects in incubation")}]
    shown += [{"value": counts[name], "label": WORDS[name]} for name in STANDINGS if counts[name]]
    if are_known(found.teams):
        teams = figures(found.teams, found.day)
        shown.append({"value": teams["without"], "label": _("without an active member")})
        words = _("lose their whole team within %(n)d days") % {"n": SOON}
        shown.append({"value": teams["ending"], "label": words})
    return shown


def tabs(found, chosen, here):
    counts = found.counts
    items = [(name, str(WORDS[name]), counts[name]) for name in STANDINGS if counts[name]]
    return [
        {
            "label": capfirst(words),
            "url": f"{here}?{urlencode({'standing': name})}" if name else here,
            "current": name == chosen,
            "count": count,
        }
        for name, words, count in [("", _("All"), len(found.lines)), *items]
    ]


def row(line, today):
    """A line of the calendar; a cell of it leads to what is to be done."""
    project, review = line.project, line.review
    words = standing(line)
    if project.state in SUSPENDED:
        words = f"{words} ({phase_label(project.state)})"
    if line.conditions:
        open_ones = ngettext(
            "%(n)d open condition", "%(n)d open conditions", line.conditions
        )  # fmt: skip
        words = f"{words} · {open_ones % {'n': line.conditions}}"
    if line.remarks:
        late = ngettext("%(n)d late answer", "%(n)d late answers", line.remarks)
        words = f"{words} · {late % {'n': line.remarks}}"
    return [
        entry_cell(project),
        cell(day(line.due_on)),
        cell(words),
        step(project, review, today),
        cell(capfirst(str(phase_label(project.state)))),
        cell(last(line)),
    ]


def last(line):
    """The last review in words: its day and what it decided."""
    if line.held_on is None:
        return _("none yet")
    if line.decision is None or line.decision.held_on < line.held_on:
        return _("%(day)s, decision not recorded") % {"day": day_of(line.held_on)}
    words = {"day": day_of(line.held_on), "kind": DecisionKind(line.decision.kind).label}
    return _("%(day)s: %(kind)s") % words


def step(project, review, today):
    if review is None:
        address = f"{reverse('review:plan')}?{urlencode({'project': project.slug})}"
        return {"text": _("Plan the review"), "url": address}
    words = next_steps(review, {"manage"}, today) or state_badge(review.state)["label"]
    return {"text": words, "url": review.get_absolute_url()}


def pages(shown, chosen, here):
    """The parameters of `pagination`; {} for a single page."""
    if shown.paginator.num_pages == 1:
        return {}

    def address(number):
        return f"{here}?{urlencode({'standing': chosen, 'page': number})}"

    return {
        "previous_url": address(shown.previous_page_number()) if shown.has_previous() else "",
        "next_url": address(shown.next_page_number()) if shown.has_next() else "",
        "summary": f"{shown.start_index()}–{shown.end_index()} / {shown.paginator.count}",
    }


def runway(line, today):
    until = line.decision.funded_until
    amount = line.decision.amount
    left = number_format((until - today).days, force_grouping=True)
    return [
        entry_cell(line.project),
        cell(day_of(until)),
        cell(left),
        cell("" if amount is None else euros(amount)),
    ]


def unfunded(found):
    """How many projects have no end of funding that is known."""
    missing = len(found.lines) - len(found.funded)
    words = ngettext(
        "Of %(n)d project no end of funding is known.",
        "Of %(n)d projects no end of funding is known.",
        missing,
    )
    return words % {"n": missing} if missing else ""


def teams(found):
    """The teams that end first, those without anybody before all."""
    projects = {line.key: line.project for line in found.lines}
    pressing = (each for each in found.teams if each.project in projects and ends_soon(each, found))
    rows = []
    for team in islice(pressing, MOST):
        left = team.days_left(found.day)
        entry, ends = entry_cell(projects[team.project]), day_of(team.ends_on)
        rows.append([entry, cell(str(team.active)), cell(ends), cell(str(left))])
    return rows


def ends_soon(team, found):
    """Whether the whole team ends soon or did; where no end is known, nothing is said of it."""
    return team.ends_on is not None and team.days_left(found.day) <= SOON


def waits(line, found):
    """An investigation, and since when it waits."""
    since = found.begun.get(line.key)
    months = number_format(round(months_between(since, found.day), 1), 1) if since else ""
    return [
        entry_cell(line.project), cell(day(since)), cell(months), cell(day(line.due_on)),
        cell(standing(line)),
    ]  # fmt: skip


def waiting_words(found):
    """What a stop would do for those that wait."""
    waiting, grant = len(found.waiting), found.usual_grant
    if not waiting:
        return ""
    words = ngettext(
        "%(n)d investigation waits for its review.",
        "%(n)d investigations wait for their review.",
        waiting,
    ) % {"n": waiting}
    if grant is None:
        return words
    freed = _("A team was usually granted %(amount)s: a stop would fund as much.")
    return f"{words} {freed % {'amount': euros(round(grant))}}"
