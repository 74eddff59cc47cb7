import rules

from terreau.entries.models import Role

EDITING = (Role.Name.ADMIN, Role.Name.EDITOR)


@rules.predicate
def is_administrator(user, entry=None):
    return bool(user.is_active and user.is_staff)


@rules.predicate
def is_moderator(user, entry=None):
    """Whether the user moderates the platform; rooms say what that allows."""
    return bool(user.is_active and getattr(user, "is_moderator", False))


@rules.predicate
def is_editor(user, entry=None):
    """Whether the user edits this entry, or speaks for the entry that is its author: one query,
    two where it is shared with a circle, of which they must be."""
    if entry is None or not user.is_authenticated or not in_circle(user, entry):
        return False
    return edits_one_of(user, [entry.pk, entry.author_id])


def in_circle(user, entry):
    """Whether an entry is shared with no circle, or with one of which the user is: one query."""
    if entry.shared_at is None:
        return True
    keys = [pk for pk in (entry.pk, entry.context_id) if pk]
    return user.is_authenticated and Role.objects.filter(user=user, entry__in=keys).exists()


@rules.predicate
def is_shown(user, entry=None):
    """Whether an entry is there for everybody, or shared with a circle of which the user is: one
    query for the latter."""
    return entry is not None and entry.is_shown and in_circle(user, entry)


def edits_one_of(user, entry_ids):
    """Whether the user is an editor or administrator of one of these entries: one query."""
    mine = Role.objects.filter(user=user, entry__in=[pk for pk in entry_ids if pk])
    return mine.filter(name__in=EDITING).exists()


def edits_some(user, kind):
    """Whether the user is an editor or administrator of some entry of a kind: one query."""
    return Role.objects.filter(user=user, name__in=EDITING, entry__kind=kind).exists()


rules.add_perm("entries.see_rights", is_administrator)
