"""Write the demonstration portfolio as package data. For maintainers.

    python scripts/build_demonstration.py FOLDER

reads every `YYYY-MM-DD.tar.gz` of a folder (beta.gouv.fr's content at those dates) and writes
`terreau/betagouv/data/demonstration.json.gz`, always the same content for the same snapshots.

Only facts go in, by name, from the typed records: identifiers, titles, names, acronyms and types of
organisations, phases and events with their dates, whether an event has a comment, addresses of
pages, themes, audiences, accessibility status and amounts of grants. No mission, no text, no
comment, no description, no person. See `terreau/betagouv/data/ATTRIBUTION.md`.
"""

import argparse
import gzip
import json
from datetime import date
from pathlib import Path

from terreau.betagouv.reader import DEMONSTRATION, read

TARGET = Path(__file__).parents[1] / "terreau" / "betagouv" / DEMONSTRATION
LINKS = {
    "site": "link",
    "repository": "repository",
    "stats": "stats_url",
    "budget": "budget_url",
    "impact": "impact_url",
    "dashlord": "dashlord_url",
}


def startup_facts(record):
    """The facts of a product, under the names that its file has for them."""
    facts = {
        "title": record.title,
        "incubator": next(iter(record.incubators), ""),
        "incubators": list(record.incubators) if len(record.incubators) > 1 else [],
        "sponsors": [sponsor_facts(each) for each in record.sponsors if each.source != "owner"],
        "owner": record.owner,
        "accessibility_status": record.accessibility,
        "usertypes": list(record.usertypes),
        "thematiques": list(record.themes),
        "redirect_from": list(record.redirect_from),
        "events": [
            filled(name=each.word, date=each.date, commented=each.commented)
            for each in record.events
        ],
    }
    facts |= {field: getattr(record.links, name) for name, field in LINKS.items()}
    if record.funding:
        facts["fast"] = filled(promotion=record.funding.promotion, montant=record.funding.amount)
    if record.era == "status":
        (phase,) = record.phases
        facts |= {"status": phase.word, "start": record.born_on, "end": phase.end}
    else:
        facts["phases"] = [
            filled(name=each.word, start=each.start, end=each.end) for each in record.phases
        ]
    return filled(**facts)


def sponsor_facts(sponsor):
    if sponsor.source == "reference":
        return f"/organisations/{sponsor.external_id}"
    return filled(
        name=sponsor.name,
        acronym=sponsor.acronym,
        type=sponsor.type,
        domaine_ministeriel=sponsor.domain,
    )


def incubator_facts(record):
    return filled(
        title=record.title,
        owner=record.owner,
        website=record.website,
        hidden=record.hidden,
        redirect_from=list(record.redirect_from),
    )


def organisation_facts(record):
    return filled(
        name=record.name,
        acronym=record.acronym,
        type=record.type,
        domaine_ministeriel=record.domain,
    )


def filled(**fields):
    """The fields that say something, dates as texts."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
        if value not in (None, "", [], {}, False)
    }


def state_of(snapshot):
    """{collection: {identifier: facts}} of a snapshot."""
    return {
        "startups": {each.external_id: startup_facts(each) for each in snapshot.startups},
        "incubators": {each.external_id: incubator_facts(each) for each in snapshot.incubators},
        "organisations": {
            each.external_id: organisation_facts(each) for each in snapshot.organisations
        },
    }


def changes(before, after):
    """What is new or different, whole; None for what is no longer there."""
    found = {name: facts for name, facts in after.items() if before.get(name) != facts}
    return found | {name: None for name in before if name not in after}


def build(folder):
    """The demonstration as JSON values, oldest state first."""
    states, before = [], {}
    for path in sorted(folder.glob("????-??-??.tar.gz")):
        day = date.fromisoformat(path.name.removesuffix(".tar.gz"))
        state = state_of(read(path))
        changed = {name: changes(before.get(name, {}), records) for name, records in state.items()}
        states.append({"known_at": day.isoformat(), "changed": changed})
        before = state
    return {"source": "beta.gouv.fr", "licence": "Licence Ouverte 2.0", "states": states}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of the snapshots")
    content = build(parser.parse_args().folder)
    if not content["states"]:
        raise SystemExit("There is no snapshot of the form YYYY-MM-DD.tar.gz in this folder.")
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(content['states'])} states, {len(text):,} characters, ", end="")
    print(f"{TARGET.stat().st_size:,} bytes compressed: {TARGET}")


if __name__ == "__main__":
    main()
