"""What moderation keeps of people: what they reported, appealed, decided, how much they post."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.moderation.models import Appeal, Decision, Posting, Report


def report_rows(user):
    for each in Report.objects.filter(user=user).select_related("case__entry").order_by("pk"):
        yield {
            "what": each.case.what,
            "subject": str(each.case.subject),
            "reason": each.reason,
            "text": each.text,
            "at": each.at,
        }


def forget_reports(user):
    """That something was reported stays, and for what reason; the words and whose they were go."""
    Report.objects.filter(user=user).update(user=None, text="")


def appeal_rows(user):
    for each in Appeal.objects.filter(user=user).select_related("decision").order_by("pk"):
        yield {
            "decision": str(each.decision.uid),
            "text": each.text,
            "at": each.at,
            "settled_at": each.settled_at,
            "is_granted": each.is_granted,
            "words": each.words,
        }


def forget_appeals(user):
    Appeal.objects.filter(user=user).update(user=None, text="")


def decision_rows(user):
    """What a moderator decided and settled: public, but for that it was them."""
    for each in Decision.objects.filter(by=user).order_by("pk"):
        yield {"decision": str(each.uid), "verdict": each.verdict, "words": each.words}
    for each in Appeal.objects.filter(by=user).select_related("decision").order_by("pk"):
        verdict = "granted" if each.is_granted else "refused"
        yield {"decision": str(each.decision.uid), "verdict": verdict, "words": each.words}


def posting_rows(user):
    for each in Posting.objects.filter(user=user).order_by("pk"):
        yield {"what": each.what, "at": each.at}


register_holding(
    Holding(
        "reports", _("What you reported"), ("moderation.Report",), report_rows, erase=forget_reports
    )
)
register_holding(
    Holding("appeals", _("Appeals"), ("moderation.Appeal",), appeal_rows, erase=forget_appeals)
)
register_holding(
    Holding(
        "moderation", _("Decisions as a moderator"), ("moderation.Decision",), decision_rows
    )
)  # fmt: skip
register_holding(
    Holding(
        "postings", _("When you posted in the last 30 days"), ("moderation.Posting",), posting_rows
    )
)
