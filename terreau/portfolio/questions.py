"""What a figure is asked of: a day, a moment of knowledge, a definition, a part of the whole."""

import shlex
from dataclasses import dataclass, fields, replace
from datetime import date

from django.utils import timezone
from django.utils.functional import cached_property

from terreau.organizations.models import Organization
from terreau.prepared.addresses import asking
from terreau.projects.phases import DEFINITIONS


@dataclass(frozen=True)
class Question:
    """as_of: a day; known_at: what was known at its end (None: now); definition: which phases.

    host, territory, topic: an Organization, the code of a territory, the slug of a theme, or None
    for the whole.
    """

    # Where the same can be asked again; other rooms ask questions of their own.
    COMMAND = "terreau portfolio"
    API = "/api/v1/portfolio/"
    PAGE, CHART = "portfolio:index", "portfolio:chart"
    HEADLINE = "total"  # the answer that all addresses give that name none

    as_of: date
    known_at: date | None = None
    definition: str = "in_incubation"
    host: Organization | None = None
    territory: str | None = None
    topic: str | None = None

    @property
    def phases(self):
        """The phases that the definition counts; () for every project."""
        return DEFINITIONS[self.definition].phases

    @property
    def narrow(self):
        return {"host": self.host, "territory": self.territory, "topic": self.topic}

    @property
    def is_whole(self):
        return not any(self.narrow.values())

    @cached_property
    def known_on(self):
        """The known-at date that is published with a figure."""
        return self.known_at or timezone.localdate()

    def counts(self, phase):
        """Whether a project in that phase ("" for none yet) is counted by the definition."""
        return not self.phases or phase in self.phases

    def but(self, **changes):
        return replace(self, **changes)

    @cached_property
    def parameters(self):
        """{name: text} of what an address needs to ask the same again on any later day."""
        given = {
            "as_of": self.as_of.isoformat(),
            "known_at": self.known_on.isoformat(),
            "definition": self.definition,
            "incubator": self.host.slug if self.host else None,
            "territory": self.territory,
            "theme": self.topic,
        }
        return {name: value for name, value in given.items() if value}

    def address(self, path, **more):
        """The path with the question, and more parameters, as its query."""
        return asking(path, self.parameters | more)

    def command(self, *more):
        """The command line that prints the same figures."""
        words = [self.COMMAND]
        for name, value in self.parameters.items():
            words += [f"--{name.replace('_', '-')}", shlex.quote(value)]
        return " ".join([*words, *more])


@dataclass(frozen=True)
class FlowQuestion(Question):
    """Which projects entered (way "entered") or left (way "left") a phase in a year."""

    PAGE = "portfolio:flow"

    year: int = 0
    phase: str = ""
    way: str = "entered"

    @cached_property
    def parameters(self):
        asked = {"year": str(self.year), "phase": self.phase, "way": self.way}
        return super().parameters | asked

    @property
    def plain(self):
        """The same question of everything."""
        return Question(**{each.name: getattr(self, each.name) for each in fields(Question)})
