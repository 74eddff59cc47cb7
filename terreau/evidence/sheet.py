"""What the page of a project's evidence says, as the parameters of its components."""

from django.urls import reverse
from django.utils.text import capfirst, get_text_list
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.evidence import pictures
from terreau.evidence.costing import per_unit
from terreau.evidence.decimals import spoken
from terreau.evidence.findings import reason_of
from terreau.evidence.offers import cost_offers, offers, title_offers
from terreau.evidence.periods import label
from terreau.evidence.vocabulary import QUESTIONS, Dimension, StandsFor
from terreau.evidence.words import (
    REFUSED,
    address,
    amount,
    covers_of,
    dated,
    known_form,
    level_of,
    value_of,
    verdict_of,
)
from terreau.projects.sheet import cell, day_of

LATEST_CORRECTIONS = 30


def dimensions(states, costs):
    """The five dimensions for `presence_list`: what is measured, or that nothing is.

    What a project costs for each user or unit of impact shows how efficient it is.
    """
    items = []
    for dimension in Dimension:
        mine = [each for each in states if each.indicator.dimension == dimension]
        measured = [each for each in mine if each.latest]
        text = str(QUESTIONS[dimension])
        if mine and not measured:
            text = _("An indicator was chosen, and no value published yet.")
        found = [each.indicator.name for each in measured]
        if dimension == Dimension.EFFICIENT:
            found += dict.fromkeys(cost_of(each) for each in per_unit(states, costs) if each.value)
        if found:
            text = get_text_list(found, _("and"))
        items.append(
            {"label": capfirst(str(dimension.label)), "present": bool(found), "text": text}
        )
    return items


def cost_of(each):
    return _("cost for each: %(unit)s") % {"unit": unit_name(each)}


def overview_header():
    return [_("Indicator"), _("Last value"), _("Period"), _("Level"), _("Target")]


def overview(states, project, known_at):
    """A row for each indicator: last value, level, and what became of its target."""
    rows = []
    for state in states:
        url = dated(address("indicator", project, state.indicator.uid), known_at)
        row, known = state.latest, [_("none yet"), "", ""]
        if row:
            known = [value_of(state, row), label(row.period_from, row.period_to), level_of(row)]
        words = [*known, verdict_of(state)]
        rows.append([{"text": state.indicator.name, "url": url}, *map(cell, words)])
    return rows


def alarms(states):
    """What fails or changed, in sentences, for notices."""
    said = []
    for state in states:
        name, feed = state.indicator.name, state.feed
        if feed and feed.failing_since and state.known_at is None:
            words = _("“%(name)s” could not be read from its public statistics since %(day)s. "
                      "%(why)s The last value stays.")  # fmt: skip
            day = day_of(localdate(feed.failing_since))
            said.append(words % {"name": name, "day": day, "why": reason_of(feed)})
    return said


def page(user, found):
    """The page of a project's evidence: `queries.evidence_page` and what draws it."""
    project, known_at = found["project"], found["known_at"]
    states = [each for each in found["states"] if not each.is_retired]
    retired = [each for each in found["states"] if each.is_retired]
    return found | {
        "dimensions": dimensions(states, found["costs"]),
        "overview_header": overview_header(),
        "overview": overview(states, project, known_at),
        "alarms": alarms(states),
        "sections": [section(each, project, known_at) for each in states],
        "retired": overview(retired, project, known_at),
        **spending(found["states"], found["costs"]),
        **titles(found["titles"]),
        "corrections_header": corrections_header(),
        "corrections": corrections(found["states"])[:LATEST_CORRECTIONS],
        "downloads": downloads(project),
        **known_form(address("index", project), known_at),
        "actions": offers(user, project, known_at),
        "cost_actions": cost_offers(user, found),
        "title_actions": title_offers(user, found),
    }


def section(state, project, known_at):
    """An indicator of the page: its chart and where its details are."""
    about, method = state.indicator, state.method
    return {
        "id": f"indicator-{about.pk}",
        "title": about.name,
        "kicker": capfirst(str(Dimension(about.dimension).label)),
        "lead": method.definition,
        "chart": pictures.shown(state, note(state)),
        "has_values": bool(state.values),
        "url": dated(address("indicator", project, about.uid), known_at),
    }


