"""@action: the only way to change anything public."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from django.utils.functional import Promise

from terreau.entries import tallies
from terreau.entries.models import ActedAs, Entry, OldSlug, Role, Tenure, Tombstone
from terreau.entries.rules import edits_one_of
from terreau.ledger import actions as ledger

recorded = Signal()  # inside the transaction: receivers write what must not be lost
acted = Signal()  # after the commit
imported = Signal()  # inside the transaction of an import: keys of the entries that changed
declared: dict[str, "Declaration"] = {}


class Conflict(Exception):
    """Somebody else changed the entry since the page that this request comes from was shown."""

    def __init__(self, entry):
        self.entry = entry
        super().__init__(f"{entry} was changed in the meantime")


@dataclass(frozen=True)
class Declaration:
    """An action as the house knows it: its permission, function, sentence and words.

    sentence: a lazy text with {subject} and names of the payload, in the past tense, without the
    actor, or "" for a private action; labels: {name in the payload: function value → words};
    is_open: whether somebody without any role may do it; is_decision: whether it settles something,
    so that who follows decisions alone is told; quotes: whether, by what the record keeps, the feed
    shows the summary of the entry under the sentence (payload → bool), None for never; is_bulk:
    whether readings of sources write many at once, which one line tells of; names: payload → safe
    HTML that names what it is about, where that is no entry.
    """

    permission: str
    act: Callable | None
    sentence: str
    labels: dict
    is_open: bool = False
    is_decision: bool = False
    quotes: Callable | None = None
    is_bulk: bool = False
    names: Callable | None = None

    @property
    def is_public(self):
        """Whether the record tells of it. To ask a lazy text whether it is empty translates it."""
        return isinstance(self.sentence, Promise) or bool(self.sentence)

    @property
    def app(self):
        return self.permission.partition(".")[0]


def action(
    permission, *, sentence="", labels=None, is_open=False, is_unsigned=False, is_decision=False,
    is_beside=False, quotes=None,
):  # fmt: skip
    """Make a function the only way to do one thing to an entry.

    In this order: lock, rule, change, tallies, statement, and the signals. The entry is reread
    under the lock, so changes come as arguments and never as attributes set beforehand. The
    function returns what the public record keeps of it, or None where nothing changed.
    `revision`, where given, is the one that the person saw: Conflict where it is no more.
    `acting_as`, where given, is the organization for which the person acts: PermissionDenied where
    they may not speak for it; it becomes the author of what the action creates.

    is_unsigned: the record does not say who acted. For what somebody does to a thing that names
    them: it would tie the uid under which they do everything else to that name.

    is_decision: for what settles something: a phase, a verdict, an end. quotes: (payload → bool),
    for what says why in the summary of the entry.

    is_beside: what is said beside an entry, such as a comment, and changes nothing of it: whoever
    edits the entry meets no conflict because of it, and lists do not show it as changed.

    Without a sentence the action is private, as what is about persons must be: lock and rule are
    the same, nothing is told, and what the function returns goes to the caller. On an entry that
    is shared with a circle alone, every action is silent: no statement, no signal.
    """

    def decorate(change):
        def check(user, entry):
            if not user.has_perm(permission, entry):
                raise PermissionDenied(permission)

        @functools.wraps(change)
        def act(user, entry, *, revision=None, acting_as=None, **given):
            with transaction.atomic():
                if entry.pk:
                    lock(entry)
                if acting_as is not None:
                    speak_for(user, entry, acting_as)
                check(user, entry)
                if revision is not None and revision != entry.revision:
                    raise Conflict(entry)
                if not sentence:
                    return change(user, entry, **given)
                before = tallies.standing(entry)
                payload = change(user, entry, **given)
                if payload is None:
                    return entry
                is_told = entry.shared_at is None  # the record of all is silent on a circle's own
                note_change(entry, is_beside, is_told)
                if not is_told:
                    return entry
                tallies.follow(before, entry)
                actor = None if is_unsigned else user.uid
                statement = ledger.append(
                    actor=actor, verb=permission, subject=entry.uid, payload=payload
                )
                if acting_as is not None:
                    ActedAs.objects.create(
                        statement=statement.uid, user=user, organization_id=acting_as.pk
                    )
                recorded.send(act, entry=entry, statement=statement)
                transaction.on_commit(
                    lambda: acted.send_robust(act, entry=entry, statement=statement)
                )
            return entry

        act.check = check
        act.permission = permission
        act.is_public = bool(sentence)
        act.is_decision = is_decision
        declared[permission] = Declaration(
            permission, act, sentence, labels or {}, is_open, is_decision, quotes
        )
        act.is_beside = is_beside
        return act

    return decorate


def note_change(entry, is_beside, is_told):
    """Count a change of an entry, and its statement where there is one."""
    entry.statement_count += is_told
    if not is_beside:
        entry.revision += 1
        entry.updated_at = timezone.now()
    Entry.objects.filter(pk=entry.pk).update(
        revision=entry.revision,
        updated_at=entry.updated_at,
        statement_count=F("statement_count") + int(is_told),
    )


def speak_for(user, entry, organization):
    """Let the user act for an organization that they have a right to speak for, and no other."""
    if not edits_one_of(user, [organization.pk]):
        raise PermissionDenied(f"acting as {organization.uid}")
    if not entry.pk:
        entry.author = organization


def declare(verb, *, sentence, labels=None, is_decision=False, is_bulk=False, names=None):
    """Give words to what an importer records, which no person does and no rule guards."""
    declared[verb] = Declaration(
        verb, None, sentence, labels or {}, is_decision=is_decision, is_bulk=is_bulk, names=names
    )


def decisions():
    """The verbs of all public acts that settle something, sorted."""
    return sorted(verb for verb, each in declared.items() if each.is_decision and each.is_public)


def record_imported(drafts):
    """Append the statements of an import, in the transaction of what they say.

    drafts: [(entry key, Statement not yet saved)]. The importer changes tallies and search itself.
    """
    ledger.append_all([statement for _, statement in drafts])
    keys = [key for key, _ in drafts]
    now = timezone.now()
    for start in range(0, len(keys), 500):
        Entry.objects.filter(pk__in=keys[start : start + 500]).update(
            revision=F("revision") + 1, statement_count=F("statement_count") + 1, updated_at=now
        )


def lock(entry):
    """Reread an entry and keep others from changing it until the transaction ends."""
    entry.refresh_from_db(from_queryset=locking(type(entry)))


def lock_all(model, keys):
    """Keep others from changing entries of one kind, in the order in which `lock` would.

    For importers and daily jobs, which decide what to write after it.
    """
    keys = sorted(keys)
    for start in range(0, len(keys), 500):
        list(locking(model).filter(pk__in=keys[start : start + 500]).order_by("pk").values("pk"))


def locking(model):
    """Rows of a kind with their lock, the child's before the parent's; links may still be added."""
    return model._default_manager.select_for_update(no_key=True)


def rename(entry, slug):
    """Give an entry a new address; the old one redirects. For actions and importers only."""
    if slug == entry.slug:
        return
    OldSlug.objects.filter(kind=entry.kind, slug=slug).delete()
    OldSlug.objects.update_or_create(
        kind=entry.kind, slug=entry.slug, defaults={"entry_id": entry.pk}
    )
    entry.slug = slug
    Entry.objects.filter(pk=entry.pk).update(slug=slug)


def give_role(user, entry, name, *, by=None):
    """Let a user act for an entry. The public record says nothing of it: it is about a person.

    by: who gave it, None for the installation. The private history keeps the role before it.
    """
    name = Role.Name(name)
    role = Role.objects.filter(user=user, entry=entry).first()
    if role is not None and role.name == name:
        return
    now = timezone.now()
    end_tenure(user, entry, now, by)
    Role.objects.update_or_create(user=user, entry=entry, defaults={"name": name, "since": now})
    Tenure.objects.create(user=user, entry=entry, name=name, since=now, given_by=by)


def end_role(user, entry, *, by=None):
    """Let a user no longer act for an entry; the private history keeps that they did."""
    end_tenure(user, entry, timezone.now(), by)
    Role.objects.filter(user=user, entry=entry).delete()


def end_tenure(user, entry, at, by):
    Tenure.objects.filter(user=user, entry=entry, until=None).update(until=at, ended_by=by)


def bury(entry, reason):
    """Delete an entry and leave a tombstone. For actions only, which record the reason."""
    Tombstone.objects.create(uid=entry.uid, kind=entry.kind, slug=entry.slug, reason=reason)
    entry.delete()
