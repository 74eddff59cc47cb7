"""A search as an address: what its parameters say, and the address of a search like it."""

import base64
import json
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from terreau.entries.kinds import all_kinds
from terreau.search import analysis

RELEVANCE, NEWEST, TITLE, CHANGED = "relevance", "newest", "title", "changed"
SORTS = (RELEVANCE, NEWEST, TITLE, CHANGED)
_PLAIN = ("kind", "state", "territory", "topic")
_LONGEST_VALUE = 200


@dataclass(frozen=True)
class SearchQuery:
    """What is asked of the directory. All values are as typed; none need to exist.

    text: full text; kind, state: names of the register; territory: a code, with all it contains;
    topic: a slug; roles: {role of a link: slug or uid of the entry pointed at}; sort: one of
    SORTS, "" for the usual one; page: of a ranked or combined search, from 1; after: where the
    previous page of the whole directory ended.
    """

    text: str = ""
    kind: str = ""
    state: str = ""
    territory: str = ""
    topic: str = ""
    roles: dict = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    after: str = ""

    @property
    def parameters(self):
        """{name: value} in one order, without what is usual."""
        given = {"q": self.text}
        given |= {name: getattr(self, name) for name in _PLAIN}
        given |= dict(sorted(self.roles.items()))
        given |= {
            "sort": self.sort,
            "page": self.page if self.page > 1 else "",
            "after": self.after,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def query_string(self):
        return urlencode(self.parameters)

    def but(self, **changes):
        """The same search with other values, from its first page on; a role is a name as well.

        A state belongs to a kind, so that another kind takes it away.
        """
        roles = dict(self.roles)
        for name in [name for name in changes if name not in self.__dataclass_fields__]:
            value = changes.pop(name)
            if value:
                roles[name] = value
            else:
                roles.pop(name, None)
        if changes.get("kind", self.kind) != self.kind:
            changes = {"state": ""} | changes
        return replace(self, **{"page": 1, "after": "", "roles": roles} | changes)


def facet_roles():
    """{role: label} of the links that some kind offers as facets."""
    return {role: kind.roles[role] for kind in all_kinds() for role in kind.facet_roles}


def parsed(parameters, kind=""):
    """The SearchQuery of an address (a QueryDict or dict); what cannot be read is left out.

    kind: that of the page, where it is a kind's own.
    """

    def value(name, longest=_LONGEST_VALUE):
        return analysis.clean(parameters.get(name) or "")[:longest].strip()

    page = value("page")
    sort = value("sort")
    return SearchQuery(
        text=analysis.clean(parameters.get("q") or "")[: analysis.LONGEST_QUERY].lstrip(),
        **{name: value(name) for name in _PLAIN} | ({"kind": kind} if kind else {}),
        roles={role: value(role) for role in facet_roles() if value(role)},
        sort=sort if sort in SORTS else "",
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        after=value("after", 1000),
    )


@dataclass(frozen=True)
class Position:
    """A place in an order: a value sorted by, and an id; back: what lies before it is wanted."""

    value: object
    pk: int
    back: bool = False


def cursor(value, pk, back=False):
    """A position as a word for an address; value: a text."""
    packed = json.dumps([value, pk, int(back)], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def position(word):
    """The Position that a cursor says, or None where it is no cursor."""
    try:
        packed = base64.urlsafe_b64decode(word.encode("ascii") + b"=" * (-len(word) % 4))
        value, pk, back = json.loads(packed)
    except (ValueError, TypeError, RecursionError):
        return None
    if not isinstance(value, str) or type(pk) is not int or not 0 < pk < 2**63:
        return None
    return Position(analysis.clean(value), pk, bool(back))
