"""What a search found as rows, CSV and JSON: every page of it, in its order, up to a limit."""

import csv
import json
from collections import defaultdict
from datetime import UTC

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.kinds import all_kinds
from terreau.entries.models import Entry, Link
from terreau.search import queries
from terreau.search.addresses import facet_roles

MOST = 10_000
COLUMNS = {
    "uid": _("permanent identifier"),
    "kind": _("kind of entry"),
    "title": _("title"),
    "summary": _("summary"),
    "language": _("language of the texts"),
    "state": _("phase of a project, type of an organization"),
    "territory_code": _("code of the territory"),
    "territory": _("name of the territory"),
    "topics": _("themes, separated by semicolons"),
    "published_at": _("published here at (UTC)"),
    "updated_at": _("last changed here at (UTC)"),
    "url": _("address of its page"),
}


def columns():
    """{name: what it holds}: of every kind, of one kind alone, and a column for each role of the
    links that the directory filters by."""
    return (
        COLUMNS
        | own_columns()
        | {
            role: _("%(role)s today, separated by semicolons") % {"role": label}
            for role, label in facet_roles().items()
        }
    )


def own_columns():
    """{name: what it holds} of the columns that one kind alone fills."""
    return {name: words for kind in all_kinds() for name, words in kind.columns.items()}


def rows(user, query, most=MOST):
    """A dict of texts per entry found: one query a batch beside those of queries.everything, and
    one for each kind with columns of its own."""
    empty = dict.fromkeys(own_columns(), "")
    for batch in queries.everything(user, query, most):
        linked, cells = _linked(user, batch), {}
        for kind in all_kinds():
            if kind.cells and (mine := [entry for entry in batch if entry.kind == kind.slug]):
                cells |= kind.cells(mine)
        for entry in batch:
            roles = {role: "; ".join(linked[entry.pk, role]) for role in facet_roles()}
            yield _row(entry) | empty | cells.get(entry.pk, {}) | roles


def csv_lines(user, query):
    """The lines of a CSV file of what was found, one by one."""
    yield from csv_of(list(columns()), rows(user, query))


def csv_of(names, found):
    """The lines of a CSV file (RFC 4180, with a byte order mark) of rows as dicts of texts."""
    writer = csv.DictWriter(_Echo(), fieldnames=names)
    yield "\ufeff" + writer.writeheader()
    for row in found:
        yield writer.writerow({name: harmless(value) for name, value in row.items()})


def json_parts(user, query):
    """The parts of one JSON object: the search, its limit, the columns, and the entries."""
    head = {
        "query": query.parameters,
        "at_most": MOST,
        "columns": {name: str(text) for name, text in columns().items()},
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "entries": ['
    separator = "\n"
    for row in rows(user, query):
        yield separator + json.dumps(row, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def harmless(cell):
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ")[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else cell


class _Echo:
    def write(self, line):
        return line


def _row(entry):
    territory = entry.territory
    return {
        "uid": str(entry.uid),
        "kind": entry.kind,
        "title": entry.title,
        "summary": entry.summary,
        "language": entry.language,
        "state": entry.state,
        "territory_code": territory.code if territory else "",
        "territory": territory.name if territory else "",
        "topics": "; ".join(topic.name for topic in entry.topics.all()),
        "published_at": _moment(entry.published_at),
        "updated_at": _moment(entry.updated_at),
        "url": settings.SITE_URL + entry.get_absolute_url(),
    }


def _moment(at):
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _linked(user, entries):
    """{(pk, role): [title]} of what the entries point at today: one query."""
    links = Link.objects.at(timezone.localdate()).filter(
        source__in=[entry.pk for entry in entries],
        role__in=list(facet_roles()),
        target__in=Entry.objects.visible_to(user),
    )
    found = defaultdict(list)
    for source, role, title in links.order_by("target__title", "pk").values_list(
        "source_id", "role", "target__title"
    ):
        found[source, role].append(title)
    return found
