"""The documents that answer a text or several filters at once: never more than a fixed number."""

from collections import namedtuple
from dataclasses import dataclass

from terreau.search import engines, ranking
from terreau.search.addresses import CHANGED, NEWEST, RELEVANCE, TITLE

CAP = 1000
_SORTED_BY = {NEWEST: "published_at", CHANGED: "changed_at", TITLE: "sort_title"}


Paper = namedtuple("Paper", "entry_id marks sort_title title_lexemes body_lexemes")


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
    rarest = min([total, *(word.documents for word in asked.wanted)])
    narrowed = [(mark,) for mark in filters.marks]
    ids = engines.newest([*asked.expression, *narrowed], CAP + 1, rarest)
    capped = len(ids) > CAP
    if capped and asked.wanted:
        titled = engines.newest([*asked.title_expression, *narrowed], CAP, rarest)
        ids = list(dict.fromkeys([*titled, *ids]))
    ids = ids[:CAP]
    if sort == RELEVANCE:
        papers = map(Paper._make, engines.rows(ids, Paper._fields))
        rows = ranking.ranked(list(papers), asked.wanted, total)
    else:
        rows = engines.rows(ids, ("entry_id", "marks", _SORTED_BY[sort]))
        rows.sort(key=lambda row: (row[2], row[0]), reverse=sort != TITLE)
    return Candidates([row[0] for row in rows], " ".join(row[1] for row in rows), capped)
