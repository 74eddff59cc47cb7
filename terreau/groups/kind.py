from django.utils.translation import gettext_lazy as _

from terreau.entries.kinds import Feature, Kind, register
from terreau.groups.models import Group, State
from terreau.groups.queries import export_rows, searched_texts


def states():
    return dict(State.choices)


register(
    Kind(
        model=Group,
        path="groups",
        name=_("group"),
        name_plural=_("groups"),
        urls="terreau.groups.urls",
        api="terreau.groups.api.router",
        card="groups/_card.html",
        text=searched_texts,
        states=states,
        export=export_rows,
        features=frozenset({Feature.FOLLOW}),
    )
)
