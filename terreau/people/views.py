from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from terreau.accounts.personal import hindrances
from terreau.entries.pages import act_page, add_errors
from terreau.entries.queries import entry_at
from terreau.people import actions, expertise, expertise_sheet, forms, queries, sheet
from terreau.people.export import archive_of
from terreau.people.models import Person, Reach
from terreau.people.proofs import proven
from terreau.search.exports import csv_of
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request):
    return directory(request, kind=Person.KIND)


@require_safe
def skills(request):
    """People by what they know how to do and can offer; ?format=csv or json: all that is found."""
    asked = expertise.asked_in(request.GET)
    form = request.GET.get("format", "")
    if form in ("csv", "json"):
        rows = expertise_sheet.rows(request.user, asked)
        if form == "json":
            return JsonResponse({"query": asked.parameters, "people": list(rows)})
        lines = csv_of(expertise.columns(), rows)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="people.csv"'
        return answer
    found = expertise.find(request.user, asked)
    return render(request, "people/skills.html", expertise_sheet.sheet(request.user, found))


@require_safe
def detail(request, slug):
    page = queries.person_page(request.user, slug)
    if page["standing"] == Reach.NOBODY and request.GET.get("seen_by") in Reach.values:
        page["standing"] = Reach(request.GET["seen_by"])
        page["shown"] = queries.shown(page["person"], page["standing"])
    return render(request, "people/detail.html", sheet.sheet(request.user, page))


@never_cache
@login_required
@reads_or_acts
def create(request):
    mine = queries.profile_of(request.user)
    if mine is not None:
        return redirect(mine)
    form = forms.ProfileForm(request.POST or None)
    lead = _(
        "A profile is public and by choice: nobody needs one to take part. What you do not open "
        "here stays closed, and you can withdraw or erase it at any time."
    )
    return act_page(
        request, Person(), actions.create, form, title=_("Publish a profile"), lead=lead,
        submit=_("Publish"),
    )  # fmt: skip


@never_cache
@reads_or_acts
def edit(request, slug):
    person = entry_at(Person, request.user, slug)
    form = forms.ProfileForm(request.POST or None, instance=entry_at(Person, request.user, slug))
    return act_page(request, person, actions.edit, form, title=_("Edit my profile"))


@never_cache
@reads_or_acts
def withdraw(request, slug):
    person = entry_at(Person, request.user, slug)
    form = forms.NothingForm(request.POST or None)
    lead = _("It leaves all public pages and the search. You can publish it again.")
    return act_page(
        request, person, actions.withdraw, form, title=_("Withdraw my profile"), lead=lead,
        submit=_("Withdraw"),
    )  # fmt: skip


@never_cache
@reads_or_acts
def publish(request, slug):
    person = entry_at(Person, request.user, slug)
    form = forms.NothingForm(request.POST or None)
    return act_page(
        request, person, actions.publish, form, title=_("Publish my profile again"),
        submit=_("Publish"),
    )  # fmt: skip


@never_cache
@reads_or_acts
def mark(request, slug):
    person = entry_at(Person, request.user, slug)
    mine = proven(request.user) if request.user.is_authenticated else []
    form = forms.MarkForm(mine, request.POST or None, initial={"organization": person.works_for})
    lead = _(
        "The mark says that an organization knows you. It takes a role in an organization that was "
        "claimed, an e-mail address at its domain, or your professional identity. Who sees the "
        "organization's name is set in your profile."
    )
    return act_page(
        request, person, actions.verify, form, title=_("Mark of a verified agent"), lead=lead
    )


@never_cache
@login_required
@require_safe
def data(request):
    """All that is kept of whoever looks, and how to take it along or have it erased."""
    return render(request, "people/data.html", sheet.data_sheet(request.user))


@never_cache
@login_required
@require_safe
def export(request):
    answer = HttpResponse(archive_of(request.user), content_type="application/zip")
    day = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="my-data-{day}.zip"'
    return answer


@never_cache
@login_required
@reads_or_acts
def erase(request):
    """Erase the account and all that is kept of its person, for good."""
    user = request.user
    form = forms.ErasureForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase(user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            logout(request)
            messages.success(request, _("Everything that was kept of you is erased."))
            return redirect("web:home")
    return render(request, "people/erase.html", {"form": form, "hinders": hindrances(user)})
