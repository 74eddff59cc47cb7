import json

from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from terreau.entries.dates import number_of, written_day
from terreau.entries.pages import act_page
from terreau.entries.queries import specific
from terreau.moderation import actions, forms, queries
from terreau.moderation.figures import figures, rows
from terreau.moderation.reportables import label_of, thing_at, thing_of
from terreau.moderation.sheet import case_sheet, log_header, log_row, queue_sheet

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


def for_moderators(view):
    return login_required(permission_required("moderation.see_queue", raise_exception=True)(view))


def day_of(request):
    """The day that a reader asks for, today where it is none or to come."""
    today = timezone.localdate()
    try:
        day = timezone.datetime.fromisoformat(written_day(request.GET.get("as_of", ""))).date()
    except ValueError:
        return today
    return min(day, today) if day.year >= 1900 else today


@require_safe
def index(request):
    """Transparency: what moderation did, for everybody."""
    as_of = day_of(request)
    said, reasons = figures(as_of)
    decided, older = queries.log(request.user, number_of(request, "before"))
    page = {
        "figures": [
            {**each, "value": "–" if each["value"] is None else each["value"], "as_of": as_of}
            for each in said
        ],
        "as_of": as_of,
        "reasons_header": [_("Reason"), _("Reports"), _("Hidden")],
        "reasons": [[each["label"], each["reports"], each["hidden"]] for each in reasons],
        "log_header": log_header(),
        "log": [log_row(each) for each in decided],
        "older": f"?before={older}#log" if older else "",
        "downloads": [
            {"label": form.upper(), "url": reverse("moderation:figures", args=[form])}
            for form in ("csv", "json")
        ],
        "is_moderator": request.user.has_perm("moderation.see_queue"),
    }
    return render(request, "moderation/index.html", page)


@require_safe
def figures_file(request, form):
    """The figures as CSV or JSON."""
    found = list(rows(day_of(request)))
    if form == "json":
        return HttpResponse(json.dumps(found, indent=1), content_type="application/json")
    lines = [",".join(found[0])]
    lines += [",".join("" if v is None else str(v) for v in row.values()) for row in found]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/csv; charset=utf-8")


@never_cache
@require_safe
@for_moderators
def queue(request):
    return render(request, "moderation/queue.html", queue_sheet(*queries.queue()))


@never_cache
@require_safe
@for_moderators
def case(request, uid):
    found, thing, _entry = queries.case_at(uid)
    decided = queries.decisions_on(found.what, found.subject)
    page = case_sheet(found, thing, queries.reports_of(found), decided)
    return render(request, "moderation/case.html", page)


def deciding(act, form_of, title, lead=""):
    """The page of a decision on a case."""

    @reads_or_acts
    @for_moderators
    def view(request, uid):
        found, _thing, entry = queries.case_at(uid)
        form = form_of(request.POST or None, given={"case": found})
        then = reverse("moderation:queue")
        words = {"title": str(title), "lead": str(lead), "then": then}
        return act_page(request, entry, act, form, **words)

    return view


def entry_of(thing):
    """The entry on whose page a thing stands, as its own kind. Raises Http404."""
    for entry in specific([thing.entry] if thing else ()):
        return entry
    raise Http404


@reads_or_acts
def report(request, what, uid):
    """Report a thing; who is not signed in does so first."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    thing = thing_at(request.user, what, uid)
    entry = entry_of(thing)
    form = forms.ReportForm(request.POST or None, given={"what": what, "uid": thing.uid})
    lead = _("You report %(what)s. A moderator reads it and decides; you are told what.")
    return act_page(
        request, entry, actions.report, form, title=_("Report"),
        lead=lead % {"what": label_of(what)}, submit=_("Report"),
    )  # fmt: skip


@reads_or_acts
@login_required
def appeal(request, uid):
    """Ask that what hides a thing of one's own is looked at again."""
    decision = queries.decision_at(uid)
    thing = thing_of(decision.case.what, decision.case.subject)
    entry = entry_of(thing)
    if request.user not in thing.answerable():
        raise PermissionDenied("moderation.appeal")
    form = forms.AppealForm(request.POST or None, given={"decision": decision})
    lead = _("What the moderator said: %(words)s") % {"words": decision.words}
    return act_page(
        request, entry, actions.appeal, form, title=_("Appeal"), lead=lead, submit=_("Appeal"),
    )  # fmt: skip


@reads_or_acts
@for_moderators
def settle(request, uid):
    """Answer an appeal."""
    decision = queries.decision_at(uid)
    if getattr(decision, "appeal", None) is None:
        raise Http404(str(uid))
    entry = entry_of(thing_of(decision.case.what, decision.case.subject))
    form = forms.SettleForm(request.POST or None, given={"appeal": decision.appeal})
    words = _("Hidden because: %(words)s The appeal: %(appeal)s")
    return act_page(
        request, entry, actions.settle, form, title=_("Settle an appeal"),
        lead=words % {"words": decision.words, "appeal": decision.appeal.text},
        then=reverse("moderation:queue"),
    )  # fmt: skip
