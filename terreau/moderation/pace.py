"""How much an account may post within the hour, by its age, and what a text shows."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import ngettext

from terreau.accounts.models import User
from terreau.moderation import spam
from terreau.moderation.models import Posting

HOUR = timedelta(hours=1)
YOUNG = timedelta(days=7)
KEPT = timedelta(days=30)
_paces: dict[str, "Pace"] = {}


@dataclass(frozen=True)
class Pace:
    """How often somebody may post one sort of thing within an hour.

    new: with an account younger than seven days; known: with an older one.
    """

    what: str
    new: int
    known: int


def register_pace(pace):
    if pace.what in _paces:
        raise ValueError(f"two paces are called {pace.what!r}")
    _paces[pace.what] = pace


def is_young(user, at):
    return at - user.date_joined < YOUNG


def keep_pace(user, what, text=""):
    """Note that the user posts something; {sign: number} of what its text shows.

    Raises ValidationError, which says when again, where they posted as often as they may. The
    caller holds the transaction: undone with it. Three queries, four with a text. Requests of one
    user wait for one another here, so that ten at once count as ten.
    """
    now = timezone.now()
    list(User.objects.select_for_update(no_key=True).filter(pk=user.pk).values_list("pk"))
    most = _paces[what].new if is_young(user, now) else _paces[what].known
    recent = Posting.objects.filter(user=user, what=what, at__gt=now - HOUR).order_by("-at", "-pk")
    moments = list(recent.values_list("at", flat=True)[:most])
    if len(moments) == most:
        raise ValidationError(too_often(most, moments[-1] + HOUR), code="pace")
    digest = spam.digest(text)
    twins = 0
    if digest:
        same = Posting.objects.filter(digest=digest, at__gt=now - KEPT)
        twins = same.count()
    Posting.objects.create(user=user, what=what, digest=digest, at=now)
    return spam.signs(text, age_days=(now - user.date_joined).days, twins=twins) if text else {}


def too_often(most, again):
    words = ngettext(
        "You posted %(most)d time within the hour, which is as much as your account may. "
        "You can again at %(time)s.",
        "You posted %(most)d times within the hour, which is as much as your account may. "
        "You can again at %(time)s.",
        most,
    )
    moment = localtime(again + timedelta(minutes=1))
    return words % {"most": most, "time": time_format(moment, "TIME_FORMAT")}


def forget_old():
    """Forget what was posted more than thirty days ago. Safe to run twice."""
    Posting.objects.filter(at__lt=timezone.now() - KEPT).delete()


register_pace(Pace("report", new=5, known=30))
