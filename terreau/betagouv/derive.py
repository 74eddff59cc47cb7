"""From what a product said over time to the rows of its project, whatever the order of harvests.

Everything here is a pure function of [(day of a run, facts or None while absent)].
"""

from datetime import date

from terreau.betagouv.records import PhaseRecord
from terreau.betagouv.spells import known_spells
from terreau.entries.known import start_of
from terreau.harvest.versions import rows_known
from terreau.projects.chain import SpellFact
from terreau.projects.phases import Phase


def spell_rows(segments):
    """[(SpellFact, recorded_at, superseded_at)]: what was known of the phases, and when."""
    told, last, since = [], (), {}
    for day, facts in segments:
        if facts is None:
            since = {}
        else:
            phases = [phase_of(each) for each in facts["phases"]]
            undated = phases[-1].word if phases and phases[-1].start is None else None
            since = {undated: since.get(undated, day)}
            last = tuple(fact_of(spell) for spell in known_spells(phases, since[undated]))
        told.append((start_of(day), last))
    return rows_known(told)


def phase_of(facts):
    return PhaseRecord(
        word=facts["word"],
        phase=facts["phase"],
        start=day_of(facts["start"]),
        end=day_of(facts["end"]),
        comment=facts["comment"],
        index=facts["index"],
    )


def day_of(text):
    return date.fromisoformat(text) if text else None


def fact_of(spell):
    return SpellFact(
        phase=spell.phase or Phase.UNKNOWN.value,
        valid_from=spell.valid_from,
        sequence=spell.sequence,
        valid_to=spell.valid_to,
        undated=spell.undated,
        declared_end=spell.declared_end,
        word=spell.word[:80],
        cause="harvest",
        reason=spell.comment,
    )


def listing_rows(segments):
    """[((), recorded_at, superseded_at)]: the stretches in which the source knew of the product."""
    return rows_known([(start_of(day), [()] if facts else []) for day, facts in segments])


def tie_rows(segments, targets):
    """[((target, role, leads, valid_from, valid_to), recorded_at, superseded_at)].

    targets: facts → [(target, role, leads)]. A source says who hosts a product now: a tie that is
    new in a later state begins that day, one that is no longer there ends that day, and one that
    was there at first has no known beginning.
    """
    told, begun, ended = [], {}, set()
    first = True
    for day, facts in segments:
        if facts is not None:
            now = set(targets(facts))
            ended |= {(*tie, begun[tie], day) for tie in begun if tie not in now}
            begun = {tie: begun.get(tie, None if first else day) for tie in now}
            first = False
        open_ties = {(*tie, start, None) for tie, start in begun.items()}
        told.append((start_of(day), open_ties | {tie for tie in ended if tie[3] != tie[4]}))
    return rows_known(told)


def event_rows(segments):
    """[((name, word, happened_on, amount, sequence, commented), recorded_at, superseded_at)]."""
    told, last = [], ()
    for day, facts in segments:
        last = tuple(events_of(facts)) if facts is not None else last
        told.append((start_of(day), last))
    return rows_known(told)


def events_of(facts):
    for each in facts["events"]:
        happened_on = day_of(each["date"])
        commented = bool(each["comment"] or each.get("commented"))
        name, word = each["kind"] or "other", each["word"][:80]
        yield (name, word, happened_on, None, each["index"], commented)
    grant = facts["funding"]
    if grant:
        word = f"FAST {grant['promotion']}" if grant["promotion"] else "FAST"
        yield ("funding", word, None, grant["amount"], len(facts["events"]), False)
