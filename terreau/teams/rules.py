import rules

from terreau.entries.models import Role
from terreau.entries.rules import is_administrator, is_editor
from terreau.projects.rules import edits_host


@rules.predicate
def works_for(user, project=None):
    """Whether the user has any role for the project or for who speaks for it: one query."""
    if project is None or project.pk is None or not user.is_authenticated:
        return False
    keys = [key for key in (project.pk, project.author_id) if key]
    return Role.objects.filter(user=user, entry__in=keys).exists()


# Of a team everybody may know how many it counts. When it ends is for those whom it concerns: the
# team itself and those who manage the incubator.
rules.add_perm("teams.foresee", is_administrator | works_for | edits_host)
rules.add_perm("teams.foresee_all", is_administrator | is_editor)
