"""An incubator of the size that the manager's view is promised for: its projects and reviews."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bench.lives import DAY, FIRST, LAST
from bench.population import at
from terreau.organizations.models import OrganizationType
from terreau.people.models import Standing
from terreau.projects.phases import INCUBATION
from terreau.reviews.models import AWAITING, State

PROJECTS = 500
PENDING = 0.85  # of the projects have a review that is planned, under way or without a decision
STATES = [
    (State.PLANNED, 60), (State.OPEN, 16), (State.FROZEN, 12), (State.HELD, 8),
    (State.HELD_WITHOUT_DECISION, 4),
]  # fmt: skip
KINDS = [
    ("continue", 50), ("conditions", 18), ("bridge", 8), ("advance", 10), ("rework", 8),
    ("reinforce", 6),
]  # fmt: skip
INTERVAL = 183  # days between two reviews, more or less


@dataclass(frozen=True)
class Meeting:
    """A review as it went. key, project: of the entries; days count from the first of the bench."""

    key: int
    project: int
    title: str
    published: int
    due: int
    state: State
    held: int | None
    kind: str


class Managed:
    """Rows as those of `Population`, for entries with the keys that come after all of its own.

    meetings: what was written of reviews, for what hangs on them.
    """

    def __init__(self, population, projects=PROJECTS):
        self.population = population
        self.random = Random(population.seed + 1)  # noqa: S311  not for secrets
        self.host, self.person = population.size + 1, population.size + 2
        self.projects = range(self.person + 1, self.person + 1 + projects)
        self.key = self.projects.stop
        self.meetings = []

    def rows(self, user):
        """{name of a table: rows}; user: the account of the person that manages the incubator."""
        rows, population = defaultdict(list), self.population
        population.published |= {self.host: 800, self.person: LAST - 300}
        population.organization(self.host, rows, OrganizationType.INCUBATOR)
        self.profile(user, rows)
        for project in self.projects:
            spells = self.course()
            population.published[project] = spells[0][1] + 10
            title = population.project(project, rows, host=self.host, spells=spells)
            for meeting in self.reviews(project, spells[0][1], title[0]):
                self.review(meeting, title[1], rows)
        return dict(rows)

    def course(self):
        """[(phase, day it began)] of a project that is in incubation to this day."""
        phases = INCUBATION[: self.random.choice((1, 2, 2, 3, 3, 3, 4))]
        begun = LAST - self.random.randint(150, 1400)
        length = (LAST - begun) // len(phases)
        return [(phase.value, begun + length * n) for n, phase in enumerate(phases)]

    def profile(self, user, rows):
        name = "Camille Exemple"
        pieces = [self.population.lexicon.piece(name)]
        rows["people"].append((self.person, user, "Je tiens cet incubateur."))
        self.population.entry(
            self.person, "person", Standing.AGENT.value, name, pieces,
            "", None, [], (), [], "people.create", {"title": name}, rows,
        )  # fmt: skip

    def reviews(self, project, begun, title):
        """The meetings of a project: those that decided, then the one that is to come, if any."""
        random, held = self.random, []
        day = LAST - random.randint(3, 190)
        while day > begun + 120 and len(held) < 3:
            held.insert(0, day)
            day -= random.randint(150, 230)
        for day in held:
            due = day + random.randint(-20, 10)
            yield self.meeting(project, title, begun, due, State.DECIDED, day, drawn(random, KINDS))
        if random.random() < PENDING:
            due = (held[-1] if held else begun) + INTERVAL
            state = drawn(random, STATES)
            day = LAST - random.randint(0, 2) if state in AWAITING else None
            yield self.meeting(project, title, begun, due, state, day, "")

    def meeting(self, project, title, begun, due, state, held, kind):
        key, self.key = self.key, self.key + 1
        published = min(LAST - 3, max(begun + 12, due - 120))
        title = f"Revue de {title}, {key}"
        meeting = Meeting(key, project, title, published, due, state, held, kind)
        self.meetings.append(meeting)
        return meeting

    def review(self, meeting, pieces, rows):
        """A review as an entry, with search and counts."""
        population, key = self.population, meeting.key
        population.published[key] = meeting.published
        closed = at(meeting.held) if meeting.kind else None
        held = meeting.held and dated(meeting.held)
        rows["reviews"].append(
            (key, meeting.project, dated(meeting.due), "six_months", dated(meeting.due), 2, held,
             closed)
        )  # fmt: skip
        piece = population.lexicon.piece
        population.entry(
            key, "review", meeting.state.value, meeting.title,
            [piece("Revue de"), *pieces, piece(str(key))], "", None, [], (),
            [piece(reasons(meeting))] if meeting.kind else [],
            "reviews.plan", {"due_on": dated(meeting.due)}, rows,
            author=self.host, context=meeting.project,
        )  # fmt: skip


def reasons(meeting):
    """Why it was decided so: what search reads of a review."""
    return (
        "Les mesures montrent que le service est utilisé chaque mois davantage, et les "
        f"entretiens que les agents y gagnent du temps. Décision : {meeting.kind}."
    )


def drawn(random, weighed):
    return random.choices([each for each, _ in weighed], [n for _, n in weighed])[0]


def dated(day):
    """A day of the bench as ISO 8601, whether it has come or not."""
    return DAY[day] if day <= LAST else (FIRST + timedelta(days=day)).isoformat()
