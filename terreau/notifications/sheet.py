"""What the page of notices shows, as the parameters of the components."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from terreau.notifications.texts import said


def sheet(notices, older=None):
    """No query: the entries of the notices are at hand."""
    return {
        "rows": [row(notice) for notice in notices],
        "any_unread": any(notice.read_at is None for notice in notices),
        "older": f"?before={older}" if older else "",
    }


def row(notice):
    """A notice as a row of `row_list`."""
    new = notice.read_at is None
    address = reverse("notifications:read", args=[notice.pk])
    return {
        "title": said(notice),
        "url": notice.entry.get_absolute_url(),
        "text": date_format(timezone.localdate(notice.created_at), "DATE_FORMAT"),
        "badge": {"label": _("New"), "tone": "info"} if new else None,
        "actions": [{"label": _("Mark as read"), "action": address}] if new else [],
    }
