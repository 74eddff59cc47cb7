from django.utils.translation import gettext_lazy as _

from terreau.entries.kinds import Feature, Kind, register
from terreau.needs.models import HELPED_BY, Need, State
from terreau.needs.queries import export_rows, searched_texts


def states():
    return dict(State.choices)


register(
    Kind(
        model=Need,
        path="needs",
        name=_("need"),
        name_plural=_("needs"),
        urls="terreau.needs.urls",
        api="terreau.needs.api.router",
        card="needs/_card.html",
        text=searched_texts,
        states=states,
        export=export_rows,
        roles={HELPED_BY: _("helped by")},
        features=frozenset({Feature.ATTACH, Feature.COMMENT, Feature.FOLLOW}),
    )
)
