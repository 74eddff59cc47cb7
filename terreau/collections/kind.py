from django.utils.translation import gettext_lazy as _

from terreau.collections.models import Collection
from terreau.collections.queries import export_rows, searched_texts
from terreau.entries.kinds import Feature, Kind, register


def states():
    return {}


register(
    Kind(
        model=Collection,
        path="collections",
        name=_("collection"),
        name_plural=_("collections"),
        urls="terreau.collections.urls",
        api="terreau.collections.api.router",
        card="collections/_card.html",
        text=searched_texts,
        states=states,
        export=export_rows,
        features=frozenset({Feature.COMMENT, Feature.FOLLOW}),
        in_menu=False,
    )
)
