"""Actions on who sits in the committee of a review, and what they declare."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.projects.actions import required
from terreau.reviews.actions import refuse_unless, supersede_seat
from terreau.reviews.models import PREPARING, Seat
from terreau.reviews.notices import tell_seat
from terreau.reviews.queries import known_seats

SEATS = 40


def role_label(value):
    return Seat.Role(value).label


LABELS = {"role": role_label}


@action(
    "reviews.seat",
    sentence=gettext_lazy("{subject}: the committee has a new seat ({role})."),
    labels=LABELS,
)
def seat(user, review, *, role, member=None, organization=None):
    """Give somebody a seat in the committee: a user, an organization, or a user who speaks for one.

    The public record keeps the role alone.
    """
    refuse_unless(review, PREPARING)
    if member is None and organization is None:
        raise ValidationError(_("Say who takes the seat: a person, an organization or both."))
    seats = list(known_seats(review))
    if len(seats) >= SEATS:
        raise ValidationError(_("A committee has forty seats at most."))
    if member is not None and any(each.user_id == member.pk for each in seats):
        raise ValidationError(_("This person has a seat already."))
    if role == Seat.Role.CHAIR and any(each.role == role for each in seats):
        raise ValidationError(_("The committee has a chair already."))
    Seat.objects.create(
        review=review, user=member, organization=organization, role=role, recorded_by=user.uid
    )
    if member is not None:
        tell_seat(review, member)
    said = {"role": str(role)}
    return said | ({"organization_uid": str(organization.uid)} if organization else {})


@action(
    "reviews.unseat",
    sentence=gettext_lazy("{subject}: a seat of the committee was given up ({role}): {reason}"),
    labels=LABELS,
)
def unseat(user, review, *, seat, reason):
    """Take a seat away; that it was there, and until when, stays."""
    refuse_unless(review, PREPARING)
    known = known_seats(review).filter(pk=seat.pk)
    if not known.update(superseded_at=timezone.now()):
        raise ValidationError(_("This seat changed in the meantime: look at it again."))
    return {"role": str(seat.role), "reason": required(reason)}


@action(
    "reviews.declare",
    sentence=gettext_lazy("{subject}: a member of the committee declared interests ({role})."),
    labels=LABELS,
)
def declare(user, review, *, interests="", recused=False):
    """Declare one's own interests, or that one has none, and whether one takes no part.

    The public record says that it was declared; the words stay with the committee.
    """
    refuse_unless(review, PREPARING)
    own = known_seats(review).filter(user=user).first()
    if own is None:
        raise ValidationError(_("You have no seat in this committee any more."))
    said = {"declared": True, "interests": interests.strip(), "recused": recused}
    if supersede_seat(own, user, **said) is own:
        return None
    return {"role": str(own.role), "any": bool(interests.strip()), "recused": recused}
