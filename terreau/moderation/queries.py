from collections import Counter

from django.db.models import Count, Q
from django.http import Http404

from terreau.entries.models import visible
from terreau.entries.queries import specific
from terreau.moderation.models import Appeal, Case, Decision, Report, Verdict
from terreau.moderation.reportables import thing_of

PAGE = 50
BATCH = 500


def queue():
    """([Case], [Appeal]) that wait, the oldest first: three queries, however many.

    Each case has `reasons`, {reason: reports}.
    """
    waiting = Case.objects.filter(closed_at=None, entry__isnull=False).select_related("entry")
    cases = list(waiting.order_by("opened_at", "pk")[:PAGE])
    counted = Report.objects.filter(case__in=[case.pk for case in cases]).order_by("case", "reason")
    reasons = {case.pk: {} for case in cases}
    for key, reason, number in counted.values_list("case", "reason").annotate(n=Count("pk")):
        reasons[key][reason] = number
    for case in cases:
        case.reasons = reasons[case.pk]
    appeals = Appeal.objects.filter(settled_at=None, decision__case__entry__isnull=False)
    appeals = appeals.select_related("decision__case__entry").order_by("at", "pk")
    return cases, list(appeals[:PAGE])


def case_at(uid):
    """(Case, its Thing, its entry as its own kind): two queries, and those of the thing.

    For moderators. Raises Http404, also where the thing is gone.
    """
    case = Case.objects.filter(uid=uid).select_related("entry").first()
    thing = thing_of(case.what, case.subject) if case else None
    for entry in specific([case.entry] if thing else ()):
        return case, thing, entry
    raise Http404(str(uid))


def reports_of(case):
    """The reports of a case, the oldest first, without who they are by: one query."""
    return list(Report.objects.filter(case=case).defer("user").order_by("at", "pk"))


def decisions_on(what, subject):
    """What was decided on a thing, the newest first, with the appeals: one query."""
    decided = Decision.objects.filter(case__what=what, case__subject=subject)
    return list(decided.select_related("appeal", "case").order_by("-at", "-pk")[:PAGE])


def hiding_of(what, subject):
    """The Decision that hides a thing, with its appeal, or None: one query."""
    decided = Decision.objects.filter(case__what=what, case__subject=subject, verdict=Verdict.HIDE)
    return decided.select_related("appeal", "case").order_by("-at", "-pk").first()


def hidings_of(what, subjects):
    """{uid: Decision} of those that hide several things: one query, none for nothing."""
    if not subjects:
        return {}
    decided = Decision.objects.filter(
        case__what=what, case__subject__in=subjects, verdict=Verdict.HIDE
    )
    decided = decided.select_related("appeal", "case").order_by("at", "pk")
    return {each.case.subject: each for each in decided}


def decision_at(uid):
    """The Decision of that uid, with its case and appeal: one query. Raises Http404."""
    found = Decision.objects.filter(uid=uid).select_related("case__entry", "appeal").first()
    if found is None:
        raise Http404(str(uid))
    return found


def log(user, before=None, size=PAGE):
    """([Decision], number to ask for the next page with or None), newest first: one query.

    Each has `shown_entry`: the entry, where the user may see it.
    """
    decided = Decision.objects.select_related("case__entry", "appeal").order_by("-pk")
    decided = decided.filter(pk__lt=before) if before else decided
    found = list(decided.annotate(is_seen=Count("pk", filter=seen(user)))[: size + 1])
    for each in found:
        each.shown_entry = each.case.entry if each.is_seen else None
    return found[:size], found[size - 1].pk if len(found) > size else None


def seen(user):
    return visible(user, "case__entry__") & Q(case__entry__isnull=False)


def counts(until):
    """What transparency tells of all that happened before a moment: six queries.

    {reports, cases, waiting, verdicts, hidden: {reason: n}, hours: [float, ordered], appeals,
    granted, refused}.
    """
    reports = Report.objects.filter(at__lt=until).order_by("reason")
    decided = Decision.objects.filter(at__lt=until).order_by()
    cases = Case.objects.filter(opened_at__lt=until).order_by()
    appeals = Appeal.objects.filter(at__lt=until).order_by()
    settled = Counter(appeals.filter(settled_at__lt=until).values_list("is_granted", flat=True))
    taken = decided.exclude(verdict=Verdict.SHOW).values_list("case__opened_at", "at")
    hidden = decided.filter(verdict=Verdict.HIDE).order_by("reason").values_list("reason")
    verdicts = decided.order_by("verdict").values_list("verdict")
    return {
        "reports": dict(reports.values_list("reason").annotate(n=Count("pk"))),
        "cases": cases.count(),
        "waiting": cases.filter(Q(closed_at=None) | Q(closed_at__gte=until)).count(),
        "verdicts": dict(verdicts.annotate(n=Count("pk"))),
        "hidden": dict(hidden.annotate(n=Count("pk"))),
        "hours": sorted((at - opened).total_seconds() / 3600 for opened, at in taken),
        "appeals": appeals.count(),
        "granted": settled[True],
        "refused": settled[False],
    }


def decisions():
    """Every decision, the oldest first, with its case and appeal, for the open data: one query."""
    found = Decision.objects.select_related("case__entry", "appeal").order_by("pk")
    return found.iterator(chunk_size=BATCH)
