"""Whoever may confirm a step that waits is told of it, on the site and by e-mail."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import User
from terreau.entries.models import Link
from terreau.entries.rules import EDITING
from terreau.notifications.actions import notify
from terreau.notifications.texts import register_text
from terreau.projects.phases import label
from terreau.projects.queries import INCUBATED_BY

register_text(
    "projects.step_waits",
    _("{entry}: a step to {phase} waits for a second person. Confirm or decline it."),
    phase=label,
)


def tell(user, project, step):
    """Tell the others of the team, or the administrators where the user is its only member.

    The caller holds the transaction. Three queries, and those of `notify`.
    """
    hosts = Link.objects.at(timezone.localdate()).filter(source=project, role=INCUBATED_BY)
    keys = {project.pk, project.author_id, *hosts.values_list("target", flat=True)} - {None}
    others = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("pk")
    team = others.filter(roles__entry__in=keys, roles__name__in=EDITING).distinct()
    notify(
        list(team) or list(others.filter(is_staff=True)), project,
        key=f"projects.step_waits:{step.pk}", text="projects.step_waits", phase=step.phase,
    )  # fmt: skip
