"""What the library keeps of a person: their feedback, and what they publish under their profile."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.entries.personal import told_title
from terreau.resources.models import Feedback, Resource


def feedback_rows(user):
    given = Feedback.objects.filter(user=user).select_related("resource").order_by("pk")
    for each in given:
        yield {
            "resource": str(each.resource.uid),
            "title": told_title(each.resource),
            "rating": each.rating,
            "text": each.text,
            "at": each.created_at,
            "edited_at": each.edited_at,
            "withdrawn_at": each.withdrawn_at,
            "reply": each.reply,
        }


def forget_feedback(user):
    """The rating stays, and the answer; the words and whose they were go."""
    Feedback.objects.filter(user=user).update(user=None, is_signed=False, text="", edited_at=None)


def resource_rows(user):
    for each in Resource.objects.filter(author__person__user=user).order_by("pk"):
        yield {
            "uid": str(each.uid),
            "title": each.title,
            "summary": each.summary,
            "address": each.address,
            "body": each.body,
        }


register_holding(
    Holding("feedback", _("Feedback"), ("resources.Feedback",), feedback_rows, forget_feedback)
)
register_holding(Holding("resources", _("Resources of mine"), (), resource_rows))
