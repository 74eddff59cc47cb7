import rfc8785
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from terreau.entries.dates import known_at_of, number_of
from terreau.entries.pages import act_page
from terreau.entries.queries import entry_at
from terreau.organizations.models import Organization
from terreau.projects.models import Project
from terreau.projects.sheet import day_of
from terreau.reviews import (
    actions,
    dossier,
    duties,
    forms,
    managing,
    managing_page,
    panel_queries,
    queries,
)
from terreau.reviews.calendars import calendar_of
from terreau.reviews.committees import seat_words
from terreau.reviews.models import Review
from terreau.reviews.proof import draft_words, frozen_words
from terreau.reviews.reading import reading
from terreau.reviews.sheet import sheet
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request):
    return directory(request, kind=Review.KIND)


@require_safe
def detail(request, slug):
    page = queries.review_page(request.user, slug, known_at_of(request))
    return render(request, "reviews/detail.html", sheet(request.user, page))


@require_safe
def draft(request, slug):
    """The dossier as it fills itself today; with ?known_at=, as it was known on a day."""
    review, known_at = queries.review_at(request.user, slug), known_at_of(request)
    found = dossier.content(review, known_at or timezone.localdate(), known_at)
    return render(
        request, "reviews/dossier.html", reading(found) | draft_words(review, known_at)
    )  # fmt: skip


@require_safe
def frozen(request, slug, version):
    """A frozen version of the dossier, which never changes again: not found before its day."""
    review = queries.review_at(request.user, slug)
    found = queries.dossier_of(review, version, known_at_of(request))
    if found is None:
        raise Http404(version)
    words = frozen_words(review, found, queries.proof_of(review, version))
    return render(request, "reviews/dossier.html", reading(found.content) | words)


@require_safe
def canonical(request, slug, version):
    """The bytes of which the public record keeps the digest."""
    review = queries.review_at(request.user, slug)
    found = queries.dossier_of(review, version)
    if found is None:
        raise Http404(version)
    name = f"{review.slug}-dossier-{version}.json"
    return HttpResponse(
        rfc8785.dumps(found.content),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@login_required
@require_safe
def manage(request, slug):
    """The manager's view of an incubator, for those who speak for it."""
    host = entry_at(Organization, request.user, slug)
    if not request.user.has_perm("reviews.manage", host):
        raise PermissionDenied
    chosen = request.GET.get("standing", "")
    chosen = chosen if chosen in managing.STANDINGS else ""
    page = managing_page.kept_page(
        request.user, host, timezone.localdate(), chosen, number_of(request, "page") or 1
    )
    return render(request, "reviews/manage.html", page | {"host": host})


@require_safe
def calendar(request, slug):
    """The due dates and meetings of an incubator, for anybody's calendar."""
    host = entry_at(Organization, request.user, slug)
    text = calendar_of(host, panel_queries.pending_at(host))
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{host.slug}.ics"'},
    )


@reads_or_acts
def plan(request):
    """Plan the review of the project that the address names."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    project = entry_at(Project, request.user, request.GET.get("project", ""))
    review = Review(subject=project, author=duties.host_for(request.user, project))
    form = forms.PlanForm(request.POST or None)
    return act_page(
        request, review, actions.plan, form, title=_("Plan a review"), lead=due_words(project)
    )


def due_words(project):
    """When the next review of a project is due, in words: the queries of `due_of`."""
    due = queries.due_of(project)
    if due is None:
        return _("%(project)s: no phase has begun yet.") % {"project": project.title}
    words = _("%(project)s: it is due on %(day)s (%(basis)s). That follows from the rule.")
    given = {"project": project.title, "day": day_of(due[0]), "basis": Review.Basis(due[1]).label}
    return words % given


def page_of(act, form_of, title, lead=""):
    """The page of an action on a review; form_of: (request, review) → form."""

    @reads_or_acts
    def view(request, slug):
        review = queries.review_at(request.user, slug)
        words = {"title": str(title), "lead": str(lead)}
        return act_page(request, review, act, form_of(request, review), **words)

    return view


def plain(form):
    return lambda request, review: form(request.POST or None)


def texts_form(request, review):
    return forms.TextsForm(
        request.POST or None, review=review, texts=queries.sections_of(review)
    )  # fmt: skip


def reschedule_form(request, review):
    said = {"quorum": review.quorum}
    said |= {"planned_on": review.planned_on} if review.planned_on else {}
    return forms.RescheduleForm(request.POST or None, initial=said)


def declare_form(request, review):
    seat = queries.own_seat(request.user, review) if request.user.is_authenticated else None
    said = {"interests": seat.interests, "recused": seat.recused} if seat else {}
    return forms.DeclareForm(request.POST or None, initial=said)


def hold_form(request, review):
    return forms.HoldForm(request.POST or None, seats=queries.known_seats(review))


def decision_form(request, review):
    return forms.DecisionForm(request.POST or None, review=review)


def correction_form(request, review):
    decision = queries.decision_of(review)
    if decision is None:
        raise Http404
    return forms.CorrectionForm(request.POST or None, decision=decision)


def reply_form(request, review):
    reply = queries.reply_of(review)
    return forms.ReplyForm(request.POST or None, initial={"text": reply.text if reply else ""})


def quoting(part):
    return {"quoted": part.text}


def naming(seat):
    return {"lead": seat_words(seat, with_address=True)}


def part_of(act, name, find, form, title, shown=quoting):
    """The page of an action on a part of a review, such as one of its remarks.

    shown: function part → what the page says of it, as parameters of `act_page`.
    """

    @reads_or_acts
    def view(request, slug, pk):
        review = queries.review_at(request.user, slug)
        part = find(review, pk)
        if part is None:
            raise Http404(pk)

        def bound(user, entry, **given):
            return act(user, entry, **{name: part}, **given)

        bound.check = act.check
        words = shown(part) | {"title": str(title)}
        return act_page(request, review, bound, form(request.POST or None), **words)

    return view
