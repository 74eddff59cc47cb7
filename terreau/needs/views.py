from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.entries.pages import act_page
from terreau.entries.queries import entry_at
from terreau.needs import actions, forms, helping, queries, sheet
from terreau.needs.models import Help, Need
from terreau.offers.models import Offer
from terreau.organizations.models import Organization
from terreau.people.models import Person
from terreau.people.speaking import speakers
from terreau.people.speaking_page import nobody_page, speaking_page
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])
ASKED = {model.KIND: model for model in (Offer, Person, Organization)}


@require_safe
def index(request):
    return directory(request, kind=Need.KIND)


@require_safe
def late(request):
    """The needs whose answer is late, for everybody to read."""
    return render(request, "needs/late.html", sheet.late_sheet(queries.late_page()))


@require_safe
def detail(request, slug):
    page = queries.need_page(request.user, slug)
    return render(request, "needs/detail.html", sheet.sheet(request.user, page))


@never_cache
@login_required
@reads_or_acts
def create(request):
    form = forms.NeedForm(request.POST or None)
    lead = _("It becomes a draft first: you see who could help before anybody else sees it.")
    return speaking_page(
        request, Need, actions.create, form, title=_("Seek help"), lead=lead,
        submit=_("See who could help"),
    )  # fmt: skip


@never_cache
@reads_or_acts
def edit(request, slug):
    need = entry_at(Need, request.user, slug)
    form = forms.NeedForm(request.POST or None, instance=entry_at(Need, request.user, slug))
    return act_page(request, need, actions.edit, form, title=_("Edit this need"))


def page_of(act, form, title, lead="", submit=""):
    """The page of an action that has a form of its own."""

    @never_cache
    @reads_or_acts
    def view(request, slug):
        need = entry_at(Need, request.user, slug, ("territory", "addressed_to"))
        return act_page(
            request, need, act, form(request.POST if request.method == "POST" else None),
            title=title(), lead=lead and lead(), submit=submit and submit(),
        )  # fmt: skip

    return view


publish = page_of(
    actions.publish, forms.NothingForm, lambda: _("Publish this need"),
    lambda: _("Whoever may see it can offer help from now on."), lambda: _("Publish"),
)  # fmt: skip
answer = page_of(actions.answer, forms.AnswerForm, lambda: _("Answer this need"))
start = page_of(
    actions.start, forms.NothingForm, lambda: _("The work begins"), submit=lambda: _("It begins")
)
close = page_of(actions.close, forms.ClosingForm, lambda: _("Say how it ended"))
withdraw = page_of(
    actions.withdraw, forms.WithdrawalForm, lambda: _("Withdraw this need"),
    submit=lambda: _("Withdraw"),
)  # fmt: skip


@never_cache
@login_required
@reads_or_acts
def offer_help(request, slug):
    need = entry_at(Need, request.user, slug)
    title = _("Offer help")
    if not speakers(request.user).exists():
        return nobody_page(request, title)
    form = forms.HelpForm(request.user, request.POST or None)
    lead = _("Those who seek help accept or decline. Nothing is public until they accept.")
    return act_page(
        request, need, helping.offer_help, form, title=title, lead=lead, submit=_("Offer help")
    )


@never_cache
@login_required
@reads_or_acts
def ask_for_help(request, slug, kind, other):
    """Ask whoever makes an offer, a person or an organization."""
    need = entry_at(Need, request.user, slug)
    if kind not in ASKED:
        raise Http404(kind)
    found = entry_at(ASKED[kind], request.user, other, ("author",))
    helper, offer = (found.author, found) if kind == Offer.KIND else (found, None)
    if helper is None:
        raise Http404(other)

    def ask(user, entry, *, message, revision=None):
        return helping.ask_for_help(user, entry, helper=helper, offer=offer, message=message)

    ask.check, ask.is_public = helping.ask_for_help.check, False
    return act_page(
        request, need, ask, forms.AskForm(request.POST if request.method == "POST" else None),
        title=_("Ask %(who)s for help") % {"who": helper.title},
        lead=_("They accept or decline. Nothing is public until they accept."),
        submit=_("Ask"),
    )  # fmt: skip


@login_required
@require_POST
def accept_help(request, slug, uid):
    words = _("The help is agreed on: it is in the public record.")
    return settle(request, slug, uid, helping.accept_help, words)


@login_required
@require_POST
def decline_help(request, slug, uid):
    return settle(request, slug, uid, helping.decline_help, _("Declined. Nobody else is told."))


def settle(request, slug, uid, act, words):
    need = entry_at(Need, request.user, slug)
    help = get_object_or_404(Help, need=need, uid=uid)
    try:
        act(request.user, need, help=help)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, words)
    return redirect(reverse("need:detail", args=[need.slug]))
