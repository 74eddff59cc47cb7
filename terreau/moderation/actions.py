from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.moderation.models import Appeal, Case, Decision, Report, Verdict
from terreau.moderation.notices import (
    moderators,
    reason_label,
    tell_appeal,
    tell_case,
    tell_decision,
    tell_settled,
)
from terreau.moderation.pace import keep_pace
from terreau.moderation.reportables import label_of, thing_at, thing_of
from terreau.moderation.spam import ENOUGH, points

MOST = 2_000  # letters of what is said in a report, a decision or an appeal
OUTCOMES = {
    "granted": gettext_lazy("it is shown again"),
    "refused": gettext_lazy("it stays hidden"),
}
LABELS = {"what": label_of, "reason": reason_label}


def said(text, *, optional=False):
    """What somebody wrote, trimmed. Raises ValidationError for nothing, or for too much."""
    text = text.strip()
    if not text and not optional:
        raise ValidationError(_("Write why, in a sentence or two."))
    if len(text) > MOST:
        raise ValidationError(_("This is too long: 2,000 letters at most."))
    return text


def open_case(thing, what, signs=None):
    """The open Case of a thing, a new one where there is none; moderators hear of a new one."""
    given = {"entry_id": thing.entry.pk, "signs": signs or {}}
    case, is_new = Case.objects.get_or_create(
        what=what, subject=thing.uid, closed_at=None, defaults=given
    )
    if is_new:
        tell_case(case)
    elif signs:
        Case.objects.filter(pk=case.pk).update(signs=signs)
    return case


def watch(thing, what, signs):
    """Have a moderator look at a thing whose text shows enough signs of spam. It stays shown."""
    if points(signs) >= ENOUGH:
        open_case(thing, what, signs)


@action("moderation.report")
def report(user, entry, *, what, uid, reason, text=""):
    """Report a thing that stands on the page of an entry. Who did is told to nobody."""
    thing = thing_at(user, what, uid)
    if thing is None or thing.entry.pk != entry.pk or thing.is_hidden:
        raise ValidationError(_("This is not here any more."))
    text = said(text, optional=True)
    if Report.objects.filter(case__subject=uid, case__closed_at=None, user=user).exists():
        raise ValidationError(_("You reported this already: a moderator will look at it."))
    keep_pace(user, "report")
    case = open_case(thing, what)
    return Report.objects.create(case=case, user=user, reason=reason, text=text)


def decide(user, entry, case, verdict, words, reason=""):
    """Write a decision down, carry it out, tell everybody. What the record keeps names nobody."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    thing = thing_of(case.what, case.subject)
    if thing is None or thing.entry.pk != entry.pk:
        raise ValidationError(_("This is not here any more."))
    if user in thing.answerable() and moderators(but=user.pk):
        raise ValidationError(_("This is yours: another moderator decides on it."))
    if thing.is_hidden != (verdict == Verdict.SHOW):
        raise ValidationError(_("Another moderator did this in the meantime."))
    if verdict != Verdict.SHOW and case.closed_at is not None:
        raise ValidationError(_("Another moderator decided this in the meantime."))
    now = timezone.now()
    decision = Decision.objects.create(
        case=case, verdict=verdict, reason=reason, words=said(words), by=user, at=now
    )
    if verdict != Verdict.KEEP:
        conceal(entry, thing, now if verdict == Verdict.HIDE else None)
    Case.objects.filter(pk=case.pk, closed_at=None).update(closed_at=now)
    tell_decision(thing, decision)
    kept = {"decision": str(decision.uid), "what": case.what}
    return kept | ({"reason": reason} if reason else {})


def conceal(entry, thing, at):
    thing.conceal(at)
    if thing.uid == entry.uid:  # the object under the lock, by which counts and search go on
        entry.hidden_at = at


@action(
    "moderation.hide",
    sentence=gettext_lazy("{subject}: moderation hid {what} ({reason})."),
    labels=LABELS,
    is_beside=True,
    is_decision=True,
)
def hide(user, entry, *, case, reason, words):
    """Hide a thing from everybody, for a public reason."""
    return decide(user, entry, case, Verdict.HIDE, words, reason)


@action(
    "moderation.keep",
    sentence=gettext_lazy("{subject}: moderation looked at {what} and left it."),
    labels=LABELS,
    is_beside=True,
)
def keep(user, entry, *, case, words):
    """Leave a thing as it is; who reported it is told why."""
    return decide(user, entry, case, Verdict.KEEP, words)


@action(
    "moderation.show",
    sentence=gettext_lazy("{subject}: moderation shows {what} again."),
    labels=LABELS,
    is_beside=True,
    is_decision=True,
)
def show(user, entry, *, case, words):
    """Show a thing again that was hidden."""
    return decide(user, entry, case, Verdict.SHOW, words)


@action(
    "moderation.appeal",
    sentence=gettext_lazy("{subject}: a decision of moderation was appealed."),
    is_unsigned=True,
    is_beside=True,
)
def appeal(user, entry, *, decision, text):
    """Have another moderator look at what hides a thing of one's own: once a decision."""
    decision = Decision.objects.select_related("case").select_for_update(of=("self",)).get(
        pk=decision.pk
    )  # fmt: skip
    thing = thing_of(decision.case.what, decision.case.subject)
    if thing is None or thing.entry.pk != entry.pk or user not in thing.answerable():
        raise PermissionDenied("moderation.appeal")
    if decision.verdict != Verdict.HIDE or not thing.is_hidden:
        raise ValidationError(_("This is shown: there is nothing to appeal."))
    if Appeal.objects.filter(decision=decision).exists():
        raise ValidationError(_("This decision was appealed already."))
    made = Appeal.objects.create(decision=decision, user=user, text=said(text))
    tell_appeal(made)
    return {"decision": str(decision.uid)}


@action(
    "moderation.settle",
    sentence=gettext_lazy("{subject}: an appeal against moderation was settled: {outcome}."),
    labels={"outcome": OUTCOMES.get},
    is_beside=True,
    is_decision=True,
)
def settle(user, entry, *, appeal, is_granted, words):
    """Answer an appeal; where it is granted the thing is shown again."""
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    decision = Decision.objects.select_related("case").get(pk=appeal.decision_id)
    if appeal.settled_at is not None:
        raise ValidationError(_("This appeal was settled in the meantime."))
    if decision.by_id == user.pk and moderators(but=user.pk):
        raise ValidationError(_("You took the decision: another moderator settles its appeal."))
    thing = thing_of(decision.case.what, decision.case.subject)
    if thing is None or thing.entry.pk != entry.pk:
        raise ValidationError(_("This is not here any more."))
    appeal.settled_at, appeal.is_granted = timezone.now(), is_granted
    appeal.words, appeal.by = said(words), user
    appeal.save()
    if is_granted and thing.is_hidden:
        conceal(entry, thing, None)
    tell_settled(thing, appeal)
    outcome = "granted" if is_granted else "refused"
    return {"decision": str(decision.uid), "outcome": outcome}
