from datetime import date, datetime
from uuid import UUID

from ninja import Field, Query, Router, Schema

from terreau.entries.dates import Day
from terreau.projects import queries
from terreau.projects.models import Project
from terreau.search.api import EntryOut, ListQuery, Page, page_of

router = Router(tags=["Projects"])


class ProjectOut(EntryOut):
    problem: str
    solution: str
    audience: str
    born_on: date | None
    phase_since: date | None = Field(description="first day of the phase that `state` names")
    stopped_on: date | None = Field(description="the same day, of a project that was stopped")
    website: str
    repository: str
    statistics_url: str
    budget_url: str
    impact_url: str
    accessibility: str


class SpellOut(Schema):
    phase: str
    valid_from: date
    valid_to: date | None = Field(description="the day it ended, not included; none: it lasts")
    undated: bool = Field(description="no start is known: valid_from is the latest it can be")
    reason: str
    recorded_at: datetime
    superseded_at: datetime | None


class AffiliationOut(Schema):
    role: str
    leads: bool
    organization: UUID = Field(alias="target.uid")
    title: str = Field(alias="target.title")
    valid_from: date | None = Field(description="none: since ever, as far as is known")
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None


class History(Schema):
    """A project as it was known at a moment: its phases and who carried it."""

    uid: UUID
    known_at: date | None
    phase: str = Field(description="on the day asked for; empty where there was none yet")
    as_of: date
    spells: list[SpellOut]
    affiliations: list[AffiliationOut]


class Moment(Schema):
    as_of: Day | None = Field(None, description="the day the phase is asked of; default: today")
    known_at: Day | None = Field(None, description="what was known at the end of that day")


@router.get("/", response=Page[ProjectOut], operation_id="list_projects")
def list_projects(request, given: Query[ListQuery]):
    """Projects, found and sorted as on the directory page."""
    page = page_of(request, given, Project.KIND)
    return page | {"items": queries.dated(page["items"])}


@router.get("/{uuid:uid}/", response=ProjectOut, operation_id="get_project")
def get_project(request, uid: UUID):
    """One project, by its permanent identifier."""
    return queries.dated([queries.project_by_uid(request.user, uid)])[0]


@router.get("/{uuid:uid}/history/", response=History, operation_id="get_project_history")
def get_project_history(request, uid: UUID, given: Query[Moment]):
    """The phases and affiliations of a project, as known at a moment."""
    return queries.history_of(request.user, uid, given.as_of, given.known_at)
