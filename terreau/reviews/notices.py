"""Who is told what of a review, and once: the caller holds the transaction."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import User
from terreau.entries.models import Role
from terreau.entries.rules import EDITING
from terreau.notifications.actions import notify
from terreau.notifications.texts import register_text
from terreau.projects.actions import day_label
from terreau.reviews.models import DecisionKind, Seat


def kind_label(value):
    return DecisionKind(value).label


register_text("reviews.due", _("{entry}: it is due on {due_on}."), due_on=day_label)
register_text(
    "reviews.overdue", _("{entry}: it was due on {due_on} and is overdue."), due_on=day_label
)
register_text(
    "reviews.late", _("{entry}: reviews that were overdue when they were planned: {count}.")
)
register_text(
    "reviews.silent",
    _("{entry}: the committee met on {held_on}, and no decision is published."),
    held_on=day_label,
)
register_text("reviews.seated", _("{entry}: you have a seat in the committee. Declare interests."))
register_text("reviews.frozen", _("{entry}: the dossier is frozen and can be read."))
register_text(
    "reviews.decided",
    _("{entry}: the decision is published ({kind}). The team may reply until {due_on}."),
    kind=kind_label,
    due_on=day_label,
)
register_text(
    "reviews.reply_due", _("{entry}: the team may reply until {due_on}."), due_on=day_label
)
register_text(
    "reviews.condition_due", _("{entry}: a condition is due on {due_on}."), due_on=day_label
)
register_text(
    "reviews.condition_late",
    _("{entry}: a condition was due on {due_on} and is still open."),
    due_on=day_label,
)
register_text(
    "reviews.remark",
    _("{entry}: a remark waits for an answer, due on {due_on}."),
    due_on=day_label,
)
register_text(
    "reviews.remark_late",
    _("{entry}: a remark should have been answered by {due_on}."),
    due_on=day_label,
)
register_text("reviews.answered", _("{entry}: your remark was answered."))
register_text(
    "reviews.receive_late",
    _("{entry}: the transfer was to be confirmed by {due_on}, and is not."),
    due_on=day_label,
)
register_text(
    "reviews.check",
    _("{entry}: {months} months after the project left: does it still serve, and who pays?"),
)
register_text(
    "reviews.receive",
    _("{entry}: you are to take this project over by {due_on}. Confirm it."),
    due_on=day_label,
)


def editors_of(entries):
    """{entry key: [User]} of those who speak for entries: one query."""
    keys = {key for key in entries if key}
    roles = Role.objects.filter(entry__in=keys, name__in=EDITING).select_related("user")
    found = {key: [] for key in keys}
    for role in roles.order_by("pk"):
        found[role.entry_id].append(role.user)
    return found


def team_keys(review):
    return [review.subject_id, review.subject.author_id]


def everybody(review, editors):
    """The incubator and the team of a review, from `editors_of` their keys."""
    keys = {review.author_id, *team_keys(review)}
    return [user for key in sorted(key for key in keys if key) for user in editors.get(key, ())]


def tell(review, keys, *, what, about="", **parameters):
    """Tell the editors of entries one thing of a review."""
    users = [user for found in editors_of(keys).values() for user in found]
    return notify(users, review, key=key_of(review, what, about), text=what, **parameters)


def key_of(review, what, about=""):
    return ":".join(str(part) for part in (what, review.uid, about) if part != "")


def tell_seat(review, user):
    """Somebody has a seat in the committee: once, however often they change it."""
    notify([user], review, key=key_of(review, "reviews.seated"), text="reviews.seated")


def tell_frozen(review, version):
    """The committee may read."""
    seats = Seat.objects.known().filter(review=review, user__isnull=False)
    users = User.objects.filter(pk__in=seats.values("user"))
    notify(
        users, review, key=key_of(review, "reviews.frozen", version), text="reviews.frozen"
    )  # fmt: skip


def tell_decided(review, decision):
    """The team reads the decision, and may reply; who is to receive the project is asked."""
    due = (review.reply_due_on or timezone.localdate()).isoformat()
    tell(
        review, team_keys(review), what="reviews.decided", about=decision.kind, kind=decision.kind,
        due_on=due,
    )  # fmt: skip
    if decision.receive_by and decision.receiver_id:
        tell(
            review, [decision.receiver_id], what="reviews.receive",
            due_on=decision.receive_by.isoformat(),
        )  # fmt: skip


def tell_remark(review, remark):
    keys = [review.author_id, *team_keys(review)]
    tell(
        review, keys, what="reviews.remark", about=remark.uid,
        due_on=remark.answer_due_on.isoformat(),
    )  # fmt: skip


def tell_answer(review, remark):
    if remark.user:
        key = key_of(review, "reviews.answered", remark.uid)
        notify([remark.user], review, key=key, text="reviews.answered")
