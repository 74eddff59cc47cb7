from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.feed.models import Reader


def reader_rows(user):
    for each in Reader.objects.filter(user=user):
        yield {
            "told_to": each.told_to,
            "seen_to": each.seen_to,
            "last_digest": each.edition,
            "sent_at": each.sent_at,
        }


register_holding(Holding("digests", _("Digests"), ("feed.Reader",), reader_rows))
