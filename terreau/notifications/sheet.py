"""What the page of notices shows, as the parameters of the components."""

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.notifications.texts import said


def sheet(notices, older=None):
    """No query: the entries of the notices are at hand."""
    return {
        "notices": [line(notice) for notice in notices],
        "any_unread": any(notice.read_at is None for notice in notices),
        "older": f"?before={older}" if older else "",
    }


def line(notice):
    new = notice.read_at is None
    return {
        "card": {
            "title": said(notice),
            "url": notice.entry.get_absolute_url(),
            "badge": {"label": _("New"), "tone": "info"} if new else None,
        },
        "at": notice.created_at,
        "read": reverse("notifications:read", args=[notice.pk]) if new else "",
    }
