from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from terreau.entries.dates import whole
from terreau.entries.pages import act_page
from terreau.entries.queries import entry_at
from terreau.evidence.forms import FileForm
from terreau.people.speaking import offer_speaking, speakers
from terreau.people.speaking_page import nobody_page, speaking_page
from terreau.resources import (
    actions,
    forms,
    importing,
    queries,
    rating,
    sheet,
    tables,
    uploads,
)
from terreau.resources.models import Resource
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request):
    return directory(request, kind=Resource.KIND)


@require_safe
def detail(request, slug):
    page = queries.resource_page(request.user, slug)
    return render(request, "resources/detail.html", sheet.sheet(request.user, page))


@require_safe
def feedback(request, slug):
    """All feedback on a resource, the newest first, page by page."""
    before = whole(request.GET.get("before", ""))
    found = queries.feedback_page(request.user, slug, before)
    page = sheet.feedback_sheet(request.user, *found)
    return render(request, "resources/feedback.html", page)


@never_cache
@login_required
@reads_or_acts
def create(request):
    form = forms.ResourceForm(request.POST or None)
    lead = _(
        "A guide, a method, a template, a training module: so that others need not begin anew."
    )
    return speaking_page(
        request, Resource, actions.create, form, title=_("Share a resource"), lead=lead,
        submit=_("Publish"),
    )  # fmt: skip


@never_cache
@login_required
@reads_or_acts
def import_file(request):
    """A file of resources: chosen, shown line by line, and confirmed as it was shown."""
    if not speakers(request.user).exists():
        return nobody_page(request, _("Import a library"))
    if "seen" in request.POST:
        return confirm(request)
    form = offer_speaking(FileForm(request.POST or None, request.FILES or None), request.user)
    if request.method == "POST" and form.is_valid():
        shown = uploads.previewed(form.cleaned_data["acting_as"], form.cleaned_data["text"])
        if not shown["problem"]:
            return render(request, "resources/preview.html", shown)
        form.add_error(None, shown["problem"])
    return render(request, "resources/import.html", uploads.page(form))


def confirm(request):
    """Do what a preview showed, or show it anew where something changed since."""
    form = forms.ConfirmForm(request.POST, speakers=speakers(request.user))
    if not form.is_valid():
        return redirect("resource:import_file")
    given = form.cleaned_data
    publisher, text = given["acting_as"], given["text"]
    try:
        importing.carry_out(request.user, publisher, text, seen=given["seen"])
    except importing.Outdated:
        shown = uploads.previewed(publisher, text, is_outdated=True)
        return render(request, "resources/preview.html", shown, status=409)
    except ValidationError as error:
        form.add_error(None, error.messages)
        shown = uploads.previewed(publisher, text, form=form)
        return render(request, "resources/preview.html", shown)
    messages.success(request, _("Done: it is in the public record."))
    return redirect(publisher)


@require_safe
def template(request):
    """A file to fill in."""
    body = "".join(tables.template_lines())
    headers = {"Content-Disposition": 'attachment; filename="resources.csv"'}
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


@never_cache
@reads_or_acts
def edit(request, slug):
    resource = entry_at(Resource, request.user, slug)
    given = entry_at(Resource, request.user, slug)
    form = forms.ResourceForm(request.POST or None, instance=given)
    return act_page(request, resource, actions.edit, form, title=_("Edit this resource"))


@never_cache
@reads_or_acts
def outdate(request, slug):
    resource = entry_at(Resource, request.user, slug)
    form = forms.ReasonForm(request.POST or None)
    lead = _("It stays here with your reason: whoever uses it learns that it should not be used.")
    return act_page(
        request, resource, actions.outdate, form, title=_("Say that it is outdated"), lead=lead
    )


@never_cache
@reads_or_acts
def mark_duplicate(request, slug):
    resource = entry_at(Resource, request.user, slug)
    form = forms.DuplicateForm(request.POST or None)
    lead = _("It stays here and leads to the other one.")
    return act_page(
        request, resource, actions.mark_duplicate, form, title=_("Say that it is a duplicate"),
        lead=lead,
    )  # fmt: skip


@never_cache
@reads_or_acts
def renew(request, slug):
    resource = entry_at(Resource, request.user, slug)
    form = forms.ReasonForm(request.POST or None)
    return act_page(
        request, resource, actions.renew, form, title=_("Say that it is current"),
        lead=_("What was said against it is said no more; the record keeps both."),
    )  # fmt: skip


@never_cache
@login_required
@reads_or_acts
def rate(request, slug):
    """Give feedback, or change what one gave."""
    resource = entry_at(Resource, request.user, slug)
    mine = queries.own_feedback(request.user, resource)
    initial = {"rating": mine.rating, "text": mine.text} if mine else None
    form = forms.FeedbackForm(request.POST or None, initial=initial)
    return act_page(
        request, resource, rating.rerate if mine else rating.rate, form,
        title=_("Change my feedback") if mine else _("Give feedback"),
        lead=_("It helps who publishes it, and who looks for something like it."),
        then=f"{resource.get_absolute_url()}#feedback",
    )  # fmt: skip


@never_cache
@login_required
@reads_or_acts
def unrate(request, slug):
    resource = entry_at(Resource, request.user, slug)
    form = forms.NothingForm(request.POST or None)
    return act_page(
        request, resource, rating.unrate, form, title=_("Withdraw my feedback"),
        lead=_("Your words and your rating are deleted for good. That there was one stays."),
        submit=_("Withdraw"), then=f"{resource.get_absolute_url()}#feedback",
    )  # fmt: skip


@never_cache
@login_required
@reads_or_acts
def reply(request, slug, uid):
    resource = entry_at(Resource, request.user, slug)
    found = queries.feedback_at(resource, uid)
    form = forms.ReplyForm(request.POST or None, feedback=found)
    return act_page(
        request, resource, rating.reply, form, title=_("Answer this feedback"), quoted=found.text,
        then=f"{resource.get_absolute_url()}#feedback",
    )  # fmt: skip
