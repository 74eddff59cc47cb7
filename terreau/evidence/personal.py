from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.evidence.models import Token


def token_rows(user):
    """Tokens of programs, without what opens them."""
    for each in Token.objects.filter(user=user).select_related("project").order_by("pk"):
        yield {
            "project": str(each.project.uid),
            "title": each.project.title,
            "name": each.name,
            "made_at": each.created_at,
            "revoked_at": each.revoked_at,
            "last_used_on": each.last_used_on,
        }


register_holding(Holding("tokens", _("Tokens of programs"), ("evidence.Token",), token_rows))
