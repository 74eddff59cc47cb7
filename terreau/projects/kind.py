from django.utils.translation import gettext_lazy as _

from terreau.entries.kinds import Feature, Kind, register
from terreau.projects.models import Project
from terreau.projects.phases import STATES
from terreau.projects.queries import INCUBATED_BY, SPONSORED_BY, dated_cells, export_rows


def text(project):
    return [project.problem, project.solution, project.audience]


def states():
    return dict(STATES)


register(
    Kind(
        model=Project,
        path="projects",
        name=_("project"),
        name_plural=_("projects"),
        urls="terreau.projects.urls",
        api="terreau.projects.api.router",
        card="projects/_card.html",
        text=text,
        states=states,
        export=export_rows,
        roles={
            INCUBATED_BY: _("incubator"),
            SPONSORED_BY: _("sponsor"),
            "grew_from": _("grew from"),
            "built_on": _("built on"),
            "merged_into": _("merged into"),
            "replicates": _("took over"),
        },
        facet_roles=(INCUBATED_BY, SPONSORED_BY),
        columns={
            "phase_since": _("first day of the phase of a project"),
            "stopped_on": _("the same day, of a project that was stopped"),
        },
        cells=dated_cells,
        features=frozenset({Feature.COMMENT, Feature.FOLLOW}),
    )
)
