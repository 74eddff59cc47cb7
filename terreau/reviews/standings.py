"""How somebody comes to stand towards a review, for the page and the test of rights."""

from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.actions import give_role
from terreau.entries.models import Link, Role
from terreau.entries.rights import register_specimen, register_standing, register_subject
from terreau.projects.models import Project
from terreau.projects.queries import INCUBATED_BY
from terreau.reviews.models import Review, Seat


def sit(role):
    """Somebody with a seat in the committee."""

    def stand(user, entry):
        if isinstance(entry, Review) and entry.pk:
            Seat.objects.create(review=entry, user=user, role=role)

    return stand


def edit_subject(user, entry):
    """An editor of the project under review."""
    if isinstance(entry, Review) and entry.pk:
        give_role(user, entry.subject, Role.Name.EDITOR)


def make(state, author):
    """A review that the author, an incubator that hosts the project, holds."""
    today = timezone.localdate()
    made = {"title": "Specimen", "published_at": timezone.now()}
    project = Project.objects.create(slug=f"specimen-{uuid4().hex}", born_on=today, **made)
    Link.objects.create(source=project, target=author, role=INCUBATED_BY, leads=True)
    return Review.objects.create(
        slug=f"specimen-{uuid4().hex}", subject=project, context=project, author=author,
        state=state, due_on=today, **made,
    )  # fmt: skip


register_standing("committee", _("member of the committee"), sit(Seat.Role.MEMBER), 60)
register_standing("chair", _("chair of the committee"), sit(Seat.Role.CHAIR), 61)
register_standing("subject", _("editor of the project under review"), edit_subject, 31)
register_specimen(Review.KIND, make)
register_subject("reviews.apply", Project.KIND)
