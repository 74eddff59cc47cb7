"""Writes on notices. They are private: none leaves a statement."""

from django.utils import timezone

from terreau.jobs.actions import enqueue
from terreau.jobs.register import HopelessError, Registered, job
from terreau.notifications.mails import mail_of
from terreau.notifications.models import Notice
from terreau.notifications.preferences import is_paused
from terreau.notifications.queries import is_shown, notice_of


def notify(users, entry, *, key, text, **parameters):
    """Tell users something once, on the site and by e-mail; how many had not been told.

    The caller holds the transaction of what it says: undone with it, and so is the mail. key: what
    it is about; for a user who was told under it before nothing happens. parameters: JSON values.
    Two queries, and three for each user who is told.
    """
    users = {user.pk: user for user in users if user.is_active}
    there = Notice.objects.filter(user__in=users, key=key).values_list("user", flat=True)
    new = [user for pk, user in sorted(users.items()) if pk not in set(there)]
    Notice.objects.bulk_create(
        [Notice(user=user, entry_id=entry.pk, key=key, text=text, parameters=parameters)
         for user in new],
        ignore_conflicts=True,
    )  # fmt: skip
    for user in new:
        enqueue(mail, unique=f"notice:{user.uid}:{key}"[:200], user=str(user.uid), key=key)
    return len(new)


def send(user, key):
    """Hand the mail of a notice over, at most once by itself.

    The moment before is written down and committed. A worker that is killed between that and the
    mark that it was handed over leaves it open whether the mail went out: the next one does not
    send it again but fails, visibly to operators, who may run the job again; the notice on the
    site is there all the same. A mail server that refuses has not sent: that is tried again.
    """
    notice = notice_of(user, key)
    if notice is None or notice.mailed_at or not notice.user.is_active or not is_shown(notice):
        return
    if is_paused(notice.user):
        return
    mine = Notice.objects.filter(pk=notice.pk, mailed_at__isnull=True)
    if not mine.filter(sending_at__isnull=True).update(sending_at=timezone.now()):
        mine.update(sending_at=None)
        raise HopelessError(
            "A worker ended while it sent this mail: whether it went out is not known. "
            "The notice is on the site; run this job again to send the mail once more."
        )
    try:
        mail_of(notice).send()
    except Exception:
        mine.update(sending_at=None)
        raise
    mine.update(mailed_at=timezone.now())


mail: Registered = job("notifications.mail", in_transaction=False)(
    lambda *, user, key: send(user, key)
)


def mark_read(user, notice=None):
    """Mark a notice (its number) of a user as read, or all of them; how many changed."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    if notice is not None:
        unread = unread.filter(pk=notice)
    return unread.update(read_at=timezone.now())
