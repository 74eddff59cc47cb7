"""What somebody put together under their profile."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.collections.models import Collection


def collection_rows(user):
    for each in Collection.objects.filter(author__person__user=user).order_by("pk"):
        yield {"uid": str(each.uid), "title": each.title, "summary": each.summary}


register_holding(Holding("collections", _("Collections of mine"), (), collection_rows))
