from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from terreau.entries import tallies
from terreau.entries.actions import action, imported, lock_all
from terreau.entries.changes import change_fields
from terreau.entries.dates import refuse_far
from terreau.entries.models import Link
from terreau.entries.slugs import free_slug
from terreau.organizations.models import HOSTS
from terreau.projects import second_person
from terreau.projects.chain import SpellFact, fact_of, in_effect, last_at_work, linked
from terreau.projects.models import Listing, Project, Spell, Step
from terreau.projects.phases import (
    EXITS,
    HISTORY_ONLY,
    INCUBATION,
    NOT_YET,
    STOPS,
    Phase,
    is_usual,
    label,
)
from terreau.projects.queries import INCUBATED_BY, chain_of, drifted

FIELDS = (
    "title", "summary", "problem", "solution", "audience", "website", "repository",
    "statistics_url", "budget_url", "impact_url", "accessibility", "territory",
)  # fmt: skip


def day_label(value):
    return date_format(date.fromisoformat(value), "DATE_FORMAT")


LABELS = {"phase": label, "before": label, "on": day_label, "before_from": day_label}


class Unusual(ValidationError):
    """A step that needs a reason and a second person: propose it instead."""


@action(
    "projects.create", sentence=pgettext_lazy("statement", "{subject} was added to the portfolio.")
)
def create(user, project, *, phase="", on=None, topics=(), **fields):
    """Create a project, public at once; with a phase and its date where it has begun already.

    Where an incubator or accelerator is its author, it hosts the project from that day on.
    """
    on = on or timezone.localdate()
    refuse_far(on)
    if phase and phase not in INCUBATION:
        raise ValidationError(_("A project begins in incubation: enter what followed then."))
    for name in FIELDS:
        if name in fields:
            setattr(project, name, fields[name])
    project.slug = free_slug(Project.KIND, project.title)
    project.published_at = timezone.now()
    project.born_on = project.born_on or on
    project.full_clean(exclude=("slug",))
    project.save()
    project.topics.set(topics)
    Listing.objects.create(project=project, recorded_at=project.published_at, recorded_by=user.uid)
    if project.author and project.author.state in HOSTS:
        Link.objects.create(
            source=project, target=project.author, role=INCUBATED_BY, leads=True, valid_from=on,
            recorded_by=user.uid,
        )  # fmt: skip
    if phase:
        write_chain(project, [SpellFact(phase, on)], by=user.uid)
    return {"title": project.title, "phase": phase, "on": on.isoformat()}


@action(
    "projects.edit", sentence=pgettext_lazy("statement", "{subject}: its description was changed.")
)
def edit(user, project, *, topics=None, **fields):
    """Change what is said of a project; returns before and after of each changed field."""
    payload = change_fields(project, {name: fields[name] for name in FIELDS if name in fields})
    if topics is not None:
        before = sorted(project.topics.values_list("slug", flat=True))
        after = sorted(topic.slug for topic in topics)
        if before != after:
            project.topics.set(topics)
            payload = payload or {"changed": {}}
            payload["changed"]["topics"] = [before, after]
    return payload


@action(
    "projects.enter_phase",
    sentence=gettext_lazy("{subject} entered {phase} on {on}."),
    labels=LABELS,
    is_decision=True,
)
def enter_phase(user, project, *, phase, on, reason=""):
    """Enter a phase on a day. Raises Unusual where the step needs a second person."""
    if phase in STOPS or phase == Phase.PAUSED:
        reason = required(reason)
    return step(project, phase, on, reason, by=user.uid)


@action(
    "projects.pause",
    sentence=gettext_lazy("{subject} is paused since {on}: {reason}"),
    labels=LABELS,
    is_decision=True,
)
def pause(user, project, *, on, reason):
    """Pause a project on a day; the reason is public."""
    return step(project, Phase.PAUSED, on, required(reason), by=user.uid)


@action(
    "projects.stop",
    sentence=gettext_lazy("{subject} stopped on {on}: {reason}"),
    labels=LABELS,
    is_decision=True,
)
def stop(user, project, *, on, reason):
    """Stop a project on a day; the reason is public."""
    investigating = last_at_work(chain_of(project), on) == Phase.INVESTIGATION
    phase = Phase.STOPPED_IN_INVESTIGATION if investigating else Phase.STOPPED
    return step(project, phase, on, required(reason), by=user.uid)


@action(
    "projects.propose_step",
    sentence=gettext_lazy("{subject}: {phase} on {on} is proposed and waits for a second person."),
    labels=LABELS,
)
def propose_step(user, project, *, phase, on, reason):
    """Propose an unusual step (skipping, going back, leaving an exit) for another to confirm."""
    refuse_history(phase)
    facts = chain_of(project)
    refuse_date(project, facts, phase, on)
    wait(user, project, phase=phase, on=on, reason=required(reason))
    return {"phase": phase, "on": on.isoformat(), "reason": reason}


@action(
    "projects.confirm_step",
    sentence=gettext_lazy("{subject} entered {phase} on {on}, confirmed by a second person."),
    labels=LABELS,
    is_decision=True,
)
def confirm_step(user, project):
    """Confirm the step that somebody else proposed: it takes effect."""
    waiting = settle(user, project, Step.Outcome.CONFIRMED, spell=None)
    return step(
        project, waiting.phase, waiting.on, waiting.reason, by=waiting.proposed_by, second=user.uid
    )


