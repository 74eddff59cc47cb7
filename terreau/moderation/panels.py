"""What moderation shows on the page of any entry: that it is hidden and why, and how to report."""

from django.urls import reverse

from terreau.entries.panels import Panel, register_panel
from terreau.moderation.queries import hiding_of
from terreau.moderation.sheet import report_url, tombstone


def of_hidden(user, entry):
    """Why an entry is hidden, for those who see it all the same: one query, none for others."""
    if entry.hidden_at is None:
        return None
    decision = hiding_of("entry", entry.uid)
    moderates = user.has_perm("moderation.show", entry)
    may_appeal = decision is not None and getattr(decision, "appeal", None) is None
    return {
        "tombstone": tombstone(decision),
        "appeal": reverse("moderation:appeal", args=[decision.uid]) if may_appeal else "",
        "case": reverse("moderation:case", args=[decision.case.uid])
        if moderates and decision is not None
        else "",
    }


def of_entry(user, entry):
    """The way to report an entry that is shown: no query."""
    return {"url": report_url("entry", entry.uid)} if entry.is_shown else None


register_panel(Panel("entry-top", "moderation/panels/hidden.html", of_hidden, order=0))
register_panel(Panel("entry", "moderation/panels/report.html", of_entry, order=90))
