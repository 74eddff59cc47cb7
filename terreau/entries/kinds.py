"""The register of kinds: the one door through which a room joins the house."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum, auto

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

MODULES = (
    "kind", "panels", "sources", "consistency", "demonstration", "standings", "personal",
    "datasets",
)  # fmt: skip

_kinds = {}


class Feature(StrEnum):
    COMMENT = auto()
    FOLLOW = auto()
    ATTACH = auto()


@dataclass(frozen=True)
class Kind:
    """All that the rest of the house may know about a kind.

    path: the first word of its addresses; urls: the module of its pages, with `index` and
    `detail`; api: the dotted name of its router; card: the template of an entry in a list, which
    finds it as `entry`; text: the function entry → list of texts that search reads beside title
    and summary; states: the function () → {state: label}; export: the function entries → rows
    (dicts of plain values) of the open data; roles: {role of a link: label of its arrow};
    facet_roles: those of them that the directory offers as facets; columns: {name: what it holds}
    of what the files of the directory say of this kind alone, and cells: the function entries →
    {key: {name: text}} that fills them; in_menu: whether every page
    leads to its list, and not the directory alone.
    """

    model: type
    path: str
    name: str | Promise
    name_plural: str | Promise
    urls: str
    api: str
    card: str
    text: Callable
    states: Callable
    export: Callable
    roles: dict = field(default_factory=dict)
    facet_roles: tuple = ()
    columns: dict = field(default_factory=dict)
    cells: Callable | None = None
    features: frozenset = field(default_factory=frozenset)
    in_menu: bool = True

    @property
    def slug(self):
        return self.model.KIND

    def allows(self, feature):
        return feature in self.features


def register(kind):
    if kind.slug in _kinds:
        raise ValueError(f"two kinds are called {kind.slug!r}")
    _kinds[kind.slug] = kind


def all_kinds():
    return tuple(_kinds.values())


def kind_of(entry):
    return _kinds[entry.kind]


def kind_named(slug):
    """The kind of that name, or None."""
    return _kinds.get(slug)


def link_roles():
    """{role: label} of every kind together."""
    return {role: label for kind in _kinds.values() for role, label in kind.roles.items()}


def discover():
    autodiscover_modules(*MODULES)
