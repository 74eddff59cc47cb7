"""What the pages on which figures arrive say: the import of a file and the tokens of programs."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from terreau.evidence.arrivals import CHANGED, NEW, OUTCOMES, REFUSED, UNCHANGED, preview
from terreau.evidence.decimals import spoken
from terreau.evidence.forms import ConfirmForm
from terreau.evidence.periods import label, last_complete, written
from terreau.evidence.tables import heading
from terreau.evidence.words import address
from terreau.harvest.spreadsheets import plain_lines
from terreau.projects.sheet import cell, day_of

MOST_SHOWN = 500  # lines of one outcome


def page(project, form):
    """The page that asks for a file."""
    columns = [heading(name) for name in ("indicator", "period", "value", "source", "note")]
    return {
        "project": project,
        "form": form,
        "template_url": address("template", project),
        "back": address("index", project),
        "columns": [
            {"term": columns[0], "text": _("Its name as it stands on the page.")},
            {
                "term": columns[1],
                "text": _("As 2026-03, 03/2026, 2026-Q1, 2026-H1, 2026 or a day."),
            },
            {"term": columns[2], "text": _("As 1234.5 or 1 234,5.")},
            {"term": columns[3], "text": _("May be empty: where the number comes from.")},
            {"term": columns[4], "text": _("May be empty.")},
        ],
    }


def previewed(project, text, *, is_outdated=False, form=None):
    """What a file would change, line by line, and the form that confirms it."""
    text = plain_lines(text)
    shown = preview(project, text)
    changes = shown.count(CHANGED)
    initial = {"text": text, "seen": shown.digest}
    return {
        "project": project,
        "problem": shown.problem,
        "is_outdated": is_outdated,
        "figures": [
            {"value": shown.count(name), "label": words} for name, words in named().items()
        ],
        "tables": [each for each in (group(shown, name) for name in OUTCOMES) if each],
        "form": form or ConfirmForm(initial=initial, corrects=bool(changes)),
        "is_idle": not changes and not shown.count(NEW),
        "submit": submit(shown.count(NEW), changes),
        "back": address("import_file", project),
        "action": address("import_file", project),
    }


def named():
    return {
        NEW: pgettext("lines", "new"),
        CHANGED: pgettext("lines", "correct a value"),
        UNCHANGED: pgettext("lines", "known already"),
        REFUSED: pgettext("lines", "refused"),
    }


def group(shown, name):
    """The lines of one outcome as a table; None where there is none."""
    rows = [row for row in shown.rows if row.outcome == name]
    if not rows:
        return None
    last = {NEW: _("Source"), CHANGED: _("Stands now"), UNCHANGED: _("Source"), REFUSED: _("Why")}
    header = [_("Line"), _("Indicator"), _("Period"), _("Value"), last[name]]
    if name == REFUSED:
        header = [_("Line"), _("Indicator"), last[name]]
    return {
        "id": name,
        "title": capfirst(named()[name]),
        "caption": _("Lines: %(outcome)s") % {"outcome": named()[name]},
        "header": header,
        "rows": [row_of(row) for row in rows[:MOST_SHOWN]],
        "note": left_out(len(rows) - MOST_SHOWN),
    }


def left_out(n):
    return ngettext("%(n)d more line.", "%(n)d more lines.", n) % {"n": n} if n > 0 else ""


def row_of(row):
    if row.outcome == REFUSED:
        return list(map(cell, (str(row.line), row.said or "–", row.why)))
    last = row.source or "–"
    if row.outcome == CHANGED:
        last = spoken(row.before.value)
        if row.value == row.before.value:
            last = _("the same value, with another source or note")
    words = (str(row.line), row.indicator.name, label(row.period_from, row.period_to),
             spoken(row.value), last)  # fmt: skip
    return list(map(cell, words))


def submit(new, changed):
    """What the button does, in words."""
    parts = []
    if new:
        parts.append(ngettext("record %(n)d value", "record %(n)d values", new) % {"n": new})
    if changed:
        words = ngettext("correct %(n)d value", "correct %(n)d values", changed)
        parts.append(words % {"n": changed})
    return capfirst(", ".join(parts))


def to_fill(states):
    """(indicator, its last period that is over) of those that are measured."""
    today = timezone.localdate()
    return [
        (each.indicator.name, written(*last_complete(each.method.period, today)))
        for each in states
        if not each.is_retired
    ]


def token_page(project, tokens, form, secret, states):
    """The tokens of a project, and how a program uses one."""
    path = reverse("api:post_measurement", args=[project.uid])
    return {
        "project": project,
        "form": form,
        "secret": secret,
        "back": address("index", project),
        "endpoint": f"{settings.SITE_URL}{path}",
        "identifiers": [
            {"term": each.indicator.name, "text": str(each.indicator.uid)}
            for each in states
            if not each.is_retired
        ],
        "header": [_("Name"), _("Made on"), _("Last used on"), _("State")],
        "rows": [
            list(map(cell, (
                each.name, day_of(timezone.localdate(each.created_at)),
                day_of(each.last_used_on) if each.last_used_on else _("never"),
                _("revoked") if each.revoked_at else _("in use"),
            )))
            for each in tokens
        ],
        "revocable": [
            {"label": _("Revoke “%(name)s”") % {"name": each.name},
             "url": address("revoke_token", project, each.uid)}
            for each in tokens
            if each.revoked_at is None
        ],
    }  # fmt: skip
