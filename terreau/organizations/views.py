from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from terreau.entries.pages import act_page
from terreau.entries.queries import entry_at
from terreau.organizations import actions, queries
from terreau.organizations.forms import ClosingForm, OrganizationForm
from terreau.organizations.models import Organization
from terreau.organizations.sheet import sheet
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request):
    return directory(request, kind=Organization.KIND)


@require_safe
def detail(request, slug):
    page = queries.organization_page(request.user, slug)
    return render(request, "organizations/detail.html", sheet(request.user, page))


@reads_or_acts
def create(request):
    form = OrganizationForm(request.POST or None)
    return act_page(
        request, Organization(), actions.create, form, title=_("Add an organization")
    )  # fmt: skip


@reads_or_acts
def edit(request, slug):
    organization = entry_at(Organization, request.user, slug)
    form = OrganizationForm(
        request.POST or None, instance=entry_at(Organization, request.user, slug)
    )
    return act_page(request, organization, actions.edit, form, title=_("Edit this organization"))


@reads_or_acts
def close(request, slug):
    organization = entry_at(Organization, request.user, slug)
    form = ClosingForm(request.POST or None)
    return act_page(request, organization, actions.close, form, title=_("Close this organization"))
