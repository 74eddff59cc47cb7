import rules

from terreau.collections.models import Collection
from terreau.entries.rules import is_editor


@rules.predicate
def is_there(user, collection=None):
    return isinstance(collection, Collection) and collection.hidden_at is None


rules.add_perm("collections.create", is_editor)
rules.add_perm("collections.edit", is_there & is_editor)
rules.add_perm("collections.add", is_there & is_editor)