def note(state):
    """What stands under every picture: who measures, as of when, known when."""
    day = day_of(state.as_of)
    words = [_("As of %(day)s, known on %(known)s.") % {
        "day": day, "known": day_of(state.known_at) if state.known_at else day,
    }]  # fmt: skip
    if state.indicator.by:
        words.insert(0, _("Measured by: %(name)s.") % {"name": state.indicator.by})
    if state.target:
        words.append(_("Target %(verdict)s.") % {"verdict": lowered(verdict_of(state))})
    return " ".join(words)


def lowered(words):
    return words[:1].lower() + words[1:]


def spending(states, costs):
    """Costs, and what they come to for each active user and each unit of impact."""
    shown = per_unit(states, costs)
    return {
        "costs_header": [_("Period"), _("Amount"), _("What it covers"), _("Source")],
        "cost_rows": [
            list(map(cell, (
                label(each.period_from, each.period_to), amount(each.amount, "€"),
                covers_of(each.covers, [each.says]), each.source or "–",
            )))
            for each in costs
        ],
        "unit_figures": [unit_figure(each) for each in shown if each.value is not None][:4],
        "unit_header": [_("Period"), _("For each"), _("Budget"), _("Divided by"), _("Comes to")],
        "units": [unit_row(each) for each in shown],
    }  # fmt: skip


def unit_name(each):
    if each.indicator.stands_for == StandsFor.ACTIVE_USERS:
        return _("active user in a month")
    return each.indicator.name


def unit_figure(each):
    """A cost per unit, with what was divided by what, as parameters of `figure`."""
    words = {
        "budget": amount(each.budget, "€"),
        "covers": covers_of(each.covers),
        "divisor": spoken(each.divisor),
        "period": label(each.period_from, each.period_to),
    }
    if each.indicator.stands_for == StandsFor.ACTIVE_USERS:
        shown = _("a year for each active user")
        definition = ngettext(
            "%(budget)s a year (%(covers)s) ÷ %(divisor)s active users in %(n)d month of "
            "%(period)s.",
            "%(budget)s a year (%(covers)s) ÷ %(divisor)s active users, the mean of %(n)d months "
            "of %(period)s.",
            each.counted,
        )
    else:
        shown = _("for each: %(unit)s") % {"unit": each.indicator.name}
        definition = _("%(budget)s (%(covers)s) ÷ %(divisor)s over %(period)s.")
    return {"value": spoken(each.value), "unit": "€", "label": shown,
            "definition": definition % (words | {"n": each.counted})}  # fmt: skip


def unit_row(each):
    comes_to = amount(each.value, "€") if each.value is not None else None
    why = _("not divided: %(why)s") % {"why": REFUSED.get(each.refused, "")}
    divisor = spoken(each.divisor) if each.divisor is not None else "–"
    words = (
        label(each.period_from, each.period_to), unit_name(each),
        f"{amount(each.budget, '€')} ({covers_of(each.covers)})", divisor, comes_to or why,
    )  # fmt: skip
    return list(map(cell, words))


def titles(found):
    rows = [
        [
            cell(each.title),
            {"text": each.organization.title, "url": each.organization.get_absolute_url()},
            cell(day_of(each.attested_on)),
            {"text": each.source or "–", "url": each.source},
        ]
        for each in found
    ]
    header = [_("Title"), _("Given by"), _("On"), _("Published at")]
    return {"titles_header": header, "title_rows": rows}


def corrections_header():
    return [_("Until"), _("Indicator"), _("Period"), _("Was known as"), _("Why it changed")]


def corrections(states):
    """The values that no longer hold, those that were superseded last first."""
    gone = [(row, state) for state in states for row in state.corrections]
    gone.sort(key=lambda pair: (pair[0].superseded_at, pair[0].pk), reverse=True)
    return [
        list(map(cell, (
            day_of(localdate(row.superseded_at)), state.indicator.name,
            label(row.period_from, row.period_to), value_of(state, row), row.because or "–",
        )))
        for row, state in gone
    ]  # fmt: skip


def downloads(project):
    api = reverse("api:get_project_evidence", args=[project.uid])
    return [
        {"label": _("Every value (CSV)"), "url": address("csv", project)},
        {"label": _("Everything (JSON)"), "url": api},
    ]
