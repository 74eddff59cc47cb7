"""Who hears of a comment. The words of a notice hold none of its text."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from terreau.moderation.reportables import editors_of
from terreau.notifications.actions import notify
from terreau.notifications.texts import register_text


def day_label(value):
    return date_format(date.fromisoformat(value), "DATE_FORMAT")


register_text("comments.mentioned", _("{entry}: somebody calls you in a comment."))
register_text("comments.replied", _("{entry}: somebody answered your comment."))
register_text(
    "comments.asked", _("{entry}: a question waits for an answer, due on {due_on}."),
    due_on=day_label,
)  # fmt: skip


def tell(comment, entry, called):
    """Each person once: who is asked, who is answered, then who is called; never who wrote."""
    told = {comment.user_id}

    def to(users, text, **about):
        users = [user for user in users if user.pk not in told]
        told.update(user.pk for user in users)
        notify(users, entry, key=f"{text}:{comment.uid}", text=text, **about)

    if comment.is_question:
        to(editors_of(entry), "comments.asked", due_on=comment.answer_due_on.isoformat())
    if comment.parent is not None and comment.parent.user is not None:
        to([comment.parent.user], "comments.replied")
    to(called, "comments.mentioned")
