from datetime import date

from terreau.betagouv.records import (
    IncubatorRecord,
    Links,
    OrganisationRecord,
    PhaseRecord,
    Snapshot,
    SponsorRecord,
    StartupRecord,
    digest_of,
)
from terreau.betagouv.vocabulary import PHASES


def phase(word, start=None, index=0, end=None):
    day = date.fromisoformat
    return PhaseRecord(
        word, PHASES.get(word), day(start) if start else None, day(end) if end else None, "", index
    )


def startup(name, *phases, incubator="fabrique", sponsors=(), themes=(), former=(), **given):
    """A product; phases: (word, start) in the order of the file, start None for none."""
    return StartupRecord(
        external_id=name,
        title=given.pop("title", name.title()),
        incubators=(incubator,) if incubator else (),
        sponsors=tuple(SponsorRecord("reference", external_id=each) for each in sponsors),
        phases=tuple(phase(word, start, index) for index, (word, start) in enumerate(phases)),
        themes=tuple(themes),
        redirect_from=tuple(f"/startups/{each}" for each in former),
        links=Links(),
        **given,
    )


def snapshot(*startups, incubators=("fabrique", "atelier"), bodies=("dgx",), **given):
    made = Snapshot(
        startups=startups,
        incubators=tuple(IncubatorRecord(each, each.title()) for each in incubators),
        organisations=tuple(OrganisationRecord(each, f"Direction {each}", each) for each in bodies),
        read=len(startups) + len(incubators) + len(bodies),
        **given,
    )
    parts = [digest_of(each) for each in (*made.startups, *made.incubators, *made.organisations)]
    return Snapshot(
        **{n: getattr(made, n) for n in made.__slots__} | {"digest": "".join(parts)[:64]}
    )
