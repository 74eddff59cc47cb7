"""The figures of the portfolio for machines: the same questions, and the same numbers."""

from datetime import date
from typing import Generic, Literal, TypeVar
from uuid import UUID

from ninja import Field, Query, Router, Schema
from ninja.errors import ValidationError

from terreau.entries.dates import Day
from terreau.portfolio.answers import ANSWERS
from terreau.portfolio.counts import headline, last_written
from terreau.portfolio.figures import as_data, total_as_data
from terreau.portfolio.flows import flow
from terreau.portfolio.forms import DEFAULT, WAYS, FlowForm, QuestionForm
from terreau.portfolio.queries import results
from terreau.projects.phases import DEFINITIONS, Phase

router = Router(tags=["Portfolio"])
Record = TypeVar("Record")


class AskedOfAll(Schema):
    """What is asked: the same parameters as those of the page and of the command line."""

    as_of: Day | None = Field(None, description="day counted; default: known_at, or today")
    known_at: Day | None = Field(
        None, description="with what was known at the end of that day; default: now"
    )
    definition: Literal[tuple(DEFINITIONS)] = DEFAULT  # type: ignore[valid-type]


class Asked(AskedOfAll):
    incubator: str = Field(
        "", max_length=120, description="address of the incubator that hosted it on that day"
    )
    territory: str = Field("", max_length=40, description="code of the territory that it lies in")
    theme: str = Field("", max_length=80, description="address of a theme")


class Reproduction(Schema):
    url: str
    command: str


class FigureOut(Schema):
    """One number and what it was made from."""

    name: str
    label: str
    value: float | None = Field(description="null: not known yet, as a median not yet reached")
    unit: Literal["projects", "share", "months"]
    n: int = Field(description="projects that it was made from")
    low: float | None = Field(description="lower limit of the 95 % interval")
    high: float | None
    followed: int | None = Field(description="projects followed for that long")
    immature: bool = Field(description="too few were followed for that long")
    note: str


class TotalOut(FigureOut):
    definition: str
    as_of: date
    known_at: date
    reproduce: Reproduction


class AnswerOut(Schema, Generic[Record]):
    """One table of figures with its definition, its day, and how to have it again."""

    name: str
    title: str
    definition: str
    counting: str
    as_of: date
    known_at: date
    n: int
    note: str
    reproduce: Reproduction
    figures: list[FigureOut]
    records: list[Record]


class PhaseCount(Schema):
    phase: str
    label: str
    projects: int
    counted: bool = Field(True, description="whether the definition counts this phase")


class Flow(Schema):
    year: int
    phase: str
    label: str
    entered: int
    left: int


class AskedOfFlow(Asked):
    year: int = Field(ge=1900, le=9998)
    phase: Literal[tuple(Phase.values)]  # type: ignore[valid-type]
    way: Literal[WAYS] = WAYS[0]  # type: ignore[valid-type]


class Moved(Schema):
    day: date
    uid: UUID
    slug: str
    title: str


class PartCount(Schema):
    key: str = Field(description="address of the incubator or theme, code of the territory")
    name: str
    projects: int


class SurvivalPoint(Schema):
    months: float
    at_risk: int
    alive: float
    low: float
    high: float
    immature: bool


class Stay(Schema):
    phase: str
    label: str
    n: int
    ended: int
    median_months: float | None
    low: float | None
    high: float | None


class Passage(Schema):
    phase: str
    label: str
    entered: int
    went_on: int
    left: int
    still_on_the_way: int


class Peer(Schema):
    incubator: str
    name: str
    n: int
    stopped: int
    at_risk: int
    alive: float
    low: float
    high: float
    immature: bool


class Overview(Schema):
    total: TotalOut
    phases: AnswerOut[PhaseCount]


def asked(given, form=QuestionForm):
    """The question; ValidationError for a day to come, or a part that the portfolio lacks."""
    form = form(given.dict())
    if not form.is_valid():
        raise ValidationError(
            [{"loc": ("query", name), "msg": str(words)} for name, words in form.mistakes]
        )
    return form.question


