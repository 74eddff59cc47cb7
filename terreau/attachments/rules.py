import rules

from terreau.entries.kinds import Feature, kind_named
from terreau.entries.rules import is_editor


@rules.predicate
def is_open_to_files(user, entry=None):
    """Whether an entry is of a kind that has files beside it, and not hidden."""
    kind = kind_named(entry.kind) if entry is not None else None
    return bool(kind and kind.allows(Feature.ATTACH) and entry.pk and entry.hidden_at is None)


for name in ("attach", "detach"):
    rules.add_perm(f"attachments.{name}", rules.is_active & is_open_to_files & is_editor)
