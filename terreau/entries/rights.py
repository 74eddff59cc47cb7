"""Who may do what in which state, for everybody: measured from the rules, not written beside them.

Entries and users of every sort are made in a transaction that is undone, and asked. Rooms add what
they know in their module `standings`: how somebody comes to stand towards an entry, situations
beside the states of a kind, how an entry of a kind is made.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import get_resolver
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rules.permissions import permissions as known_permissions
from rules.predicates import Predicate

from terreau.entries.actions import declared
from terreau.entries.kinds import all_kinds, kind_named
from terreau.entries.models import Entry

SEE = "see"
NEW, OTHERWISE = "new", "otherwise"


@dataclass(frozen=True)
class Standing:
    """How somebody stands towards an entry: stand(user, entry) writes what makes it so.

    The entry is None for what is not about one, and not saved yet where it is to be created.
    """

    name: str
    label: str | Promise
    stand: Callable
    order: int


@dataclass(frozen=True)
class Situation:
    """What an entry of a kind ("": any) can be in beside its states: bring(entry) makes it so."""

    kind: str
    name: str
    label: str | Promise
    bring: Callable


@dataclass(frozen=True)
class Right:
    """Who may do one thing in one situation."""

    permission: str
    situation: str
    standings: frozenset


_standings: dict[str, Standing] = {}
_situations: dict[tuple[str, str], Situation] = {}
_specimens: dict[str, Callable] = {}
_subjects: dict[str, tuple] = {}


def register_standing(name, label, stand, order=50):
    _standings[name] = Standing(name, label, stand, order)


def register_situation(kind, name, label, bring):
    _situations[kind, name] = Situation(kind, name, label, bring)


def register_specimen(kind, make):
    """make(state, author) → a saved public entry, where title, address and state are not enough."""
    _specimens[kind] = make


def register_subject(name, *kinds):
    """Say what an app's actions ("evidence"), or one action ("reviews.plan"), are done to.

    Without it they are done to the kind of the same app, or to every kind where it has none.
    Without any kind, they are about no entry.
    """
    _subjects[name] = kinds


def standings():
    return tuple(sorted(_standings.values(), key=lambda each: (each.order, each.name)))


def situations(kind):
    """{name: label} of all that an entry of a kind can be in."""
    states = {name: label for name, label in kind.states().items() if name}
    more = {each.name: each.label for each in _situations.values() if each.kind in ("", kind.slug)}
    return {**states, **more, NEW: _("not created yet")}


def measured(kind, only=None, make=None):
    """The Rights to entries of a kind, None: to what is about none; by situation, permission.

    only: the name of one situation, all where None; make: (kind, state, author) → entry, instead
    of the registered specimens. Writes in a transaction that is undone; some hundred queries a
    situation.
    """
    get_resolver().url_patterns  # noqa: B018  imports every page, and so every action
    with transaction.atomic():
        try:
            return tuple(of_site() if kind is None else of_kind(kind, only, make or specimen))
        finally:
            transaction.set_rollback(True)


@cache
def kept(name, only=None):
    """The same by the name of a kind, measured once: rules change with the program only."""
    return measured(kind_named(name) if name else None, only)


def of_kind(kind, only, make):
    users = {each.name: somebody(each.name) for each in standings()}
    author = specimen(None)
    for situation, entry in entries_of(kind, only, author, make):
        for each in standings():
            each.stand(users[each.name], entry)
        answers = {}
        for permission in permissions_of(kind):
            if (situation == NEW) != permission.endswith(".create"):
                continue
            rule = shape(known_permissions.get(permission))  # which many permissions share
            if rule not in answers:
                allowed = (name for name, user in users.items() if may(user, permission, entry))
                answers[rule] = frozenset(allowed)
            yield Right(permission, situation, answers[rule])


def entries_of(kind, only, author, make):
    """(situation, entry) for every situation of a kind, or for one of them."""
    first, *_others = states = [name for name in kind.states() if name] or [""]
    ways = {NEW: lambda: kind.model(author=None if is_speaker(kind) else author)}
    ways |= {state: partial(make, kind, state, author) for state in states}
    for each in _situations.values():
        if each.kind in ("", kind.slug):
            ways[each.name] = partial(brought, each, partial(make, kind, first, author))
    for name, way in ways.items():
        if only in (None, name):
            yield name, way()


def brought(situation, make):
    entry = make()
    situation.bring(entry)
    return entry


def specimen(kind, state="", author=None):
    """A public entry of a kind; kind None: an organization of which nothing more is known."""
    if kind is not None and kind.slug in _specimens:
        return _specimens[kind.slug](state, author)
    made = {"title": "Specimen", "slug": f"specimen-{uuid4().hex}", "published_at": timezone.now()}
    if kind is None:
        return Entry.objects.create(kind="organization", **made)
    author = None if is_speaker(kind) else author
    return kind.model.objects.create(state=state, author=author, **made)


def is_speaker(kind):
    """Whether entries of this kind speak for themselves."""
    return kind.slug == "organization"


def somebody(standing):
    if standing == "anonymous":
        return AnonymousUser()
    return get_user_model().objects.create_user(f"{standing}-{uuid4().hex}@example.org")


def shape(rule):
    """What tells whether two rules say the same: their predicates, and how they are combined."""
    if rule is None:
        return None
    inside = [cell.cell_contents for cell in rule.fn.__closure__ or ()]
    if not inside or not all(isinstance(each, Predicate) for each in inside):
        return id(rule.fn)
    return (rule.fn.__code__, *map(shape, inside))


def permissions_of(kind):
    """What can be done to entries of a kind, and seeing them; kind None: what is about none."""
    kinds = {each.model._meta.app_label: each.slug for each in all_kinds()}
    names = [] if kind is None else [SEE]
    for name in sorted(known_permissions):
        app = name.partition(".")[0]
        subjects = _subjects.get(name, _subjects.get(app))
        if subjects is None and app in kinds:
            subjects = (kinds[app],)
        if subjects is None and name in declared:
            subjects = tuple(kinds.values())
        if (kind is None and not subjects) or (kind is not None and kind.slug in (subjects or ())):
            names.append(name)
    return names


def may(user, permission, entry):
    if permission == SEE:
        return type(entry).objects.visible_to(user).filter(pk=entry.pk).exists()
    return user.has_perm(permission, entry)


def of_site():
    """What can be done that is not about one entry."""
    users = {each.name: somebody(each.name) for each in standings()}
    for each in standings():
        each.stand(users[each.name], None)
    for name in permissions_of(None):
        allowed = (each for each, user in users.items() if user.has_perm(name))
        yield Right(name, OTHERWISE, frozenset(allowed))


def grouped(rights):
    """[(permission, [situations], standings)]: situations of the same rights together.

    [] of situations: in every other one, among them that of a kind without states; it comes last.
    """
    groups = defaultdict(lambda: defaultdict(list))
    for right in rights:
        groups[right.permission][right.standings].append(right.situation)
    for permission, by_right in groups.items():
        parts = sorted(by_right.items(), key=lambda part: ("" in part[1], len(part[1])))
        for allowed, names in parts[:-1]:
            yield permission, names, allowed
        yield permission, [], parts[-1][0]


def rows(kinds, make=None):
    """The rights to several kinds (None: to what is about no entry) as rows of texts, for a table.

    The first row names the columns: kind, permission, situations, then one standing each.
    """
    columns = [each.name for each in standings()]
    yield ["entry", "permission", "situations", *columns]
    for kind in kinds:
        for permission, names, allowed in grouped(measured(kind, make=make)):
            cells = ("yes" if name in allowed else "-" for name in columns)
            where = " ".join(sorted(names)) or OTHERWISE
            yield [kind.slug if kind else "none", permission, where, *cells]
