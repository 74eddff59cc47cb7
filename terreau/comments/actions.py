from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.comments.counting import count_comment, count_reaction, count_reply
from terreau.comments.forms import MOST
from terreau.comments.mentions import mentioned
from terreau.comments.models import Comment, Draft, Meaning, Reaction, Version
from terreau.comments.notices import day_label, tell
from terreau.comments.reporting import thing_of
from terreau.entries import faces
from terreau.entries.actions import action
from terreau.entries.rules import edits_one_of
from terreau.entries.working_days import working_days_after
from terreau.moderation.actions import watch
from terreau.moderation.pace import Pace, keep_pace, register_pace

ANSWER_DAYS = 10  # working days
register_pace(Pace("comment", new=5, known=60))
register_pace(Pace("reaction", new=30, known=300))

# A comment is shown with the name of a profile. Were its statement signed, it would say whose uid
# it is under which somebody remarks without a name.
BESIDE = {"is_unsigned": True, "is_beside": True}


def worded(text):
    """What somebody wrote, trimmed. Raises ValidationError for nothing, or for too much."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise ValidationError({"text": _("Write your comment.")})
    if len(text) > MOST:
        raise ValidationError({"text": _("A comment has 10,000 letters at most.")})
    return text


def speak(user, organization):
    """Refuse a form that was opened while the user still spoke for an organization."""
    if organization is not None and not edits_one_of(user, [organization.pk]):
        raise ValidationError(
            _("You do not speak for %(title)s any more.") % {"title": organization.title}
        )


def open_parent(entry, parent):
    """The comment that is answered, as it is now; the first of its thread for an answer to one."""
    if parent is None:
        return None
    parent = Comment.objects.select_related("user").filter(pk=parent.pk, entry=entry.pk).first()
    if parent is None or not parent.is_said:
        raise ValidationError(_("What you answer was hidden or deleted in the meantime."))
    return parent if parent.parent_id is None else open_parent(entry, parent.parent)


def post(user, entry, text, parent=None, organization=None, due_on=None):
    """Write a comment, count it, tell those concerned, and have spam looked at."""
    text = worded(text)
    speak(user, organization)
    parent = open_parent(entry, parent)
    said = Comment.objects.filter(entry=entry.pk, user=user, text=text, deleted_at=None)
    if said.exists():
        raise ValidationError({"text": _("You said this already.")})
    called = mentioned(text)
    signs = keep_pace(user, "comment", text)
    comment = Comment.objects.create(
        entry_id=entry.pk, parent=parent, user=user, organization=organization, text=text,
        is_signed=user.pk in faces.shown([user.pk]), answer_due_on=due_on,
    )  # fmt: skip
    count_comment(entry.pk, 1)
    if parent is not None:
        count_reply(parent.pk, 1)
    Draft.objects.filter(user=user, entry=entry.pk).delete()
    tell(comment, entry, called)
    watch(thing_of(comment), "comment", signs)
    return comment


@action(
    "comments.write",
    sentence=gettext_lazy("{subject} received a comment."),
    is_open=True,
    **BESIDE,
)
def write(user, entry, *, text, parent=None, organization=None):
    """Comment on an entry, or answer a comment. The record keeps neither words nor person."""
    return {"comment": str(post(user, entry, text, parent, organization).uid)}


@action(
    "comments.ask",
    sentence=gettext_lazy("{subject} was asked a question, to be answered by {due_on}."),
    labels={"due_on": day_label},
    is_open=True,
    **BESIDE,
)
def ask(user, entry, *, text, organization=None):
    """Ask those who answer for an entry; their answer is due within ten working days."""
    due_on = working_days_after(timezone.localdate(), ANSWER_DAYS)
    comment = post(user, entry, text, organization=organization, due_on=due_on)
    return {"comment": str(comment.uid), "due_on": due_on.isoformat()}


@action(
    "comments.answer",
    sentence=gettext_lazy("{subject}: a question was answered."),
    is_decision=True,
    **BESIDE,
)
def answer(user, entry, *, text, parent, organization=None):
    """Answer a question, as one of those who answer for the entry."""
    comment = post(user, entry, text, parent, organization)
    now = timezone.now()
    waiting = Comment.objects.filter(pk=comment.parent_id, answered_at=None)
    if not waiting.exclude(answer_due_on=None).update(answered_at=now):
        raise ValidationError(_("This question was answered in the meantime."))
    late = timezone.localdate(now) > comment.parent.answer_due_on
    return {"comment": str(comment.uid), "question": str(comment.parent.uid), "late": late}


def own(user, entry, comment):
    """One's own comment, as it is now and locked with its entry. PermissionDenied for another's."""
    comment = Comment.objects.select_related("organization").get(pk=comment.pk, entry=entry.pk)
    if comment.user_id != user.pk:
        raise PermissionDenied("comments.edit")
    if comment.deleted_at is not None:
        raise ValidationError(_("This comment was deleted in the meantime."))
    return comment


@action(
    "comments.edit", sentence=gettext_lazy("{subject}: a comment was changed."), is_open=True,
    **BESIDE,
)  # fmt: skip
def edit(user, entry, *, comment, text, version):
    """Change one's comment; what it said stays to be read. version: the one that was seen."""
    comment, text = own(user, entry, comment), worded(text)
    speak(user, comment.organization)
    if comment.hidden_at is not None:
        raise ValidationError(_("This comment is hidden: appeal instead of changing it."))
    if comment.version != version:
        raise ValidationError(_("You changed this comment elsewhere in the meantime."))
    if text == comment.text:
        return None
    called = mentioned(text)
    signs = keep_pace(user, "comment", text)
    at = comment.edited_at or comment.created_at
    Version.objects.create(comment=comment, number=comment.version, text=comment.text, at=at)
    comment.text, comment.edited_at = text, timezone.now()
    comment.version += 1
    comment.save(update_fields=["text", "edited_at", "version"])
    tell(comment, entry, called)
    comment.entry = entry
    watch(thing_of(comment), "comment", signs)
    return {"comment": str(comment.uid), "version": comment.version}