def answer(name, given):
    question = asked(given)
    return as_data(ANSWERS[name](question, results(question)))


@router.get("/", response=Overview, operation_id="get_portfolio")
def get_portfolio(request, given: Query[Asked]):
    """How many projects the definition counts, and all of them by phase."""
    question = asked(given)
    found = results(question)
    phases = as_data(ANSWERS["phases"](question, found))
    return {"total": total_as_data(headline(question, found)), "phases": phases}


@router.get("/phases/", response=AnswerOut[PhaseCount], operation_id="get_portfolio_phases")
def get_portfolio_phases(request, given: Query[Asked]):
    """Projects by phase on the day."""
    return answer("phases", given)


@router.get(
    "/evolution/", response=AnswerOut[dict[str, str | int]], operation_id="get_portfolio_evolution"
)
def get_portfolio_evolution(request, given: Query[Asked]):
    """Projects by phase on the first day of each quarter and on the day: a column a phase."""
    return answer("evolution", given)


@router.get("/flows/", response=AnswerOut[Flow], operation_id="get_portfolio_flows")
def get_portfolio_flows(request, given: Query[Asked]):
    """How many projects entered and left each phase in each year, until the day."""
    return answer("flows", given)


@router.get("/flow/", response=AnswerOut[Moved], operation_id="get_portfolio_flow")
def get_portfolio_flow(request, given: Query[AskedOfFlow]):
    """The projects that entered or left a phase in a year, one for each time, in order."""
    return as_data(flow(asked(given, FlowForm)))


@router.get("/survival/", response=AnswerOut[SurvivalPoint], operation_id="get_portfolio_survival")
def get_portfolio_survival(request, given: Query[Asked]):
    """Share of projects not stopped, by months since their first construction began."""
    return answer("survival", given)


@router.get("/durations/", response=AnswerOut[Stay], operation_id="get_portfolio_durations")
def get_portfolio_durations(request, given: Query[Asked]):
    """Censored median time in each phase."""
    return answer("durations", given)


@router.get(
    "/exits/", response=AnswerOut[dict[str, float | int]], operation_id="get_portfolio_exits"
)
def get_portfolio_exits(request, given: Query[Asked]):
    """Cumulative incidence of each way out, by months: three columns a way."""
    return answer("exits", given)


@router.get("/funnel/", response=AnswerOut[Passage], operation_id="get_portfolio_funnel")
def get_portfolio_funnel(request, given: Query[Asked]):
    """What became of the projects that entered each phase."""
    return answer("funnel", given)


@router.get("/comparison/", response=AnswerOut[Peer], operation_id="get_portfolio_comparison")
def get_portfolio_comparison(request, given: Query[Asked]):
    """Share alive after 24 months by incubator, with its interval: no league table."""
    return answer("comparison", given)


@router.get("/incubators/", response=AnswerOut[PartCount], operation_id="get_portfolio_incubators")
def get_portfolio_incubators(request, given: Query[Asked]):
    """Projects that the definition counts, by incubator on the day."""
    return answer("incubators", given)


@router.get(
    "/territories/", response=AnswerOut[PartCount], operation_id="get_portfolio_territories"
)
def get_portfolio_territories(request, given: Query[Asked]):
    """Projects that the definition counts, by the territory that they name."""
    return answer("territories", given)


@router.get("/themes/", response=AnswerOut[PartCount], operation_id="get_portfolio_themes")
def get_portfolio_themes(request, given: Query[Asked]):
    """Projects that the definition counts, by theme."""
    return answer("themes", given)


@router.get(
    "/last-written/", response=AnswerOut[PhaseCount], operation_id="get_portfolio_last_written"
)
def get_portfolio_last_written(request, given: Query[AskedOfAll]):
    """All projects by the phase that their source wrote last, as earlier figures counted them."""
    return as_data(last_written(asked(given)))
