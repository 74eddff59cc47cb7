"""A library in a file: what each line would change, before anything is changed."""

import hashlib
from dataclasses import dataclass, field

import rfc8785
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from terreau.entries.models import Topic
from terreau.harvest.spreadsheets import Line, lines_of, plain_lines
from terreau.resources.models import Resource
from terreau.resources.queries import library_of
from terreau.resources.tables import heading, layout, meaning
from terreau.territories.fields import meant

NEW, CHANGED, UNCHANGED, REFUSED = OUTCOMES = ("new", "changed", "unchanged", "refused")
PLAIN = ("title", "summary", "address", "body", "audience", "identifier")
CHOSEN = ("sort", "licence", "language")
LONGEST_SUMMARY = 2_000


class Refused(Exception):
    """Why a line cannot be taken, in words."""


@dataclass(frozen=True)
class Arrival:
    """What a line would do: NEW, CHANGED (before: what stands), UNCHANGED or REFUSED (why: in
    words). fields: what it says, or of what stands, what it changes."""

    line: int
    outcome: str
    said: str = ""
    fields: dict = field(default_factory=dict)
    before: Resource | None = None
    why: str = ""


@dataclass(frozen=True)
class Preview:
    """What a file would change. problem: why nothing of it can be read, in words, or ""."""

    rows: tuple[Arrival, ...]
    digest: str
    problem: str = ""

    def count(self, outcome):
        return sum(row.outcome == outcome for row in self.rows)


@dataclass
class Known:
    """What is there already, and what earlier lines said.

    own: {("uid", "identifier" or "address", value): a resource of the publisher}; others: {address:
    a public resource of somebody else}; topics: {a name, folded: Topic}; places: {text: territory,
    or why there is none}; seen: {as in own: line}.
    """

    own: dict
    others: dict
    topics: dict
    places: dict = field(default_factory=dict)
    seen: dict = field(default_factory=dict)


def preview(publisher, text, of=None):
    """What the lines of a CSV text would change in the library of a publisher: three queries, and
    two for each place that they name. Never raises. of: the Layout, that of a page where None.

    The digest names the text and the state of all that it is about.
    """
    text = plain_lines(text)
    found = lines_of(text, of or layout())
    known = known_to(publisher, found.lines)
    rows = tuple(arrival(line, known) for line in found.lines)
    return Preview(rows, digest(text, rows), found.problem)


def known_to(publisher, lines):
    def cells(name):
        return {value for line in lines if (value := line.cells.get(name, "").strip())}

    addresses, own, others = cells("address"), {}, {}
    uids = {each.lower() for each in cells("uid") if is_uid(each)}
    for each in library_of(publisher, uids, cells("identifier"), addresses):
        if each.author_id != publisher.pk:
            others |= {each.address: each} if each.is_public else {}
            continue
        for name in ("uid", "identifier", "address"):
            if value := str(getattr(each, name)):
                own.setdefault((name, value), each)
    names = {part for cell in cells("topics") for part in parts(cell)}
    asked = Q(slug__in=names) | Q(name__in=names) | Q(name_en__in=names)
    topics = {
        name.casefold(): each
        for each in Topic.objects.filter(asked)
        for name in (each.slug, each.name, each.name_en)
        if name
    }
    return Known(own, others, topics)


def is_uid(text):
    return len(text) == 36 and set(text.lower()) <= set("0123456789abcdef-")


def parts(cell):
    return [part.strip() for part in cell.split(";") if part.strip()]


def arrival(line: Line, known):
    """What one line would do."""
    cells = {name: cell.strip() for name, cell in line.cells.items() if cell.strip()}
    said = (cells.get("title") or cells.get("identifier") or cells.get("address", ""))[:120]
    try:
        if line.problem:
            raise Refused(line.problem)
        before = standing(cells, known)
        unrepeated(line.number, cells, before, known)
        fields = fields_of(cells, known)
        if before is None:
            fields = {"language": "fr"} | fields
        refuse_wrong(fields, before)
    except Refused as error:
        return Arrival(line.number, REFUSED, said, why=str(error))
    if before is None:
        return Arrival(line.number, NEW, said, fields)
    fields = {name: value for name, value in fields.items() if differs(before, name, value)}
    return Arrival(line.number, CHANGED if fields else UNCHANGED, said, fields, before)


