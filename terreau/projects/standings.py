"""How somebody comes to stand towards a project, for the page and the test of rights."""

from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.actions import give_role
from terreau.entries.models import Link, Role
from terreau.entries.rights import register_situation, register_standing
from terreau.organizations.models import Organization, OrganizationType
from terreau.projects.models import Project, Step
from terreau.projects.queries import INCUBATED_BY


def edit_host(user, entry):
    """An editor of an incubator that hosts the project, or the project that the entry is about."""
    project = entry if isinstance(entry, Project) else entry and entry.context
    if project is None or not project.pk or project.kind != Project.KIND:
        return
    host = Organization.objects.create(
        title="Specimen", slug=f"specimen-{uuid4().hex}", state=OrganizationType.INCUBATOR,
        published_at=timezone.now(),
    )  # fmt: skip
    Link.objects.create(source=project, target=host, role=INCUBATED_BY)
    give_role(user, host, Role.Name.EDITOR)


def propose(project):
    """A step waits for a second person."""
    Step.objects.create(
        project=project, phase="construction", on=timezone.localdate(), reason="Specimen",
        proposed_by=uuid4(),
    )  # fmt: skip


register_standing("host", _("editor of an incubator that hosts the project"), edit_host, 25)
register_situation(Project.KIND, "step_waits", _("a step waits for a second person"), propose)