@action(
    "projects.decline_step",
    sentence=gettext_lazy("{subject}: the proposed step to {phase} was declined: {reason}"),
    labels=LABELS,
)
def decline_step(user, project, *, reason):
    """Decline or withdraw the step that waits; the reason is public."""
    waiting = settle(user, project, Step.Outcome.DECLINED)
    return {"phase": waiting.phase, "on": waiting.on.isoformat(), "reason": required(reason)}


def step(project, phase, on, reason, *, by, second=None):
    """Add a spell at the end of what has happened; later plans stay, but after an exit."""
    refuse_history(phase)
    facts = chain_of(project)
    refuse_date(project, facts, phase, on)
    current = in_effect(facts, on)
    before = current.phase if current else NOT_YET
    if before == phase:
        raise ValidationError(_("The project is in this phase already."))
    if second is None and not is_usual(before, phase, last_at_work(facts, on)):
        raise Unusual(
            _("From %(before)s to %(phase)s is unusual: give a reason and let another confirm."),
            params={"before": label(before), "phase": label(phase)},
        )
    if phase in EXITS:
        facts = [fact for fact in facts if fact.valid_from <= max(on, timezone.localdate())]
    sequence = max((fact.sequence for fact in facts), default=-1) + 1
    fact = SpellFact(phase, on, sequence, reason=reason, confirmed_by=second)
    write_chain(project, [*facts, fact], by=by)
    return {"before": before, "phase": phase, "on": on.isoformat(), "reason": reason}


def write_chain(project, facts, *, by):
    """Make these facts what is known from now on: supersede what differs, add what is new.

    A project that its source lost is listed again: it is theirs who say where it stands.
    """
    now = timezone.now()
    wanted = linked(facts)
    kept = set()
    for spell in Spell.objects.known().filter(project=project):
        fact = fact_of(spell)
        if fact in wanted:
            kept.add(fact)
        else:
            Spell.objects.filter(pk=spell.pk).update(superseded_at=now)
    Spell.objects.bulk_create(
        Spell(project=project, recorded_at=now, recorded_by=by, **fact.asdict())
        for fact in wanted
        if fact not in kept
    )
    if not Listing.objects.known().filter(project=project).exists():
        Listing.objects.create(project=project, recorded_at=now, recorded_by=by)
    current = in_effect(wanted, timezone.localdate())
    project.state = current.phase if current else NOT_YET
    project.save(update_fields=["state"])


def wait(user, project, **said):
    """Let a step, or the correction of a spell, wait for a second person: one at a time."""
    if Step.objects.filter(project=project, outcome=Step.Outcome.WAITING).exists():
        raise ValidationError(_("Another step waits already: confirm or decline it first."))
    step = Step.objects.create(project=project, proposed_by=user.uid, **said)
    second_person.tell(user, project, step)


def settle(user, project, outcome, **which):
    """Settle what waits; which: more that must hold of it."""
    waiting = Step.objects.filter(project=project, outcome=Step.Outcome.WAITING, **which).first()
    if waiting is None:
        raise ValidationError(_("No step waits."))
    Step.objects.filter(pk=waiting.pk).update(
        outcome=outcome, settled_by=user.uid, settled_at=timezone.now()
    )
    return waiting


def required(reason):
    if not reason.strip():
        raise ValidationError(_("Give the reason: it is public."))
    return reason.strip()


def refuse_history(phase):
    if phase not in Phase.values or phase in HISTORY_ONLY:
        raise ValidationError(_("This phase cannot be entered."))


def refuse_birth(project, on):
    refuse_far(on)
    if project.born_on and on < project.born_on:
        raise ValidationError(
            _("The project was born on %(day)s: no phase can be earlier."),
            params={"day": date_format(project.born_on, "DATE_FORMAT")},
        )


def refuse_date(project, facts, phase, on):
    """Refuse a date before birth, or before what has happened already."""
    refuse_birth(project, on)
    today = timezone.localdate()
    later = [f for f in facts if f.valid_from > on and f.valid_from <= today and not is_empty(f)]
    same = [f for f in facts if f.valid_from == on and not is_empty(f) and phase not in STOPS]
    if later or (same and list(Phase).index(same[0].phase) > list(Phase).index(phase)):
        raise ValidationError(
            _("A later phase is recorded already: correct it instead of adding one before it.")
        )


def is_empty(fact):
    return fact.valid_to == fact.valid_from


@transaction.atomic
def refresh_states():
    """Bring cached states to the phase of today, and all counts with them; safe to run twice.

    Nobody acts and nothing new is known, so no statement says it: the day is part of the version
    of every page.
    """
    found = drifted()
    lock_all(Project, found)
    wrong = {key: right for key, right in drifted().items() if key in found}
    for state in sorted(set(wrong.values())):
        keys = [key for key, right in wrong.items() if right == state]
        Project.objects.filter(pk__in=keys).update(state=state)
    imported.send(Project, keys=sorted(wrong))
    tallies.rebuild()
    return len(wrong)
