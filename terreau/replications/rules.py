import rules

from terreau.entries.models import Role
from terreau.entries.rules import EDITING, edits_one_of
from terreau.projects.models import Project
from terreau.projects.rules import is_team
from terreau.replications.models import Replication


@rules.predicate
def is_shown(user, project=None):
    return isinstance(project, Project) and project.is_public


@rules.predicate
def speaks_for_some(user, project=None):
    """Whether the user speaks for an organization or a project: one query."""
    if not user.is_authenticated or not user.is_active:
        return False
    kinds = ("organization", "project")
    return Role.objects.filter(user=user, name__in=EDITING, entry__kind__in=kinds).exists()


@rules.predicate
def is_asked(user, project=None):
    """Whether a replication of the project waits for who the user speaks for: one query."""
    if not user.is_authenticated or not isinstance(project, Project):
        return False
    waiting = Replication.objects.filter(project=project, state=Replication.State.WAITING)
    return waiting.filter(taker__roles__user=user, taker__roles__name__in=EDITING).exists()


@rules.predicate
def is_side(user, project=None):
    """Whether the user speaks for who took the project over, or for the project: two queries."""
    if not user.is_authenticated or not isinstance(project, Project):
        return False
    confirmed = Replication.objects.filter(project=project, state=Replication.State.CONFIRMED)
    keys = confirmed.order_by("pk").values_list("taker", "taker__author")
    sides = {key for pair in keys for key in pair}
    return edits_one_of(user, [*sides, project.pk, project.author_id])


rules.add_perm("replications.declare", is_shown & speaks_for_some)
rules.add_perm("replications.propose", is_shown & is_team)
rules.add_perm("replications.confirm", is_shown & is_asked)
rules.add_perm("replications.decline", is_shown & is_asked)
rules.add_perm("replications.retract", is_shown & is_side)
