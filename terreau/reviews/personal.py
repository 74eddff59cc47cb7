"""What reviews keep of a person: seats in committees, and remarks."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.reviews.models import Remark, Seat


def seat_rows(user):
    for each in Seat.objects.filter(user=user).select_related("review").order_by("pk"):
        yield {
            "review": str(each.review.uid),
            "title": each.review.title,
            "role": each.role,
            "interests": each.interests,
            "recused": each.recused,
            "present": each.present,
            "recorded_at": each.recorded_at,
            "superseded_at": each.superseded_at,
        }


def forget_seats(user):
    """That the seat was taken stays, for the quorum; whose it was and their interests go."""
    Seat.objects.filter(user=user).update(user=None, interests="")


def remark_rows(user):
    for each in Remark.objects.filter(user=user).select_related("review").order_by("pk"):
        yield {
            "review": str(each.review.uid),
            "title": each.review.title,
            "text": each.text,
            "uses": each.uses,
            "recorded_at": each.recorded_at,
            "answer": each.answer,
        }


def forget_remarks(user):
    """That there was a remark stays, and its answer; its words and whose it was go."""
    Remark.objects.filter(user=user).update(user=None, text="", erased_at=timezone.now())


register_holding(
    Holding("seats", _("Seats in committees"), ("reviews.Seat",), seat_rows, erase=forget_seats)
)
register_holding(
    Holding("remarks", _("Remarks"), ("reviews.Remark",), remark_rows, erase=forget_remarks)
)
