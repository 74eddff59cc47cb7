"""Feedback on a resource: given, changed, withdrawn and answered by the people concerned."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries import faces
from terreau.entries.actions import action
from terreau.moderation.actions import watch
from terreau.moderation.pace import Pace, keep_pace, register_pace
from terreau.resources.models import LONGEST_TEXT, Feedback, Rating, Resource
from terreau.resources.notices import tell_rated, tell_replied
from terreau.resources.reporting import thing_of

register_pace(Pace("feedback", new=5, known=30))

# Feedback is shown with the name of a profile: signed, its statement would say whose uid it is.
BESIDE = {"is_unsigned": True, "is_beside": True}


@action(
    "resources.rate", sentence=gettext_lazy("{subject} received feedback."), is_open=True, **BESIDE
)
def rate(user, resource, *, rating, text):
    """Say how useful a resource was. The record keeps neither words, rating nor person."""
    text = worded(text)
    if Feedback.objects.filter(resource=resource, user=user, withdrawn_at=None).exists():
        raise ValidationError(_("You gave feedback already: change it instead."))
    signs = keep_pace(user, "feedback", text)
    feedback = Feedback.objects.create(
        resource=resource, user=user, rating=Rating(rating), text=text,
        is_signed=user.pk in faces.shown([user.pk]),
    )  # fmt: skip
    count(resource, feedback.rating, 1)
    tell_rated(resource, feedback)
    watch(thing_of(feedback), "feedback", signs)
    return {"feedback": str(feedback.uid)}


@action(
    "resources.rerate", sentence=gettext_lazy("{subject}: feedback was changed."), is_open=True,
    **BESIDE,
)  # fmt: skip
def rerate(user, resource, *, rating, text):
    """Change one's feedback."""
    feedback, text, rating = own(user, resource), worded(text), Rating(rating)
    if feedback.hidden_at is not None:
        raise ValidationError(_("Your feedback is hidden: appeal instead of changing it."))
    if (feedback.rating, feedback.text) == (rating, text):
        return None
    signs = keep_pace(user, "feedback", text)
    count(resource, feedback.rating, -1)
    count(resource, rating, 1)
    feedback.rating, feedback.text, feedback.edited_at = rating, text, timezone.now()
    feedback.save(update_fields=["rating", "text", "edited_at"])
    watch(thing_of(feedback), "feedback", signs)
    return {"feedback": str(feedback.uid)}


@action(
    "resources.unrate", sentence=gettext_lazy("{subject}: feedback was withdrawn."), is_open=True,
    **BESIDE,
)  # fmt: skip
def unrate(user, resource):
    """Withdraw one's feedback: that it was there stays, and its answer."""
    feedback = own(user, resource)
    if feedback.is_said:
        count(resource, feedback.rating, -1)
    feedback.rating, feedback.text, feedback.withdrawn_at = None, "", timezone.now()
    feedback.save(update_fields=["rating", "text", "withdrawn_at"])
    return {"feedback": str(feedback.uid)}


@action(
    "resources.reply", sentence=gettext_lazy("{subject}: feedback was answered."), **BESIDE
)  # fmt: skip
def reply(user, resource, *, feedback, text):
    """Answer feedback for who publishes the resource: once."""
    found = Feedback.objects.filter(pk=feedback.pk, resource=resource).select_related("user")
    feedback = found.first()
    if feedback is None or not feedback.is_said:
        raise ValidationError(_("This feedback was withdrawn or hidden in the meantime."))
    if feedback.replied_at is not None:
        raise ValidationError(_("This feedback was answered already: once is all."))
    feedback.reply, feedback.replied_at = worded(text), timezone.now()
    feedback.save(update_fields=["reply", "replied_at"])
    tell_replied(resource, feedback)
    return {"feedback": str(feedback.uid)}


def own(user, resource):
    """One's own feedback as it is now. Raises PermissionDenied where there is none."""
    found = Feedback.objects.filter(resource=resource, user=user, withdrawn_at=None)
    feedback = found.select_related("resource").first()
    if feedback is None:
        raise PermissionDenied("resources.rerate")
    return feedback


def worded(text):
    text = text.replace("\x00", "").strip()
    if not text:
        raise ValidationError({"text": _("Say it in a sentence or two.")})
    if len(text) > LONGEST_TEXT:
        raise ValidationError({"text": _("This is too long: 5,000 letters at most.")})
    return text


def count(resource, rating, step):
    """One person more (1) or less (-1) rates a resource so."""
    name = f"ratings_{int(rating)}"
    Resource.objects.filter(pk=resource.pk).update(**{name: F(name) + step})
