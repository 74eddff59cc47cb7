"""The coverage of reviews for machines: the same questions, and the same numbers."""

from datetime import date
from typing import Generic, TypeVar

from ninja import Field, Query, Router, Schema
from ninja.errors import ValidationError

from terreau.entries.dates import Day
from terreau.portfolio.api import Reproduction
from terreau.portfolio.figures import as_data
from terreau.reviews.coverage_form import ReviewQuestionForm
from terreau.reviews.figures import ANSWERS, found_for

router = Router(tags=["Reviews"])
Record = TypeVar("Record")


class AskedOfReviews(Schema):
    """What is asked: the same parameters as those of the page and of the command line."""

    as_of: Day | None = Field(None, description="day counted; default: known_at, or today")
    known_at: Day | None = Field(
        None, description="with what was known at the end of that day; default: now"
    )
    incubator: str = Field(
        "", max_length=120, description="address of the incubator that hosted it on that day"
    )


class ReviewFigure(Schema):
    """One number and what it was made from."""

    name: str
    label: str
    value: float | None = Field(description="null: not known")
    unit: str = Field(description="share, months, or what is counted")
    n: int
    low: float | None = Field(description="lower limit of the 95 % interval")
    high: float | None


class ReviewAnswer(Schema, Generic[Record]):
    """One table of figures with its definition, its day, and how to have it again."""

    name: str
    title: str
    definition: str
    as_of: date
    known_at: date
    n: int
    note: str
    reproduce: Reproduction
    figures: list[ReviewFigure]
    records: list[Record]


class CoverageRecord(Schema):
    projects: int = Field(description="in incubation, first phase at least 183 days earlier")
    reviewed: int = Field(description="of those, reviewed on the day or in the 365 days before")
    share: float | None
    on_time: int
    due_soon: int = Field(description="due within 45 days")
    overdue: int
    intervals: int = Field(description="from a review of a project to its next one")
    median_months: float | None
    committees: int = Field(description="told by sources, whatever their day")
    committees_without_comment: int
    committees_ahead: int = Field(description="of those, after the day")


class CoveragePoint(Schema):
    day: date
    projects: int
    reviewed: int
    share: float


class OverdueRecord(Schema):
    project: str = Field(description="address of the project")
    title: str
    due_on: date
    days: int = Field(description="days late")
    last_review: date | None


class DecisionCount(Schema):
    decision: str
    label: str
    last_year: int
    ever: int


class IntervalCount(Schema):
    months: int = Field(description="whole months until the next review; 24: or more")
    reviews: int


class ReviewPeer(Schema):
    incubator: str
    name: str
    n: int
    reviewed: int
    share: float
    low: float
    high: float


class TeamsRecord(Schema):
    projects: int = Field(description="in construction, acceleration or consolidation on the day")
    without: int | None = Field(description="nobody has a mission; null: no missions are known")
    ending: int | None = Field(
        description="of the others, those whose whole team ends within the days named; null: not "
        "known, or asked of one incubator"
    )
    within_days: int


def answer(name, given):
    form = ReviewQuestionForm(given.dict())
    if not form.is_valid():
        raise ValidationError(
            [{"loc": ("query", name), "msg": str(words)} for name, words in form.mistakes]
        )
    return as_data(ANSWERS[name](form.question, found_for(form.question)))


@router.get("/", response=ReviewAnswer[CoverageRecord], operation_id="get_review_coverage")
def get_review_coverage(request, given: Query[AskedOfReviews]):
    """How many projects were reviewed in the last twelve months, and how many are late."""
    return answer("coverage", given)


@router.get(
    "/evolution/", response=ReviewAnswer[CoveragePoint], operation_id="get_review_evolution"
)
def get_review_evolution(request, given: Query[AskedOfReviews]):
    """The coverage on the first day of each quarter and on the day."""
    return answer("evolution", given)


@router.get("/overdue/", response=ReviewAnswer[OverdueRecord], operation_id="get_overdue_reviews")
def get_overdue_reviews(request, given: Query[AskedOfReviews]):
    """The projects whose review is late, the longest first."""
    return answer("overdue", given)


@router.get("/decisions/", response=ReviewAnswer[DecisionCount], operation_id="get_decision_counts")
def get_decision_counts(request, given: Query[AskedOfReviews]):
    """The reviews held, by what was decided."""
    return answer("decisions", given)


@router.get(
    "/intervals/", response=ReviewAnswer[IntervalCount], operation_id="get_review_intervals"
)
def get_review_intervals(request, given: Query[AskedOfReviews]):
    """How long it took from a review of a project to its next one."""
    return answer("intervals", given)


@router.get("/comparison/", response=ReviewAnswer[ReviewPeer], operation_id="get_review_comparison")
def get_review_comparison(request, given: Query[AskedOfReviews]):
    """Coverage by incubator, with its interval: no league table."""
    return answer("comparison", given)


@router.get("/teams/", response=ReviewAnswer[TeamsRecord], operation_id="get_teams")
def get_teams(request, given: Query[AskedOfReviews]):
    """How many projects have nobody who works for them, and how many lose their whole team soon."""
    return answer("teams", given)
