"""What the pages of one indicator and of one value say, as parameters of components."""

from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.evidence import pictures
from terreau.evidence.findings import reason_of
from terreau.evidence.measuring import is_address
from terreau.evidence.offers import indicator_offers, measurement_offers
from terreau.evidence.periods import label
from terreau.evidence.sheet import alarms, corrections, corrections_header, note
from terreau.evidence.vocabulary import Dimension, Period, Schedule, Verdict, Way
from terreau.evidence.words import address, amount, known_form, level_of, value_of, verdict_of
from terreau.projects.sheet import cell, day_of


def indicator_sheet(user, found):
    """The page of one indicator: `queries.indicator_page` and what draws it."""
    project, state, known_at = found["project"], found["state"], found["known_at"]
    return found | {
        "badges": badges(state),
        "facts": facts(state),
        "chart": pictures.shown(state, note(state)),
        "targets_header": [_("To reach"), _("By"), _("Set on"), _("Frozen"), _("Outcome")],
        "targets": [target_row(state, each, project) for each in reversed(state.targets)],
        "methods_header": [_("Definition"), _("Holds from"), _("What is counted"), _("Unit")],
        "methods": [method_row(each) for each in reversed(state.methods)],
        "values_header": [_("Period"), _("Value"), _("Level"), _("How it came"), _("Source")],
        "values": [value_row(state, row, project) for row in reversed(state.values)],
        "corrections_header": corrections_header(),
        "corrections": corrections([state]),
        "alarms": alarms([state]),
        "feed": feed_facts(state),
        **known_form(address("indicator", project, state.indicator.uid), known_at),
        "actions": indicator_offers(user, project, state, known_at),
    }


def badges(state):
    tones = {"met": "success", "not_met": "error", "definition_changed": "warn"}
    found = [{"label": capfirst(str(Dimension(state.indicator.dimension).label))}]
    if state.is_retired:
        found.append({"label": _("No longer measured"), "tone": "ended"})
    if state.target:
        found.append({"label": verdict_of(state), "tone": tones.get(state.verdict, "info")})
    return found


def facts(state):
    """The definition in effect, for `definition_list`."""
    about, method = state.indicator, state.method
    said = [
        (_("Unit"), method.unit),
        (_("Numerator"), method.numerator),
        (_("Denominator"), method.denominator),
        (_("Period"), capfirst(str(Period(method.period).label))),
        (_("Direction"), capfirst(method.get_direction_display())),
        (_("Measured by"), about.by),
    ]
    items = [{"term": term, "text": text} for term, text in said if text]
    if about.source_url:
        items.append({"term": _("Published at"), "text": about.source_url, "url": about.source_url})
    if about.because and state.is_retired:
        items.append({"term": _("Why it ended"), "text": about.because})
    return items


def target_row(state, judged, project):
    row = judged.target
    frozen = _("by a review, on %(day)s") if row.review else _("on %(day)s")
    said = capfirst(str(Verdict(judged.verdict).label))
    if judged.measurement:
        said = f"{said} ({value_of(state, judged.measurement)})"
    return list(map(cell, (
        amount(row.value, state.method.unit), day_of(row.due_on), day_of(row.set_on),
        frozen % {"day": day_of(localdate(row.frozen_at))} if row.frozen_at else _("no"), said,
    )))  # fmt: skip


def method_row(method):
    since = day_of(method.valid_from) if method.valid_from else _("the beginning")
    words = (str(method.number), since, method.definition, method.unit)
    return list(map(cell, words))


def value_row(state, row, project):
    url = address("measurement", project, row.uid)
    words = (value_of(state, row), level_of(row), capfirst(str(Way(row.way).label)))
    link = {"text": row.source or "–", "url": row.source if is_address(row.source) else ""}
    period = {"text": label(row.period_from, row.period_to), "url": url}
    return [period, *map(cell, words), link]


def feed_facts(state):
    """The statistics address that it is read from, for `definition_list`; [] without one."""
    feed = state.feed
    if feed is None or state.known_at is not None:
        return []
    read = day_of(localdate(feed.read_at)) if feed.read_at else _("never yet")
    items = [
        {"term": _("Address"), "text": feed.url, "url": feed.url},
        {"term": _("Read"), "text": capfirst(str(Schedule(feed.schedule).label))},
        {"term": _("Where the value is"), "text": feed.value_path},
        {"term": _("Where its period is"), "text": feed.period_path or _("not given")},
        {"term": _("Last read on"), "text": read},
    ]
    if feed.failing_since:
        since = day_of(localdate(feed.failing_since))
        items.append({"term": _("Failing since"), "text": f"{since}. {reason_of(feed)}"})
    return items


def measurement_sheet(user, found):
    """The page of one value: what it says, and all that was ever known for its period."""
    project, state, history = found["project"], found["state"], found["history"]
    latest = history[0]
    rows = [
        list(map(cell, (
            value_of(state, row), level_of(row), day_of(localdate(row.recorded_at)),
            day_of(localdate(row.superseded_at)) if row.superseded_at else _("today"),
            row.because or "–",
        )))
        for row in history
    ]  # fmt: skip
    facts = [
        (_("Value"), value_of(state, latest)),
        (_("Level"), level_of(latest)),
        (_("How it came"), capfirst(str(Way(latest.way).label))),
        (_("Source"), latest.source),
        (_("Note"), latest.note),
    ]
    return found | {
        "title": f"{state.indicator.name} · {label(latest.period_from, latest.period_to)}",
        "latest": latest,
        "facts": [{"term": term, "text": text} for term, text in facts if text],
        "header": [_("Value"), _("Level"), _("Known from"), _("Until"), _("Why it changed")],
        "rows": rows,
        "url": address("indicator", project, state.indicator.uid),
        "actions": measurement_offers(user, project, latest),
    }
