"""How one is written to, on the page of one's account and of one's notices."""

from django.urls import reverse

from terreau.entries.panels import Panel, register_panel
from terreau.notifications.preferences import preference_of


def of_mails(user, _subject):
    """One query for who is signed in."""
    if not user.is_authenticated:
        return None
    mine = preference_of(user)
    return {
        "rhythm": mine.get_rhythm_display(),
        "is_bounced": mine.bounced_at is not None,
        "url": reverse("notifications:mails"),
    }


register_panel(Panel("account", "notifications/panels/mails.html", of_mails, order=36))
register_panel(Panel("notices", "notifications/panels/mails.html", of_mails, order=30))
