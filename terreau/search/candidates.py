"""The documents that answer a text or several filters at once: never more than a fixed number."""

from dataclasses import dataclass

from terreau.search import engines, ranking
from terreau.search.addresses import CHANGED, NEWEST, RELEVANCE, TITLE
from terreau.search.models import Document

CAP = 1000
_SORTED_BY = {NEWEST: "published_at", CHANGED: "changed_at", TITLE: "sort_title"}


@dataclass(frozen=True)
class Candidates:
    """ids: of documents in the order asked for; marks: of all of them, separated by spaces;
    capped: there are more, which were left out."""

    ids: list
    marks: str
    capped: bool


def candidates(asked, filters, sort, total):
    """The Candidates of an Understood text within Filters, newest ids first where there are too
    many, those with every word in their title before: two queries, one more where capped (see
    engines.newest for PostgreSQL). total: how many documents there are in all.
    """
    narrowed = [(mark,) for mark in filters.marks]
    ids = engines.newest([*asked.expression, *narrowed], CAP + 1, total)
    capped = len(ids) > CAP
    if capped and asked.wanted:
        titled = engines.newest([*asked.title_expression, *narrowed], CAP, total)
        ids = list(dict.fromkeys([*titled, *ids]))
    documents = Document.objects.filter(pk__in=ids[:CAP])
    if sort == RELEVANCE:
        columns = ("pk", "marks", "sort_title", "title_lexemes", "body_lexemes")
        rows = ranking.ranked(documents.values_list(*columns, named=True), asked.wanted, total)
    else:
        rows = _in_order(documents.values_list("pk", "marks", _SORTED_BY[sort]), sort)
    return Candidates([row[0] for row in rows], " ".join(row[1] for row in rows), capped)


def _in_order(rows, sort):
    """Rows (pk, marks, value) by the value and then the id, falling but for titles."""
    return sorted(rows, key=lambda row: (row[2], row[0]), reverse=sort != TITLE)
