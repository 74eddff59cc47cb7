from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from terreau.entries.pages import act_page
from terreau.entries.queries import entry_at
from terreau.offers import actions, forms, queries, sheet
from terreau.offers.models import Offer
from terreau.people.speaking_page import speaking_page
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request):
    return directory(request, kind=Offer.KIND)


@require_safe
def detail(request, slug):
    page = queries.offer_page(request.user, slug)
    return render(request, "offers/detail.html", sheet.sheet(request.user, page))


@never_cache
@login_required
@reads_or_acts
def create(request):
    form = forms.OfferForm(request.POST or None)
    lead = _("Expertise, a room, equipment, data, an hour a month: what somebody elsewhere lacks.")
    return speaking_page(
        request, Offer, actions.create, form, title=_("Offer something"), lead=lead,
        submit=_("Publish"),
    )  # fmt: skip


@never_cache
@reads_or_acts
def edit(request, slug):
    offer = entry_at(Offer, request.user, slug)
    form = forms.OfferForm(request.POST or None, instance=entry_at(Offer, request.user, slug))
    return act_page(request, offer, actions.edit, form, title=_("Edit this offer"))


@never_cache
@reads_or_acts
def withdraw(request, slug):
    offer = entry_at(Offer, request.user, slug)
    form = forms.NothingForm(request.POST or None)
    return act_page(
        request, offer, actions.withdraw, form, title=_("Withdraw this offer"),
        lead=_("What was agreed on already stays. Nobody new can accept it."),
        submit=_("Withdraw"),
    )  # fmt: skip
