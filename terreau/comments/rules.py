import rules

from terreau.entries.kinds import Feature, kind_named
from terreau.entries.rules import edits_one_of, is_shown
from terreau.moderation.reportables import bearer_keys


@rules.predicate
def is_open_to_comments(user, entry=None):
    """Whether the user is shown an entry, of a kind that people comment on."""
    kind = kind_named(entry.kind) if entry is not None else None
    return bool(kind and kind.allows(Feature.COMMENT) and is_shown(user, entry))


@rules.predicate
def is_bearer(user, entry=None):
    """Whether the user answers for an entry: edits it, speaks for its author or leads it."""
    if entry is None or not entry.pk or not user.is_authenticated:
        return False
    return edits_one_of(user, bearer_keys(entry))


is_somebody = rules.is_authenticated & rules.is_active

for name in ("write", "ask", "react"):
    rules.add_perm(f"comments.{name}", is_somebody & is_open_to_comments)
# Whether it is their own is asked of the comment itself.
for name in ("edit", "delete"):
    rules.add_perm(f"comments.{name}", is_somebody & is_open_to_comments)
rules.add_perm("comments.answer", is_somebody & is_open_to_comments & is_bearer)
