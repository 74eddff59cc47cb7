"""A notice as an e-mail. Its Message-ID follows from its key: a copy can be told from another."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from terreau.notifications.texts import said

LONGEST = 150  # letters of a subject


def message_id(user_uid, key):
    digest = hashlib.sha256(f"{user_uid}:{key}".encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def mail_of(notice):
    """The message, in the language of whom it is for."""
    user = notice.user
    with translation.override(user.language):
        words = " ".join(said(notice).split())
        context = {
            "words": words,
            "url": settings.SITE_URL + notice.entry.get_absolute_url(),
            "all_url": settings.SITE_URL + reverse("notifications:index"),
            "brand": settings.BRAND,
            "site_url": settings.SITE_URL,
        }
        body = render_to_string("notifications/mail.txt", context)
        return EmailMessage(
            subject=f"{settings.BRAND['name']}: {words[:LONGEST]}",
            body=body,
            to=[user.email],
            headers={
                "Message-ID": message_id(user.uid, notice.key),
                "Auto-Submitted": "auto-generated",
            },
        )
