from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from terreau.entries.pages import act_page
from terreau.entries.queries import entry_at
from terreau.offers import actions, forms, queries, sheet
from terreau.offers.models import Offer
from terreau.people.speaking import offer_speaking, speakers
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
    title = _("Offer something")
    if not speakers(request.user).exists():
        return render(request, "offers/nobody.html", {"title": title})
    form = offer_speaking(forms.OfferForm(request.POST or None), request.user)
    lead = _("Expertise, a room, equipment, data, an hour a month: what somebody elsewhere lacks.")
    offer = Offer(author=spoken_for(form))
    return act_page(
        request, offer, actions.create, form, title=title, lead=lead, submit=_("Publish")
    )


def spoken_for(form):
    """Who speaks in what a form makes; before it is sent, whoever is proposed."""
    if form.is_bound and form.is_valid():
        return form.cleaned_data["acting_as"]
    return form.fields["acting_as"].initial


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
