from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.kinds import Feature, Kind, register
from terreau.resources.models import DUPLICATES, Resource, State
from terreau.resources.queries import export_rows, own_cells, searched_texts


def states():
    return dict(State.choices)


register(
    Kind(
        model=Resource,
        path="resources",
        name=_("resource"),
        name_plural=_("resources"),
        urls="terreau.resources.urls",
        api="terreau.resources.api.router",
        card="resources/_card.html",
        text=searched_texts,
        states=states,
        export=export_rows,
        roles={DUPLICATES: pgettext_lazy("resource", "duplicate of")},
        columns={
            "sort": _("sort of a resource: guide, method, template …"),
            "address": _("where a resource is"),
            "licence": _("licence of a resource (SPDX)"),
            "audience": _("whom a resource is for"),
            "identifier": _("identifier of a resource in the library that it comes from"),
        },
        cells=own_cells,
        features=frozenset({Feature.ATTACH, Feature.COMMENT, Feature.FOLLOW}),
    )
)
