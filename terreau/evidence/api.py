from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as Refused
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from terreau.entries.dates import LATEST, Day
from terreau.evidence import actions, queries, tokens
from terreau.evidence.decimals import plain
from terreau.evidence.periods import ONE_DAY, named
from terreau.evidence.summary import summary
from terreau.evidence.vocabulary import (
    Dimension,
    Direction,
    Level,
    Period,
    StandsFor,
    Verdict,
    Way,
)

router = Router(tags=["Evidence"])
throttle = AuthRateThrottle("120/m")  # of each token
NUMBER = r"^-?[0-9]{1,11}(\.[0-9]{1,4})?$"


class MeasurementOut(Schema):
    uid: UUID
    value: str = Field(description="a decimal number, exact")
    period_from: date
    period_to: date = Field(description="the day after the last")
    level: Literal[tuple(Level.values)]  # type: ignore[valid-type]
    checked_by: str
    way: Literal[tuple(Way.values)]  # type: ignore[valid-type]
    source: str
    note: str
    method: int = Field(description="number of the definition that it was measured by")
    recorded_at: datetime


class TargetOut(Schema):
    uid: UUID
    value: str
    due_on: date
    set_on: date
    frozen_at: datetime | None = Field(description="when a review froze it")
    review: UUID | None
    method: int
    verdict: Literal[tuple(Verdict.values)]  # type: ignore[valid-type]
    so_far: Literal[tuple(Verdict.values)] = Field(  # type: ignore[valid-type]
        description="the same by the last period that has ended"
    )
    measured: MeasurementOut | None


class MethodOut(Schema):
    number: int
    valid_from: date | None = Field(description="none: since the beginning")
    definition: str
    unit: str
    period: Literal[tuple(Period.values)]  # type: ignore[valid-type]
    direction: Literal[tuple(Direction.values)]  # type: ignore[valid-type]


class Failing(Schema):
    since: datetime
    code: str
    url: str


class IndicatorOut(Schema):
    uid: UUID
    name: str
    dimension: Literal[tuple(Dimension.values)]  # type: ignore[valid-type]
    stands_for: Literal[tuple(StandsFor.values)]  # type: ignore[valid-type]
    retired: bool
    measured_by: str
    measurer: UUID | None
    source_url: str
    unit: str
    period: str
    direction: str
    definition: str
    numerator: str
    denominator: str
    method: int
    methods: list[MethodOut]
    verdict: Literal[tuple(Verdict.values)]  # type: ignore[valid-type]
    latest: MeasurementOut | None
    measurements: list[MeasurementOut]
    targets: list[TargetOut]
    failing: Failing | None = Field(description="since when its statistics cannot be read")


class CostOut(Schema):
    uid: UUID
    amount: str
    currency: str
    period_from: date
    period_to: date
    covers: list[str]
    says: str
    source: str
    recorded_at: datetime


class UnitCostOut(Schema):
    """The budget of a period for each unit of an indicator; `refused` says why there is none."""

    indicator: UUID
    name: str
    stands_for: str
    period_from: date
    period_to: date
    budget: str
    covers: list[str]
    says: list[str]
    months: int | None
    counted: int
    divisor: str | None
    value: str | None
    refused: str


class TitleOut(Schema):
    uid: UUID
    title: str
    organization: UUID
    attested_by: str
    attested_on: date
    source: str
    recorded_at: datetime


class EvidenceOut(Schema):
    """The evidence of a project on a day, as it was known at a moment."""

    as_of: date | None
    known_at: date | None
    dimensions: dict[str, bool]
    indicators: list[IndicatorOut]
    costs: list[CostOut]
    per_unit: list[UnitCostOut]
    titles: list[TitleOut]


class Moment(Schema):
    as_of: Day | None = Field(None, description="periods that had ended by then; default: today")
    known_at: Day | None = Field(None, description="what was known at the end of that day")


