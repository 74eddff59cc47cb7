"""Actions of those who read: the team's reply, remarks on the dossier and their answers."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.follows.actions import follow_on
from terreau.projects.actions import required
from terreau.reviews.actions import MOST, refuse_unless
from terreau.reviews.due import answer_due
from terreau.reviews.models import Remark, Reply, State
from terreau.reviews.notices import tell_answer, tell_remark

EACH = 5  # remarks of one person on one review
LONGEST = 4_000  # letters of a remark


@action("reviews.reply", sentence=gettext_lazy("{subject}: the team replied to the decision."))
def reply(user, review, *, text):
    """Reply to the decision, as the team; printed beside it, and as late where it is."""
    refuse_unless(review, [State.DECIDED])
    if not text.strip():
        raise ValidationError({"text": _("Write what the team has to say.")})
    if len(text) > MOST:
        raise ValidationError({"text": _("This text is too long.")})
    now = timezone.now()
    Reply.objects.known().filter(review=review).update(superseded_at=now)
    Reply.objects.create(review=review, text=text.strip(), recorded_at=now, recorded_by=user.uid)
    late = timezone.localdate(now) > review.reply_due_on
    return {"late": late, "due_on": review.reply_due_on.isoformat()}


@action(
    "reviews.remark",
    sentence=gettext_lazy("{subject}: somebody remarked on the dossier."),
    is_open=True,
)
def remark(user, review, *, text, uses=False):
    """Remark on a dossier; an answer is due within ten working days.

    The public record keeps that it was said, and never the words.
    """
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Write your remark.")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("A remark has 4,000 letters at most.")})
    own = Remark.objects.filter(review=review, user=user)
    if own.filter(text=text).exists():
        raise ValidationError({"text": _("You said this already.")})
    if own.count() >= EACH:
        raise ValidationError(_("You remarked five times on this dossier: others may speak too."))
    due = answer_due(timezone.localdate())
    made = Remark.objects.create(
        review=review, user=user, text=text, uses=uses, answer_due_on=due
    )  # fmt: skip
    tell_remark(review, made)
    follow_on(user, review)
    return {"remark": str(made.uid), "answer_due_on": due.isoformat()}


@action("reviews.answer", sentence=gettext_lazy("{subject}: a remark on the dossier was answered."))
def answer(user, review, *, remark, text):
    """Answer a remark, once; late answers are shown as late."""
    if not text.strip():
        raise ValidationError({"text": _("Write the answer.")})
    waiting = Remark.objects.filter(
        pk=remark.pk, review=review, answered_at__isnull=True, hidden_at__isnull=True
    )
    now = timezone.now()
    if not waiting.update(answer=text.strip(), answered_at=now, answered_by=user.uid):
        raise ValidationError(_("This remark was answered or hidden in the meantime."))
    tell_answer(review, remark)
    late = timezone.localdate(now) > remark.answer_due_on
    return {"remark": str(remark.uid), "late": late}


@action(
    "reviews.hide_remark",
    sentence=gettext_lazy("{subject}: a remark was hidden: {reason}"),
)
def hide(user, review, *, remark, reason):
    """Hide a remark that breaks the rules; the reason is public."""
    shown = Remark.objects.filter(pk=remark.pk, review=review, hidden_at__isnull=True)
    reason = required(reason)
    if not shown.update(hidden_at=timezone.now(), hidden_reason=reason):
        raise ValidationError(_("This remark is hidden already."))
    return {"remark": str(remark.uid), "reason": reason}
