import rules

from terreau.entries.models import Role
from terreau.entries.rules import is_editor, is_moderator
from terreau.resources.models import Resource


@rules.predicate
def is_shown(user, resource=None):
    return isinstance(resource, Resource) and resource.is_public


@rules.predicate
def is_there(user, resource=None):
    return isinstance(resource, Resource) and resource.hidden_at is None


@rules.predicate
def is_close(user, resource=None):
    """Whether the user belongs to who publishes it, in any role: one query."""
    keys = [key for key in (resource.pk, resource.author_id) if key]
    return Role.objects.filter(user=user, entry__in=keys).exists()


@rules.predicate
def nobody(user, resource=None):
    """What the house alone does, as a part of something else."""
    return False


is_somebody = rules.is_authenticated & rules.is_active

rules.add_perm("resources.create", is_editor)
rules.add_perm("resources.edit", is_there & is_editor)
for name in ("outdate", "mark_duplicate", "renew"):
    rules.add_perm(f"resources.{name}", is_shown & (is_editor | is_moderator))
rules.add_perm("resources.flag", nobody)
rules.add_perm("resources.rate", is_somebody & is_shown & ~is_close)
# Whether it is their own is asked of the feedback itself.
rules.add_perm("resources.rerate", is_somebody & is_shown)
rules.add_perm("resources.unrate", is_somebody & is_shown)
rules.add_perm("resources.reply", is_shown & is_editor)
