from django.utils.translation import gettext_lazy as _

from terreau.entries.kinds import Feature, Kind, register
from terreau.reviews.exports import export_rows, search_texts
from terreau.reviews.models import Review, State


def states():
    return dict(State.choices)


register(
    Kind(
        model=Review,
        path="reviews",
        name=_("review"),
        name_plural=_("reviews"),
        urls="terreau.reviews.urls",
        api="terreau.reviews.api.router",
        card="reviews/_card.html",
        text=search_texts,
        states=states,
        export=export_rows,
        features=frozenset({Feature.FOLLOW}),
        in_menu=False,
    )
)
