"""Every decision of moderation as open data: what, why and when, and never about whom."""

from django.utils.translation import gettext_lazy

from terreau.entries.datasets import Dataset, register_dataset
from terreau.moderation.queries import decisions


def rows():
    """One plain row a decision: one query a batch."""
    for each in decisions():
        case, appeal = each.case, getattr(each, "appeal", None)
        entry = case.entry
        yield {
            "uid": str(each.uid),
            "at": each.at,
            "what": case.what,
            "entry_uid": str(entry.uid) if entry is not None and entry.is_public else "",
            "verdict": each.verdict,
            "reason": each.reason,
            "words": each.words,
            "opened_at": case.opened_at,
            "appealed_at": appeal and appeal.at,
            "settled_at": appeal and appeal.settled_at,
            "granted": appeal and appeal.is_granted,
        }


register_dataset(
    Dataset(
        "moderation-decisions", gettext_lazy("decisions of moderation"), "moderation", rows
    )
)  # fmt: skip
