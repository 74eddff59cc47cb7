"""The documents that answer a text or several filters at once: never more than a fixed number."""

from dataclasses import dataclass

from terreau.search import engines, ranking
from terreau.search.addresses import CHANGED, NEWEST, RELEVANCE, TITLE
from terreau.search.models import Document

CAP = 1000
_READ = (
    "entry", "kind", "state", "sort_title", "published_at", "changed_at",
    "title_lexemes", "body_lexemes", "marks",
)  # fmt: skip


@dataclass(frozen=True)
class Candidates:
    """Documents in the order asked for; capped: there are more, which were left out."""

    documents: list
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
    documents = list(Document.objects.filter(pk__in=ids[:CAP]).only(*_READ))
    return Candidates(_in_order(documents, asked, sort, total), capped)


def _in_order(documents, asked, sort, total):
    if sort == RELEVANCE:
        return ranking.ranked(documents, asked.wanted, total)
    keys = {
        NEWEST: lambda each: (-each.published_at.timestamp(), -each.pk),
        CHANGED: lambda each: (-each.changed_at.timestamp(), -each.pk),
        TITLE: lambda each: (each.sort_title, each.pk),
    }
    return sorted(documents, key=keys[sort])
