from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.entries.personal import told_title
from terreau.notifications.models import Notice, Preference


def notice_rows(user):
    for each in Notice.objects.filter(user=user).select_related("entry").order_by("pk"):
        yield {
            "entry": str(each.entry.uid),
            "title": told_title(each.entry),
            "about": each.text,
            "with": each.parameters,
            "told_at": each.created_at,
            "read_at": each.read_at,
            "mailed_at": each.mailed_at,
        }


register_holding(Holding("notices", _("Notices"), ("notifications.Notice",), notice_rows))


def preference_rows(user):
    for each in Preference.objects.filter(user=user):
        yield {
            "rhythm": each.rhythm,
            "bounced_at": each.bounced_at,
            "bounce_reason": each.bounce_reason,
        }


register_holding(
    Holding("mails", _("Mail preferences"), ("notifications.Preference",), preference_rows)
)
