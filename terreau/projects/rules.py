import rules
from django.utils import timezone

from terreau.entries.models import Link
from terreau.entries.rules import edits_one_of, is_administrator, is_editor
from terreau.projects.models import Step


@rules.predicate
def edits_host(user, project=None):
    """Whether the user edits an organization that hosts the project today: two queries."""
    if project is None or project.pk is None or not user.is_authenticated:
        return False
    hosts = Link.objects.at(timezone.localdate()).filter(source=project.pk, role="incubated_by")
    return edits_one_of(user, list(hosts.values_list("target", flat=True)))


@rules.predicate
def may_settle(user, project=None):
    """Whether a step waits that somebody else proposed."""
    if project is None or not user.is_authenticated:
        return False
    waiting = Step.objects.filter(project=project.pk, outcome=Step.Outcome.WAITING)
    return waiting.exclude(proposed_by=user.uid).exists()


is_team = is_administrator | is_editor | edits_host

rules.add_perm("projects.create", is_administrator | is_editor)
rules.add_perm("projects.edit", is_team)
rules.add_perm("projects.enter_phase", is_team)
rules.add_perm("projects.pause", is_team)
rules.add_perm("projects.stop", is_team)
rules.add_perm("projects.correct_spell", is_team)
rules.add_perm("projects.propose_step", is_team)
rules.add_perm("projects.confirm_step", is_team & may_settle)
rules.add_perm("projects.decline_step", is_team)
rules.add_perm("projects.propose_correction", is_team)
rules.add_perm("projects.confirm_correction", is_team & may_settle)
rules.add_perm("projects.affiliate", is_team)
rules.add_perm("projects.end_affiliation", is_team)
