from django.utils.translation import gettext_lazy as _

from terreau.entries.kinds import Feature, Kind, register
from terreau.offers.models import Offer, State
from terreau.offers.queries import export_rows, searched_texts


def states():
    return dict(State.choices)


register(
    Kind(
        model=Offer,
        path="offers",
        name=_("offer"),
        name_plural=_("offers"),
        urls="terreau.offers.urls",
        api="terreau.offers.api.router",
        card="offers/_card.html",
        text=searched_texts,
        states=states,
        export=export_rows,
        features=frozenset({Feature.ATTACH, Feature.COMMENT, Feature.FOLLOW}),
    )
)