@action(
    "comments.delete", sentence=gettext_lazy("{subject}: a comment was deleted."), is_open=True,
    **BESIDE,
)  # fmt: skip
def delete(user, entry, *, comment):
    """Delete one's comment with all that it said; where it was answered, its place stays."""
    comment = own(user, entry, comment)
    Version.objects.filter(comment=comment).delete()
    Comment.objects.filter(pk=comment.pk).update(text="", deleted_at=timezone.now())
    if comment.hidden_at is None:
        count_comment(entry.pk, -1)
    if comment.parent_id:
        count_reply(comment.parent_id, -1)
    return {"comment": str(comment.uid)}


@action("comments.react", is_open=True)
def react(user, entry, *, meaning, comment=None):
    """React to an entry or a comment, or take it back. Whether the reaction stands now."""
    meaning = Meaning(meaning)
    if comment is not None:
        comment = Comment.objects.filter(pk=comment.pk, entry=entry.pk).first()
        if comment is None or not comment.is_said:
            raise ValidationError(_("This comment was hidden or deleted in the meantime."))
    keep_pace(user, "reaction")
    about = {"user": user, "entry_id": entry.pk, "comment": comment, "meaning": meaning}
    taken_back, _each = Reaction.objects.filter(**about).delete()
    if not taken_back:
        Reaction.objects.create(**about)
    count_reaction(entry.pk, comment and comment.pk, meaning, -1 if taken_back else 1)
    return not taken_back


def keep_draft(user, entry, text):
    """Keep what somebody types beside an entry, for them alone; nothing is kept of nothing."""
    text = text.replace("\x00", "")[:MOST]
    if not text.strip():
        Draft.objects.filter(user=user, entry_id=entry.pk).delete()
        return
    given = {"text": text, "saved_at": timezone.now()}
    Draft.objects.update_or_create(user=user, entry_id=entry.pk, defaults=given)
