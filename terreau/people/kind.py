from django.utils.translation import gettext_lazy as _

from terreau.entries.kinds import Feature, Kind, register
from terreau.people.models import Person, Standing
from terreau.people.queries import export_rows, searched_text


def states():
    return dict(Standing.choices)


register(
    Kind(
        model=Person,
        path="people",
        name=_("person"),
        name_plural=_("people"),
        urls="terreau.people.urls",
        api="terreau.people.api.router",
        card="people/_card.html",
        text=searched_text,
        states=states,
        export=export_rows,
        features=frozenset({Feature.FOLLOW}),
    )
)