def standing(cells, known):
    """The resource that a line is about, by its first name that is known; None for a new one."""
    if "uid" in cells and ("uid", cells["uid"].lower()) not in known.own:
        raise Refused(_("No resource of this publisher has this permanent identifier."))
    for name in ("uid", "identifier", "address"):
        value = cells.get(name, "")
        found = known.own.get((name, value.lower() if name == "uid" else value))
        if found is not None:
            if found.hidden_at is not None:
                raise Refused(_("It is hidden by moderation: appeal instead."))
            return found
    return None


def unrepeated(number, cells, before, known):
    """Refuse what another line, resource or publisher has already."""
    address = cells.get("address", "")
    other = known.others.get(address) or known.own.get(("address", address))
    if other is not None and other != before:
        raise Refused(_("It is in the library already: %(title)s.") % {"title": other.title})
    names = [(name, cells[name]) for name in ("identifier", "address") if name in cells]
    names += [("uid", str(before.uid))] if before else []
    for name in names:
        first = known.seen.setdefault(name, number)
        if first != number:
            raise Refused(_("Line %(line)d is about the same resource.") % {"line": first})


def fields_of(cells, known):
    """What the cells of a line say; those that are empty say nothing."""
    fields = {name: cells[name] for name in PLAIN if name in cells}
    for name in CHOSEN:
        if name in cells:
            fields[name] = meaning(name, cells[name])
            if fields[name] is None:
                raise Refused(unknown(cells[name]))
    if "topics" in cells:
        named = parts(cells["topics"])
        for each in named:
            if each.casefold() not in known.topics:
                raise Refused(_("No theme here is called “%(text)s”.") % {"text": each[:60]})
        fields["topics"] = [known.topics[each.casefold()] for each in named]
    if "territory" in cells:
        fields["territory"] = place_of(cells["territory"], known.places)
    return fields


def unknown(text):
    return _("“%(text)s” is none of the known values.") % {"text": text[:60]}


def place_of(text, places):
    if text not in places:
        try:
            places[text] = meant(text[:200])
        except ValidationError as error:
            places[text] = " ".join(error.messages)
    if isinstance(places[text], str):
        raise Refused(places[text])
    return places[text]


def refuse_wrong(fields, before):
    """Refuse values that no resource has, and a new one without what each has."""
    values = {name: value for name, value in fields.items() if name != "topics"}
    said = {each.name for each in Resource._meta.fields} & values.keys() - {"territory"}
    said |= {"title", "sort"} if before is None else set()
    others = [each.name for each in Resource._meta.fields if each.name not in said]
    if before is None and not (values.get("address") or values.get("body")):
        raise Refused(_("Say where it is, or write its text."))
    if len(values.get("summary", "")) > LONGEST_SUMMARY:
        raise Refused(_("The summary is too long: 2,000 letters at most."))
    try:
        Resource(**values).clean_fields(exclude=others)
    except ValidationError as error:
        told = error.message_dict.items()
        raise Refused(" ".join(of_column(name, " ".join(words)) for name, words in told)) from None


def of_column(name, words):
    return _("%(column)s: %(error)s") % {"column": heading(name), "error": words}


def differs(before, name, value):
    if name == "topics":
        return set(value) != set(before.topics.all())
    if name == "territory":
        return before.territory_id != value.pk
    return getattr(before, name) != value


def digest(text, rows):
    seen = [
        [row.line, row.outcome, row.why, row.before and [str(row.before.uid), row.before.revision]]
        for row in rows
    ]
    body = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return hashlib.sha256(rfc8785.dumps([body, seen])).hexdigest()
