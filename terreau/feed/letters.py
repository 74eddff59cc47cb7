"""A digest as a mail: grouped by entry, newest first, in the language of who reads it."""

import hashlib
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.entries.invented import mark_of
from terreau.entries.sentences import named_in, sentence, visible_among
from terreau.entries.syndication import absolute
from terreau.ledger.queries import newest
from terreau.notifications.preferences import unsubscribe_address

ENTRIES, LINES = 10, 3  # of a mail, and of each entry in it
LONGEST = 60  # letters of a title in a subject


@dataclass
class Told:
    """The statements of a batch of readers, the public entries that they name, and their words.

    known: {number: statement} of those whose entry everybody may see.
    """

    known: dict
    entries: dict
    words: dict = field(default_factory=dict)

    @classmethod
    def of(cls, numbers):
        """Two queries, one for none."""
        statements = list(newest().filter(pk__in=numbers)) if numbers else []
        wanted = {str(each.subject) for each in statements} | named_in(statements)
        entries = visible_among(None, wanted) if wanted else {}
        return cls({each.pk: each for each in statements if str(each.subject) in entries}, entries)

    def entry(self, statement):
        return self.entries[str(statement.subject)]

    def line(self, statement):
        """{html, text, at}, in the language in force; made once for all readers of a batch."""
        key = (statement.pk, translation.get_language())
        if key not in self.words:
            entry = self.entry(statement)
            said = sentence(statement, entry, self.entries)
            mark = mark_of(entry)
            html = absolute(said) + (f" ({mark})" if mark else "")
            self.words[key] = {
                "html": html,
                "text": " ".join(unescape(strip_tags(html)).split()),
                "at": statement.at,
            }
        return self.words[key]


def letter(user, statements, total, told):
    """The mail, or None where there is nothing to tell.

    statements: newest first; total: how many happened, of which these are the newest.
    """
    if not statements:
        return None
    with translation.override(user.language):
        groups, left = grouped(statements, told)
        rest = max(0, total - len(statements)) + left
        address = unsubscribe_address(user.uid)
        context = {
            "groups": groups,
            "rest": rest_words(rest),
            "feed_url": settings.SITE_URL + reverse("feed:mine"),
            "follows_url": settings.SITE_URL + reverse("follows:index"),
            "mails_url": settings.SITE_URL + reverse("notifications:mails"),
            "unsubscribe_url": address,
            "brand": settings.BRAND,
            "site_url": settings.SITE_URL,
            "language": user.language,
            "title": subject_of(groups, total),
        }
        message = EmailMultiAlternatives(
            subject=context["title"],
            body=get_template("feed/mail/digest.txt").render(context),
            to=[user.email],
            headers={
                "Message-ID": number_of(user, statements[0]),
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{address}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "List-Id": f"<digest.{urlsplit(settings.SITE_URL).hostname}>",
            },
        )
        html = get_template("feed/mail/digest_html.txt").render(context)
        message.attach_alternative(html, "text/html")
        return message


def grouped(statements, told):
    """([{title, url, lines, more}], how many statements did not fit), newest first."""
    by_entry = {}
    for each in statements:
        by_entry.setdefault(each.subject, []).append(each)
    groups = []
    for found in list(by_entry.values())[:ENTRIES]:
        entry = told.entry(found[0])
        groups.append(
            {
                "title": " ".join(entry.title.split()),
                "url": settings.SITE_URL + entry.get_absolute_url(),
                "lines": [told.line(each) for each in found[:LINES]],
                "more": more_words(len(found) - LINES),
            }
        )
    shown = sum(len(found) for found in list(by_entry.values())[:ENTRIES])
    return groups, len(statements) - shown


def more_words(n):
    words = ngettext("and %(n)d more", "and %(n)d more", n)
    return words % {"n": n} if n > 0 else ""


def rest_words(n):
    words = ngettext("%(n)d more thing happened.", "%(n)d more things happened.", n)
    return words % {"n": n} if n > 0 else ""


def subject_of(groups, total):
    """What the mail is called; in one line, whatever titles hold."""
    first = groups[0]["title"][:LONGEST]
    if len(groups) == 1:
        words = _("%(brand)s: %(first)s") % {"brand": settings.BRAND["name"], "first": first}
    else:
        words = ngettext(
            "%(brand)s: %(first)s and %(n)d other", "%(brand)s: %(first)s and %(n)d others",
            len(groups) - 1,
        ) % {"brand": settings.BRAND["name"], "first": first, "n": len(groups) - 1}  # fmt: skip
    return " ".join(words.split())


def number_of(user, statement):
    """The Message-ID, which follows from the reader and the newest statement told."""
    digest = hashlib.sha256(f"digest:{user.uid}:{statement.uid}".encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"
