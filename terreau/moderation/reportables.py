"""What can be reported and hidden: entries, and what other apps put on their pages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from terreau.entries.kinds import kind_named
from terreau.entries.models import Entry, Link, Role
from terreau.entries.queries import specific
from terreau.entries.rules import EDITING

_reportables: dict[str, "Reportable"] = {}


@dataclass(frozen=True)
class Thing:
    """One thing as moderation knows it.

    entry: the page on which it stands; title: words that name it; text: all that it says; url:
    where it is read; is_seen: user → whether they may see it; answerable: () → [User] of those
    whose it is, who are told and may appeal; conceal: (moment, or None to show it again) → None,
    in the transaction of the decision.
    """

    uid: UUID
    entry: Entry
    title: str
    text: str
    url: str
    is_hidden: bool
    is_seen: Callable
    answerable: Callable
    conceal: Callable


@dataclass(frozen=True)
class Reportable:
    """name: of it in addresses; label: with its article, as in "moderation hid a comment"; find:
    uid → Thing, hidden or not, or None."""

    name: str
    label: str | Promise
    find: Callable


def register_reportable(reportable):
    if reportable.name in _reportables:
        raise ValueError(f"two reportables are called {reportable.name!r}")
    _reportables[reportable.name] = reportable


def label_of(name):
    known = _reportables.get(name)
    return known.label if known else name


def thing_of(what, uid):
    """The Thing of that name and uid, hidden or not, or None: the queries of its `find`."""
    known = _reportables.get(what)
    return known.find(uid) if known else None


def thing_at(user, what, uid):
    """The Thing that the user may see, or None: the queries of `find` and `is_seen`."""
    thing = thing_of(what, uid)
    return thing if thing is not None and thing.is_seen(user) else None


def bearer_keys(entry):
    """The keys of an entry, of its author and of those who lead it today: one query."""
    leading = Link.objects.at(timezone.localdate()).filter(source=entry.pk, leads=True)
    keys = [entry.pk, *leading.order_by("pk").values_list("target", flat=True)]
    return keys + ([entry.author_id] if entry.author_id else [])


def editors_of(entry):
    """[User] of those who edit an entry, speak for its author or lead it: two queries."""
    keys = bearer_keys(entry)
    roles = Role.objects.filter(entry__in=keys, name__in=EDITING).select_related("user")
    return list({role.user_id: role.user for role in roles.order_by("pk")}.values())


def text_of(entry):
    """All that an entry says, as search reads it."""
    kind = kind_named(entry.kind)
    said = kind.text(entry) if kind else ()
    return "\n\n".join(text for text in (entry.title, entry.summary, *said) if text)


def sees(entry, user):
    return Entry.objects.visible_to(user).filter(pk=entry.pk).exists()


def entry_thing(uid):
    """An entry to report: two queries."""
    for entry in specific(Entry.objects.filter(uid=uid)[:1]):
        return Thing(
            uid=entry.uid, entry=entry, title=entry.title, text=text_of(entry),
            url=entry.get_absolute_url(), is_hidden=entry.hidden_at is not None,
            is_seen=partial(sees, entry), answerable=partial(editors_of, entry),
            conceal=partial(conceal, entry),
        )  # fmt: skip
    return None


def conceal(entry, at):
    """Hide an entry, or show it again (None). In the transaction of the decision only."""
    Entry.objects.filter(pk=entry.pk).update(hidden_at=at)
    entry.hidden_at = at


register_reportable(Reportable("entry", _("the page"), entry_thing))
