"""What the pages of moderation say, as the parameters of the components that show it."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.moderation.models import Reason, Verdict
from terreau.moderation.queries import hiding_of
from terreau.moderation.reportables import editors_of, label_of


def day(moment):
    return date_format(localtime(moment), "DATE_FORMAT")


def instant(moment):
    return date_format(localtime(moment), "DATETIME_FORMAT")


def report_url(what, uid):
    return reverse("moderation:report", args=[what, uid])


def sign_words(signs):
    """Why a text looks like spam, in words."""
    said = {
        "links": lambda n: ngettext("It holds %(n)d link.", "It holds %(n)d links.", n),
        "mostly_links": lambda n: _("Links take %(n)d %% of it."),
        "repeats": lambda n: _("One word makes %(n)d %% of its words."),
        "capitals": lambda n: _("%(n)d %% of its letters are capitals."),
        "twins": lambda n: ngettext(
            "The same text was posted %(n)d time before.",
            "The same text was posted %(n)d times before.",
            n,
        ),
        "young": lambda n: ngettext(
            "The account is %(n)d day old.", "The account is %(n)d days old.", n
        ),
    }
    return [said[name](n) % {"n": n} for name, n in signs.items() if name in said]


def reasons_said(reasons):
    return ", ".join(f"{Reason(name).label} ({number})" for name, number in reasons.items())


def queue_sheet(cases, appeals):
    return {
        "cases": [
            {
                "title": case.entry.title,
                "kind": _("Report on %(what)s") % {"what": label_of(case.what)}
                if case.reasons
                else _("Looks like spam"),
                "summary": " ".join([reasons_said(case.reasons), *sign_words(case.signs)]).strip(),
                "url": reverse("moderation:case", args=[case.uid]),
                "meta": [{"label": _("Since"), "text": instant(case.opened_at)}],
            }
            for case in cases
        ],
        "appeals": [
            {
                "title": each.decision.case.entry.title,
                "kind": _("Appeal"),
                "summary": each.text,
                "url": reverse("moderation:settle", args=[each.decision.uid]),
                "meta": [{"label": _("Since"), "text": instant(each.at)}],
            }
            for each in appeals
        ],
    }


def case_sheet(case, thing, reports, decided):
    acts = ["show"] if thing.is_hidden else []
    if case.closed_at is None and not thing.is_hidden:
        acts = ["hide", "keep"]
    labels = {"hide": _("Hide it"), "keep": _("Leave it as it is"), "show": _("Show it again")}
    return {
        "case": case,
        "thing": thing,
        "badges": [{"label": _("Hidden"), "tone": "warn"}] if thing.is_hidden else [],
        "signs": sign_words(case.signs),
        "reports": [
            {"term": f"{Reason(each.reason).label}, {instant(each.at)}", "text": each.text or "–"}
            for each in reports
        ],
        "decided": [decision_item(each) for each in decided],
        "actions": [
            {
                "label": labels[name],
                "url": reverse(f"moderation:{name}", args=[case.uid]),
                "tone": "danger" if name == "hide" else "quiet",
            }
            for name in acts
        ],
    }


def outcome(decision):
    """What became of an appeal, in words; "" where there was none."""
    appeal = getattr(decision, "appeal", None)
    if appeal is None:
        return ""
    if appeal.settled_at is None:
        return _("Appealed; the answer is due.")
    if appeal.is_granted:
        return _("Appeal granted: %(words)s") % {"words": appeal.words}
    return _("Appeal refused: %(words)s") % {"words": appeal.words}


def decision_item(decision):
    """A decision as an item of `definition_list`."""
    head = Verdict(decision.verdict).label
    if decision.reason:
        head = f"{head} ({Reason(decision.reason).label})"
    said = " ".join(filter(None, [decision.words, outcome(decision)]))
    return {"term": f"{head}, {day(decision.at)}", "text": said}


def log_header():
    return [_("Day"), _("What"), _("Decision"), _("Explanation")]


def log_row(decision):
    entry = decision.shown_entry
    what = {"text": entry.title, "url": entry.get_absolute_url()} if entry else {"text": "–"}
    if decision.case.what != "entry" or entry is None:
        label = label_of(decision.case.what)
        what = what | {"text": f"{label} ({entry.title})" if entry else label}
    item = decision_item(decision)
    return [day(decision.at), what, item["term"].rpartition(",")[0], item["text"]]


def tombstone_page(user, entry):
    """What stands in the place of a hidden entry: one query, and two for one who is signed in.

    {tombstone, appeal: where whoever answers for it appeals, or ""}.
    """
    decision = hiding_of("entry", entry.uid)
    may = decision is not None and getattr(decision, "appeal", None) is None
    may = may and user.is_authenticated and user in editors_of(entry)
    return {
        "tombstone": tombstone(decision),
        "appeal": reverse("moderation:appeal", args=[decision.uid]) if may else "",
    }


def tombstone(decision):
    """What is said in the place of a hidden thing: {reason, words, at}; None for no decision."""
    if decision is None:
        return None
    return {
        "reason": str(Reason(decision.reason).label),
        "words": decision.words,
        "at": decision.at,
        "outcome": outcome(decision),
    }
