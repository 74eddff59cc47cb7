"""Who is told what by moderation: nothing happens in silence."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import User
from terreau.moderation.models import Reason, Report
from terreau.moderation.reportables import label_of
from terreau.notifications.actions import notify
from terreau.notifications.texts import register_text


def reason_label(value):
    return Reason(value).label


LABELS = {"reason": reason_label, "what": label_of}

register_text("moderation.case", _("{entry}: something on this page waits for a moderator."))
register_text(
    "moderation.hidden",
    _("{entry}: moderation hid {what} ({reason}). {words} You may appeal."),
    is_apart=True,  # only those whose it is are told
    **LABELS,
)
register_text(
    "moderation.shown", _("{entry}: moderation shows {what} again. {words}"), what=label_of
)
register_text(
    "moderation.taken",
    _("What you reported was hidden ({reason}). {words}"),
    is_apart=True,
    reason=reason_label,
)
register_text("moderation.kept", _("{entry}: what you reported stays. {words}"))
register_text("moderation.appealed", _("{entry}: an appeal waits for a moderator."))
register_text(
    "moderation.refused",
    _("{entry}: your appeal was read, and {what} stays hidden. {words}"),
    is_apart=True,
    what=label_of,
)


def moderators(but=None):
    """[User] of those who moderate, without one of them: one query."""
    found = User.objects.filter(is_moderator=True, is_active=True).order_by("pk")
    return [user for user in found if user.pk != but]


def tell_case(case):
    """Moderators hear of a case once."""
    notify(moderators(), case.entry, key=f"moderation.case:{case.uid}", text="moderation.case")


def tell_decision(thing, decision):
    """Those whose it is and those who reported it hear what was decided."""
    case, about = decision.case, {"words": decision.words}
    if decision.reason:
        about["reason"] = decision.reason
    mine = {"hide": "moderation.hidden", "show": "moderation.shown"}.get(decision.verdict)
    if mine:
        key = f"{mine}:{decision.uid}"
        notify(thing.answerable(), case.entry, key=key, text=mine, what=case.what, **about)
    theirs = {"hide": "moderation.taken", "keep": "moderation.kept"}.get(decision.verdict)
    if theirs:
        reports = Report.objects.filter(case=case, user__isnull=False).select_related("user")
        users = [report.user for report in reports.order_by("pk")]
        notify(users, case.entry, key=f"{theirs}:{decision.uid}", text=theirs, **about)


def tell_appeal(appeal):
    """Another moderator hears of it; who decided only where there is no other."""
    decision = appeal.decision
    others = moderators(but=decision.by_id) or moderators()
    key = f"moderation.appealed:{decision.uid}"
    notify(others, decision.case.entry, key=key, text="moderation.appealed")


def tell_settled(thing, appeal):
    case = appeal.decision.case
    text = "moderation.shown" if appeal.is_granted else "moderation.refused"
    key = f"moderation.settled:{appeal.decision.uid}"
    notify(thing.answerable(), case.entry, key=key, text=text, what=case.what, words=appeal.words)
