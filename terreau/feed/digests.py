"""The digest: one mail of what happened to what somebody follows, built for many at a time.

Each goes out at most once by itself: that a reader was told is written down and committed before
the mail is handed over (docs/decisions/0010).
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.utils import timezone

from terreau.feed import audience
from terreau.feed.letters import Told, letter
from terreau.feed.models import Reader
from terreau.jobs.register import HopelessError
from terreau.ledger.queries import newest
from terreau.notifications.models import Preference
from terreau.notifications.preferences import note_bounce

logger = logging.getLogger("terreau.feed")

BATCH = 200  # readers whose statements are in memory together
NOTED = 20  # mails that left, of which it is written down together
SETTLED = timedelta(minutes=2)  # statements are told when no slower transaction can come before
Rhythm = Preference.Rhythm


@dataclass
class Outcome:
    """sent: mails; silent: readers of whom nothing was to be told; refused: addresses."""

    sent: int = 0
    silent: int = 0
    refused: int = 0


def settled_number():
    """The number of the newest statement that is old enough: one query."""
    before = timezone.now() - SETTLED
    found = newest().filter(at__lt=before).values_list("pk", flat=True)
    return found.first() or 0


def send_all(rhythm, edition, upto=None):
    """Send the digests of one rhythm to all readers who are due; the Outcome.

    edition: made once for each reader, however often this is called. Raises HopelessError at the
    end where a worker ended while it sent mails: whether those went out is not known.
    """
    upto = settled_number() if upto is None else upto
    audience.enrol(upto)
    unknown = given_up(rhythm)
    outcome, after, post = Outcome(), 0, Post()
    try:
        while readers := audience.due(rhythm, edition, after, BATCH):
            after = readers[-1].pk
            send_batch(readers, edition, upto, outcome, post)
    finally:
        post.note()
        post.close()
    if unknown:
        raise HopelessError(
            f"A worker ended while it sent {unknown} digests: whether they went out is not known. "
            "What they told is on the site; all others were sent."
        )
    return outcome


def given_up(rhythm):
    """Leave alone the mails of which nobody knows whether they left; how many there are."""
    mine = Reader.objects.filter(sending_at__isnull=False)
    keys = [each.pk for each in mine.select_related("user__mail_preference") if is_of(each, rhythm)]
    return mine.filter(pk__in=keys).update(sending_at=None)


def is_of(reader, rhythm):
    chosen = getattr(reader.user, "mail_preference", None)
    return (chosen.rhythm if chosen else Preference.USUAL) == rhythm


def send_batch(readers, edition, upto, outcome, post):
    found = audience.found_for(readers, upto)
    told = Told.of({number for ids, _total in found.values() for number in ids})
    silent = []
    for reader in readers:
        ids, total = found.get(reader.user_id, ([], 0))
        statements = [told.known[pk] for pk in ids if pk in told.known]
        message = letter(reader.user, statements, total, told)
        if message is None:
            silent.append(reader.pk)
        else:
            send_one(reader, message, edition, upto, outcome, post)
    outcome.silent += Reader.objects.filter(pk__in=silent, sending_at=None).update(
        told_to=upto, edition=edition
    )


def send_one(reader, message, edition, upto, outcome, post):
    """Hand one mail over, at most once: that it was told is committed before."""
    mine = Reader.objects.filter(pk=reader.pk)
    unchanged = mine.filter(told_to=reader.told_to, edition=reader.edition, sending_at=None)
    if not unchanged.update(told_to=upto, edition=edition, sending_at=timezone.now()):
        return
    try:
        post.send(message)
    except SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        if 500 <= code < 600:
            note_bounce(reader.user.email, words.decode("utf-8", "replace"))
        mine.update(sending_at=None)
        outcome.refused += 1
    except NotSentError:
        mine.update(told_to=reader.told_to, edition=reader.edition, sending_at=None)
        raise
    else:
        post.left(reader.pk)
        outcome.sent += 1


class NotSentError(Exception):
    """The mail server did not take a mail, and said so."""


class Post:
    """One connection to the mail server for many mails; a broken one is opened anew."""

    def __init__(self):
        self.connection = None
        self.gone = []

    def left(self, reader):
        """Note that the mail to a reader (its key) left; written down for some at a time, since
        nothing hangs on it but what is said of mails whose fate is not known."""
        self.gone.append(reader)
        if len(self.gone) >= NOTED:
            self.note()

    def note(self):
        Reader.objects.filter(pk__in=self.gone).update(sending_at=None, sent_at=timezone.now())
        self.gone = []

    def send(self, message):
        """Raises SMTPRecipientsRefused for an address, NotSentError where the mail stayed here.

        What else it raises leaves it open whether the mail arrived.
        """
        try:
            if self.connection is None:
                self.connection = get_connection()
                self.connection.open()
        except (SMTPException, OSError) as error:
            self.connection = None
            raise NotSentError from error
        try:
            self.connection.send_messages([message])
        except SMTPRecipientsRefused:
            raise
        except SMTPResponseException as error:
            self.close()
            raise NotSentError from error

    def close(self):
        if self.connection is not None:
            try:
                self.connection.close()
            except (SMTPException, OSError):
                logger.info("the connection to the mail server was gone already")
            self.connection = None