class MeasurementIn(Schema):
    indicator: UUID
    period: str = Field(
        max_length=40, description="2026-03, 2026-Q1, 2026-H1, 2026 or a day",
    )  # fmt: skip
    last_day: Day | None = Field(
        None, description="of a stretch of days that begins on the day `period`"
    )
    value: str = Field(pattern=NUMBER, description="a decimal number, as text: exact")
    source: str = Field("", max_length=500, description="a public address makes it published")
    note: str = Field("", max_length=2000)
    reason: str = Field(
        "", max_length=2000, description="of a correction, where another value is known; public"
    )


class Taken(Schema):
    uid: UUID
    outcome: Literal["recorded", "corrected", "unchanged"]
    value: str
    period_from: date
    period_to: date


class Bearer(HttpBearer):
    """A token of a project, made by somebody of its team."""

    def authenticate(self, request, token):
        return tokens.use(token)


@router.get("/{uuid:uid}/evidence/", response=EvidenceOut, operation_id="get_project_evidence")
def get_project_evidence(request, uid: UUID, given: Query[Moment]):
    """Indicators with their measurements and targets, costs and titles of a project."""
    project = queries.project_with(request.user, uid)
    return summary(project, given.as_of, given.known_at)


@router.post(
    "/{uuid:uid}/measurements/",
    response={200: Taken, 201: Taken},
    auth=Bearer(),
    throttle=[throttle],
    operation_id="post_measurement",
    url_name="post_measurement",
)
def post_measurement(request, uid: UUID, given: MeasurementIn):
    """Record a value. The same value again changes nothing; another needs a reason."""
    token = request.auth
    project = queries.project_with(token.user, uid)
    if token.project_id != project.pk:
        raise HttpError(403, _("This token is for another project."))
    indicator = queries.indicator_with(project, given.indicator)
    if indicator is None:
        raise HttpError(422, _("The project measures nothing of this identifier."))
    begin, end = stretch_of(given)
    value = Decimal(given.value)
    outcome = take(token, project, indicator, value, begin, end, given)
    row = queries.known_value(indicator, begin, end)
    taken = {
        "uid": row.uid, "outcome": outcome, "value": plain(row.value),
        "period_from": row.period_from, "period_to": row.period_to,
    }  # fmt: skip
    return Status(201 if outcome == "recorded" else 200, taken)


def stretch_of(given):
    """The stretch of days that a request names, half open. Raises HttpError."""
    stretch = named(given.period)
    if stretch and given.last_day:
        is_near = given.last_day <= LATEST
        stretch = (stretch[0], given.last_day + ONE_DAY) if is_near else None
    if stretch is None or stretch[0] >= stretch[1]:
        raise HttpError(422, _("The period is none: write 2026-03, 2026-Q1, 2026 or a day."))
    return stretch


def take(token, project, indicator, value, begin, end, given):
    """ "recorded", "corrected" or "unchanged". Raises HttpError."""
    known = queries.known_value(indicator, begin, end)
    if known is not None and known.value == value:
        return "unchanged"
    said = {"value": value, "source": given.source, "note": given.note}
    more = {"way": Way.PROGRAM, "by_token": token.uid}
    try:
        if known is None:
            when = {"period_from": begin, "period_to": end}
            actions.record(token.user, project, indicator=indicator, **said, **when, **more)
            return "recorded"
        if not given.reason.strip():
            raise HttpError(409, _("Another value is known for this period: give a reason."))
        said = {name: text for name, text in said.items() if text != ""}
        actions.correct(token.user, project, measurement=known, reason=given.reason, **said, **more)
    except actions.AlreadyRecorded as error:
        raise HttpError(409, " ".join(error.messages)) from None
    except Refused as error:
        raise HttpError(422, " ".join(error.messages)) from None
    except PermissionDenied:
        raise HttpError(403, _("Who made this token has lost the right to record.")) from None
    return "corrected"
