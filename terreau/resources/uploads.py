"""What the pages say on which a library arrives."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from terreau.evidence.uploads import left_out
from terreau.resources import licences
from terreau.resources.actions import changed_label
from terreau.resources.arrivals import CHANGED, NEW, OUTCOMES, REFUSED, UNCHANGED, preview
from terreau.resources.forms import ConfirmForm
from terreau.resources.models import Sort
from terreau.resources.tables import heading

MOST_SHOWN = 500  # lines of one outcome


def page(form):
    """The page that asks for a file."""
    sorts = ", ".join(str(label) for label in Sort.labels)
    columns = {
        "title": _("Always."),
        "sort": _("Always, as one of: %(sorts)s.") % {"sorts": sorts},
        "address": _("Where it is; it may be empty where there is a text."),
        "body": _("Its text, in Markdown; it may be empty where there is an address."),
        "identifier": _("What it is called where you keep it: by it a line is known again."),
        "summary": _("What it is good for, in two or three sentences."),
        "audience": _("Whom it is for."),
        "licence": _("As %(some)s …") % {"some": ", ".join([*licences.LICENCES][:3])},
        "language": _("As fr or en."),
        "topics": _("Themes of this site, separated by semicolons."),
        "territory": _("Its name or its code."),
    }
    return {
        "form": form,
        "columns": [{"term": heading(name), "text": text} for name, text in columns.items()],
        "template_url": reverse("resource:template"),
        "back": reverse("resource:index"),
    }


def previewed(publisher, text, *, is_outdated=False, form=None):
    """What a file would change, line by line, and the form that confirms it."""
    shown = preview(publisher, text)
    changes, new = shown.count(CHANGED), shown.count(NEW)
    initial = {"text": text, "seen": shown.digest, "acting_as": publisher.pk}
    here = reverse("resource:import_file")
    return {
        "publisher": publisher,
        "problem": shown.problem,
        "is_outdated": is_outdated,
        "figures": [
            {"value": shown.count(name), "label": words} for name, words in named().items()
        ],
        "tables": [each for each in (group(shown, name) for name in OUTCOMES) if each],
        "form": form or ConfirmForm(initial=initial),
        "is_idle": not changes and not new,
        "submit": submit(new, changes),
        "back": here,
        "action": here,
    }


def named():
    return {
        NEW: pgettext("lines", "new"),
        CHANGED: pgettext("lines", "change a resource"),
        UNCHANGED: pgettext("lines", "known already"),
        REFUSED: pgettext("lines", "refused"),
    }


def group(shown, name):
    """The lines of one outcome as a table; None where there is none."""
    rows = [row for row in shown.rows if row.outcome == name]
    if not rows:
        return None
    last = {NEW: _("Where it is"), CHANGED: _("What changes"), REFUSED: _("Why")}
    header = [_("Line"), _("Resource")] + ([last[name]] if name in last else [])
    return {
        "id": name,
        "title": capfirst(named()[name]),
        "caption": _("Lines: %(outcome)s") % {"outcome": named()[name]},
        "header": header,
        "rows": [row_of(row)[: len(header)] for row in rows[:MOST_SHOWN]],
        "note": left_out(len(rows) - MOST_SHOWN),
    }


def row_of(row):
    title = {"text": row.said or "–"}
    if row.before is not None:
        title = {"text": row.before.title, "url": row.before.get_absolute_url()}
    last = row.fields.get("address") or _("here")
    if row.outcome == CHANGED:
        last = changed_label(row.fields)
    return [str(row.line), title, {"text": row.why if row.outcome == REFUSED else last}]


def submit(new, changed):
    """What the button does, in words."""
    parts = []
    if new:
        words = ngettext("publish %(n)d resource", "publish %(n)d resources", new)
        parts.append(words % {"n": new})
    if changed:
        words = ngettext("change %(n)d resource", "change %(n)d resources", changed)
        parts.append(words % {"n": changed})
    return capfirst(", ".join(parts))
