"""Actions on the course of a review: plan, prepare, freeze, hold, cancel."""

import functools

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action, lock
from terreau.entries.dates import refuse_far
from terreau.entries.installation import INSTALLATION
from terreau.entries.slugs import free_slug
from terreau.projects.actions import day_label, required
from terreau.projects.models import Project
from terreau.projects.phases import INCUBATION, SUSPENDED
from terreau.reviews import dossier
from terreau.reviews.models import PENDING, PREPARING, Dossier, Passage, Review, Section, State
from terreau.reviews.notices import tell_frozen
from terreau.reviews.queries import due_of, known_seats, last_version, pending_of, sections_of

QUORUM = 2
MOST = 20_000  # letters of a section

LABELS = {"due_on": day_label, "held_on": day_label, "planned_on": day_label}


def with_project(act):
    """Lock the project before its review, always in this order, for an action that needs both.

    The action finds the locked project as `review.subject`.
    """

    @functools.wraps(act)
    def locked(user, review, **given):
        with transaction.atomic():
            project = Project.objects.get(pk=review.subject_id)
            lock(project)
            return act(user, review, project=project, **given)

    return locked


def enter(review, state, reason=""):
    """Bring a review into a state, and note when."""
    review.state = state
    review.closed_at = timezone.now() if state in (State.DECIDED, State.CANCELLED) else None
    review.save(update_fields=["state", "closed_at"])
    Passage.objects.create(review=review, state=state, reason=reason)


def refuse_unless(review, states):
    if review.state not in states:
        raise ValidationError(
            _("The review is in another state (%(state)s): look at its page again."),
            params={"state": State(review.state).label},
        )


def refuse_meeting(planned_on):
    if planned_on is not None:
        refuse_far(planned_on)


@with_project
@action(
    "reviews.plan",
    sentence=gettext_lazy("{subject} was planned: it is due on {due_on}."),
    labels=LABELS,
)
def plan(user, review, *, project, planned_on=None, quorum=QUORUM):
    """Plan the next review of a project. When it is due follows from the rule, not from a wish."""
    if project.state not in (*INCUBATION, *SUSPENDED):
        raise ValidationError(_("Only projects in incubation are reviewed."))
    if pending_of(project) is not None:
        raise ValidationError(_("A review of this project is pending already."))
    due = due_of(project)
    if due is None:
        raise ValidationError(_("No phase has begun yet: there is nothing to review."))
    refuse_meeting(planned_on)
    review.subject, review.context = project, project
    review.due_on, review.basis = due
    review.planned_on, review.quorum = planned_on, quorum
    review.language, review.territory = project.language, project.territory
    review.title = title_of(project, review.due_on)
    review.slug = free_slug(Review.KIND, f"{review.due_on:%Y-%m}-{project.slug}")
    review.state = State.PLANNED
    review.published_at = project.published_at and timezone.now()
    review.full_clean(exclude=("slug",), validate_unique=False)
    review.save()
    Passage.objects.create(review=review, state=State.PLANNED)
    return {
        "project_uid": str(project.uid),
        "due_on": review.due_on.isoformat(),
        "basis": str(review.basis),
        "planned_on": planned_on and planned_on.isoformat(),
        "quorum": quorum,
    }


def title_of(project, due_on):
    """The title of a review, in the language of the project."""
    with translation.override(project.language):
        words = {"title": Truncator(project.title).chars(200), "month": date_format(due_on, "F Y")}
        return _("Review of %(title)s, %(month)s") % words


@action(
    "reviews.reschedule",
    sentence=gettext_lazy("{subject}: the committee meets on {planned_on}."),
    labels=LABELS,
)
def reschedule(user, review, *, planned_on, quorum=None):
    """Say when the committee meets, and how many make it valid. The due date stays."""
    refuse_unless(review, PREPARING)
    refuse_meeting(planned_on)
    quorum = quorum or review.quorum
    if (planned_on, quorum) == (review.planned_on, review.quorum):
        return None
    review.planned_on, review.quorum = planned_on, quorum
    review.full_clean(exclude=("slug",), validate_unique=False)
    review.save(update_fields=["planned_on", "quorum"])
    return {"planned_on": planned_on.isoformat(), "quorum": quorum}


@action("reviews.open_dossier", sentence=gettext_lazy("{subject}: the dossier is open."))
def open_dossier(user, review):
    """Open the dossier: the team writes, everybody may remark."""
    refuse_unless(review, [State.PLANNED])
    enter(review, State.OPEN)
    return {}


@action("reviews.write", sentence=gettext_lazy("{subject}: the team wrote in the dossier."))
def write(user, review, *, texts):
    """Write in the open dossier. texts: {name of a section: text}; what was said before stays."""
    refuse_unless(review, [State.OPEN])
    before = sections_of(review)
    changed = {
        name: text.strip()
        for name, text in texts.items()
        if name in dossier.HEADINGS and text.strip() != before.get(name, "")
    }
    if any(len(text) > MOST for text in changed.values()):
        raise ValidationError(_("This text is too long: leave the details to a linked page."))
    if not changed:
        return None
    now = timezone.now()
    known = Section.objects.known().filter(review=review, name__in=changed)
    known.update(superseded_at=now)
    Section.objects.bulk_create(
        Section(review=review, name=name, text=text, recorded_at=now, recorded_by=user.uid)
        for name, text in changed.items()
    )
    return {"sections": sorted(changed)}


