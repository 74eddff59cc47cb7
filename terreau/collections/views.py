from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from terreau.collections import actions, forms, queries, sheet
from terreau.collections.models import Collection
from terreau.entries.pages import act_page, add_errors
from terreau.entries.queries import Gone, Moved, entry_at
from terreau.people.speaking_page import speaking_page
from terreau.resources.models import Resource
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request):
    return directory(request, kind=Collection.KIND)


@require_safe
def detail(request, slug):
    page = queries.collection_page(request.user, slug)
    return render(request, "collections/detail.html", sheet.sheet(request.user, page))


@never_cache
@login_required
@reads_or_acts
def create(request):
    """Put a collection together; ?resource: what it begins with."""
    initial = {"resources": begun_with(request)}
    form = forms.CollectionForm(request.POST or None, initial=initial)
    return speaking_page(
        request, Collection, actions.create, form, title=_("Put a collection together"),
        submit=_("Publish"),
        lead=_("Resources that belong together, in the order in which they are best read."),
    )  # fmt: skip


def begun_with(request):
    try:
        return [entry_at(Resource, request.user, request.GET.get("resource", ""))]
    except (Http404, Moved, Gone):
        return []


@never_cache
@reads_or_acts
def edit(request, slug):
    collection = entry_at(Collection, request.user, slug)
    given = entry_at(Collection, request.user, slug)
    initial = {"resources": queries.resources_in(None, collection)}
    form = forms.CollectionForm(request.POST or None, instance=given, initial=initial)
    return act_page(request, collection, actions.edit, form, title=_("Edit this collection"))


@never_cache
@login_required
@reads_or_acts
def add(request, slug):
    """Put a resource into a collection of one's own; who has none begins one with it."""
    resource = entry_at(Resource, request.user, slug)
    own = queries.own_collections(request.user)
    if not own.exists():
        return redirect(f"{reverse('collection:create')}?resource={resource.slug}")
    form = forms.AddForm(own, request.POST or None)
    if request.method == "POST" and form.is_valid():
        collection = form.cleaned_data["collection"]
        try:
            actions.add(request.user, collection, resource=resource)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Done: it is in the public record."))
            return redirect(collection)
    page = {"resource": resource, "form": form}
    return render(request, "collections/add.html", page)
