"""Actions on what the record of a project says already: corrections of its spells."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.projects.actions import (
    LABELS,
    Unusual,
    is_empty,
    refuse_birth,
    refuse_history,
    required,
    settle,
    wait,
    write_chain,
)
from terreau.projects.chain import SpellFact, fact_of, last_at_work, linked
from terreau.projects.models import Step
from terreau.projects.phases import is_usual, label
from terreau.projects.queries import chain_of


@action(
    "projects.correct_spell",
    sentence=gettext_lazy(
        "{subject}: the record of {before} from {before_from} was corrected to {phase} from {on}: "
        "{reason}"
    ),
    labels=LABELS,
)
def correct_spell(user, project, *, spell, phase, on, reason):
    """Correct what a spell says. The former words stay, as known until now.

    Raises Unusual where that makes a step which needs a second person.
    """
    return correct(project, spell, phase, on, required(reason), by=user.uid)


@action(
    "projects.propose_correction",
    sentence=gettext_lazy(
        "{subject}: to correct the record of {before} from {before_from} to {phase} from {on} is "
        "proposed and waits for a second person."
    ),
    labels=LABELS,
)
def propose_correction(user, project, *, spell, phase, on, reason):
    """Propose a correction that makes an unusual step, for another to confirm."""
    wrong, _others = corrected(project, spell, phase, on)
    wait(user, project, spell=spell, phase=phase, on=on, reason=required(reason))
    return said(wrong, phase, on, reason)


@action(
    "projects.confirm_correction",
    sentence=gettext_lazy(
        "{subject}: the record of {before} from {before_from} was corrected to {phase} from {on}, "
        "confirmed by a second person: {reason}"
    ),
    labels=LABELS,
)
def confirm_correction(user, project):
    """Confirm the correction that somebody else proposed: it takes effect."""
    waiting = settle(user, project, Step.Outcome.CONFIRMED, spell__isnull=False)
    return correct(
        project, waiting.spell, waiting.phase, waiting.on, waiting.reason,
        by=waiting.proposed_by, second=user.uid,
    )  # fmt: skip


def correct(project, spell, phase, on, reason, *, by, second=None):
    wrong, others = corrected(project, spell, phase, on)
    right = SpellFact(
        phase, on, wrong.sequence,
        word=wrong.word, cause="correction", reason=reason, confirmed_by=second,
    )  # fmt: skip
    if second is None:
        refuse_new_steps([*others, wrong], [*others, right])
    write_chain(project, [*others, right], by=by)
    return said(wrong, phase, on, reason)


def corrected(project, spell, phase, on):
    """(the fact that a spell says, the other facts). Refuses what cannot be corrected so."""
    refuse_history(phase)
    facts = chain_of(project)
    wrong = next((fact for fact in facts if fact.sequence == spell.sequence), None)
    if wrong is None or fact_of(spell) != wrong:
        raise ValidationError(_("This spell was corrected in the meantime: look at it again."))
    refuse_birth(project, on)
    return wrong, [fact for fact in facts if fact is not wrong]


def said(wrong, phase, on, reason):
    return {
        "before": wrong.phase,
        "before_from": wrong.valid_from.isoformat(),
        "phase": phase,
        "on": on.isoformat(),
        "reason": reason,
    }


def refuse_new_steps(facts, corrected):
    """Refuse a correction that makes an unusual step which the record did not have."""
    had = {(one.phase, other.phase) for one, other in steps_of(facts)}
    for one, other in steps_of(corrected):
        pair = (one.phase, other.phase)
        if pair not in had and not is_usual(*pair, last_at_work(linked(corrected), one.valid_from)):
            raise Unusual(
                _("From %(before)s to %(phase)s is unusual: another person has to confirm it."),
                params={"before": label(one.phase), "phase": label(other.phase)},
            )


def steps_of(facts):
    """The pairs of phases that followed one another, those of no length left out."""
    return pairwise(fact for fact in linked(facts) if not is_empty(fact))