@with_project
@action(
    "reviews.freeze",
    sentence=gettext_lazy("{subject}: version {version} of the dossier is frozen ({digest})."),
    labels={"digest": lambda digest: digest[:12]},
)
def freeze(user, review, *, project):
    """Freeze the dossier: from now on the committee reads this version, whose digest is public."""
    refuse_unless(review, [State.PLANNED, State.OPEN])
    content = dossier.content(review, timezone.localdate())
    version = last_version(review) + 1
    frozen = Dossier.objects.create(
        review=review,
        version=version,
        content=content,
        digest=dossier.digest(content),
        frozen_by=user.uid,
    )
    enter(review, State.FROZEN)
    tell_frozen(review, version)
    return {"version": version, "digest": frozen.digest}


@action(
    "reviews.reopen", sentence=gettext_lazy("{subject}: the dossier was opened again: {reason}")
)
def reopen(user, review, *, reason):
    """Open a frozen dossier again; the next freezing makes a new version beside it."""
    refuse_unless(review, [State.FROZEN])
    enter(review, State.OPEN, required(reason))
    return {"reason": reason}


@action(
    "reviews.hold",
    sentence=gettext_lazy("{subject} was held on {held_on}."),
    labels=LABELS,
)
def hold(user, review, *, held_on, present):
    """Say that the committee met. present: the seats of those who were there.

    Those who recused themselves do not count for the quorum.
    """
    refuse_unless(review, PREPARING)
    refuse_future(held_on)
    seats = list(known_seats(review))
    there = {seat.pk for seat in present}
    counted = [seat for seat in seats if seat.pk in there and not seat.recused]
    if len(counted) < review.quorum:
        raise ValidationError(
            _("Only %(there)d of the %(quorum)d members that the quorum asks for were there."),
            params={"there": len(counted), "quorum": review.quorum},
        )
    for seat in seats:
        supersede_seat(seat, user, present=seat.pk in there)
    review.held_on = held_on
    review.save(update_fields=["held_on"])
    enter(review, State.HELD)
    return {"held_on": held_on.isoformat(), "present": len(counted), "quorum": review.quorum}


def refuse_future(day):
    refuse_far(day)
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."))


def supersede_seat(seat, user, **changes):
    """Replace a seat by one that says something else; what was known before stays."""
    if all(getattr(seat, name) == value for name, value in changes.items()):
        return seat
    now = timezone.now()
    type(seat).objects.filter(pk=seat.pk).update(superseded_at=now)
    said = {
        name: getattr(seat, name)
        for name in (
            "review_id", "user_id", "organization_id", "role", "declared", "interests", "recused",
            "present",
        )
    }  # fmt: skip
    return type(seat).objects.create(**said | changes, recorded_at=now, recorded_by=user.uid)


@action("reviews.cancel", sentence=gettext_lazy("{subject} was cancelled: {reason}"), labels=LABELS)
def cancel(user, review, *, reason):
    """Cancel a review that was not decided; the reason is public. The next is due the same day."""
    refuse_unless(review, PENDING)
    enter(review, State.CANCELLED, required(reason))
    return {"reason": reason}


@with_project
@action(
    "reviews.end",
    sentence=gettext_lazy("{subject} is no longer needed: the project left incubation."),
)
def end(user, review, *, project):
    """Cancel the review that was planned for a project which has left incubation."""
    refuse_unless(review, PENDING)
    if project.state in (*INCUBATION, *SUSPENDED):
        return None
    with translation.override(review.language):
        enter(review, State.CANCELLED, _("The project left incubation."))
    return {}


@action(
    "reviews.rearm",
    sentence=gettext_lazy("{subject}: its reminders were set again after a pause."),
)
def rearm(user, review):
    """Have the reminders sent once more, after a pause. The due date stays."""
    refuse_unless(review, PREPARING)
    review.rearmed += 1
    review.save(update_fields=["rearmed"])
    return {"times": review.rearmed}


@action(
    "reviews.alarm",
    sentence=gettext_lazy("{subject} was held on {held_on}, and no decision was published."),
    labels=LABELS,
)
def alarm(user, review):
    """Say that a committee met and decided nothing that is known. A decision may still follow."""
    refuse_unless(review, [State.HELD])
    enter(review, State.HELD_WITHOUT_DECISION)
    return {"held_on": review.held_on.isoformat()}


def plan_first(project, host):
    """Plan the first review of a project, given by its key and that of who holds it, unless
    somebody did meanwhile."""
    found = Project.objects.filter(pk=project, state__in=INCUBATION).first()
    if found is None or pending_of(found) is not None or due_of(found) is None:
        return
    plan(INSTALLATION, Review(subject=found, author_id=host))
