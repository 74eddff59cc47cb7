from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.entries.dates import known_at_of
from terreau.entries.pages import act_page, add_errors
from terreau.entries.queries import entry_at
from terreau.evidence import (
    actions,
    connections,
    definitions,
    details,
    forms,
    queries,
    sheet,
    spending,
    tables,
    targets,
    titles,
    tokens,
    uploads,
)
from terreau.evidence.models import Attestation, Cost, Measurement, Target
from terreau.evidence.periods import ONE_DAY
from terreau.evidence.words import address
from terreau.projects.models import Project

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request, slug):
    """The evidence of a project; with ?known_at=, as it was known on a day."""
    found = queries.evidence_page(request.user, slug, known_at_of(request))
    return render(request, "evidence/index.html", sheet.page(request.user, found))


@require_safe
def indicator(request, slug, uid):
    found = queries.indicator_page(request.user, slug, uid, known_at_of(request))
    return render(request, "evidence/indicator.html", details.indicator_sheet(request.user, found))


@require_safe
def measurement(request, slug, uid):
    found = queries.measurement_page(request.user, slug, uid)
    return render(
        request, "evidence/measurement.html", details.measurement_sheet(request.user, found)
    )


@require_safe
def as_csv(request, slug):
    """Every known value of a project."""
    project = entry_at(Project, request.user, slug)
    states = queries.indicators_of(project, known_at=known_at_of(request))
    return file_of(tables.csv_lines(states), f"{project.slug}-measurements.csv")


def file_of(lines, name):
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def fixed(act, **given):
    """An action of which some arguments are known before the form is filled in."""

    def bound(user, entry, **typed):
        return act(user, entry, **given, **typed)

    bound.check, bound.is_public = act.check, act.is_public
    return bound


def page_of(request, project, act, form, *, title, then=None, lead="", submit=""):
    """The page of an action on evidence; it leads back to the evidence."""
    then = then or address("index", project)
    return act_page(request, project, act, form, title=title, then=then, lead=lead, submit=submit)


@reads_or_acts
def add_indicator(request, slug):
    project = entry_at(Project, request.user, slug)
    form = forms.IndicatorForm(request.POST or None)
    lead = _("What is counted, how, by whom: so that anybody could count again.")
    return page_of(
        request, project, definitions.add_indicator, form, title=_("Add an indicator"), lead=lead
    )


def on_indicator(request, slug, uid, act, form_of, title, lead=""):
    """The page of an action on an indicator; form_of: (state) → form."""
    project = entry_at(Project, request.user, slug)
    state = queries.state_with(project, uid)
    then = address("indicator", project, uid)
    bound = fixed(act, indicator=state.indicator)
    title = f"{title} · {state.indicator.name}"
    return page_of(request, project, bound, form_of(state), title=title, then=then, lead=lead)


@reads_or_acts
def edit_indicator(request, slug, uid):
    def form_of(state):
        return forms.DescriptionForm(request.POST or None, initial=described(state.indicator))

    return on_indicator(request, slug, uid, definitions.edit_indicator, form_of, _("Edit"))


def described(found):
    return {name: getattr(found, name) for name in forms.DescriptionForm.Meta.fields}


@reads_or_acts
def change_definition(request, slug, uid):
    def form_of(state):
        names = forms.MethodFields.Meta.fields
        initial = {name: getattr(state.methods[-1], name) for name in names}
        return forms.DefinitionForm(request.POST or None, initial=initial)

    lead = _("Values of before and after cannot be compared, and charts and targets will say so.")
    return on_indicator(
        request, slug, uid, definitions.change_definition, form_of, _("Change the definition"), lead
    )


@reads_or_acts
def retire_indicator(request, slug, uid):
    form = forms.ReasonForm(request.POST or None)
    title = _("No longer measure it")
    return on_indicator(
        request, slug, uid, definitions.retire_indicator, lambda _state: form, title
    )


@reads_or_acts
def record(request, slug, uid):
    def form_of(state):
        return forms.MeasurementForm(request.POST or None, method=state.methods[-1])

    return on_indicator(request, slug, uid, actions.record, form_of, _("Record a value"))


@reads_or_acts
def set_target(request, slug, uid):
    form = forms.TargetForm(request.POST or None)
    return on_indicator(
        request, slug, uid, targets.set_target, lambda _state: form, _("Set a target")
    )


@reads_or_acts
def connect_source(request, slug, uid):
    def form_of(state):
        return forms.FeedForm(request.POST or None, instance=state.feed)

    lead = _("It is read within minutes, then regularly. What cannot be read is said publicly.")
    return on_indicator(
        request, slug, uid, connections.connect_source, form_of, _("Read from statistics"), lead
    )


@reads_or_acts
def disconnect_source(request, slug, uid):
    form = forms.NothingForm(request.POST or None)
    return on_indicator(
        request, slug, uid, connections.disconnect_source, lambda _state: form, _("Stop reading")
    )


def on_row(request, slug, uid, model, act, form_of, title):
    """The page of an action on a measurement, a target, a cost or a title."""
    project = entry_at(Project, request.user, slug)
    row = queries.row_with(model, project, uid)
    then = None
    if model in (Measurement, Target):
        then = address("indicator", project, row.indicator.uid)
    bound = fixed(act, **{model._meta.model_name: row})
    return page_of(request, project, bound, form_of(row), title=title, then=then)


@reads_or_acts
def correct(request, slug, uid):
    def form_of(row):
        initial = {"value": row.value, "source": row.source, "note": row.note}
        return forms.CorrectionForm(request.POST or None, initial=initial)

    return on_row(request, slug, uid, Measurement, actions.correct, form_of, _("Correct a value"))


@reads_or_acts
def withdraw(request, slug, uid):
    form = forms.ReasonForm(request.POST or None)
    return on_row(
        request, slug, uid, Measurement, actions.withdraw, lambda _row: form, _("Withdraw a value")
    )


@reads_or_acts
def publish(request, slug, uid):
    form = forms.PublishForm(request.POST or None)
    title = _("Say where it is published")
    return on_row(request, slug, uid, Measurement, actions.publish, lambda _row: form, title)


@reads_or_acts
def check(request, slug, uid):
    def form_of(_row):
        bodies = queries.bodies_of(request.user)
        return forms.CheckForm(request.POST or None, organizations=bodies)

    title = _("Say that it was checked")
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return on_row(request, slug, uid, Measurement, actions.check, form_of, title)


@reads_or_acts
def drop_target(request, slug, uid):
    form = forms.ReasonForm(request.POST or None)
    return on_row(
        request, slug, uid, Target, targets.drop_target, lambda _row: form, _("Drop a target")
    )


@reads_or_acts
def record_cost(request, slug):
    project = entry_at(Project, request.user, slug)
    form = forms.CostForm(request.POST or None)
    return page_of(request, project, spending.record_cost, form, title=_("Record a cost"))


@reads_or_acts
def correct_cost(request, slug, uid):
    def form_of(row):
        initial = {
            "amount": row.amount, "first_day": row.period_from,
            "last_day": row.period_to - ONE_DAY, "covers": row.covers, "says": row.says,
            "source": row.source,
        }  # fmt: skip
        return forms.CostCorrectionForm(request.POST or None, initial=initial)

    return on_row(request, slug, uid, Cost, spending.correct_cost, form_of, _("Correct a cost"))


@reads_or_acts
def withdraw_cost(request, slug, uid):
    form = forms.ReasonForm(request.POST or None)
    return on_row(
        request, slug, uid, Cost, spending.withdraw_cost, lambda _row: form, _("Withdraw a cost")
    )


@reads_or_acts
def attest(request, slug):
    project = entry_at(Project, request.user, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    bodies = queries.bodies_of(request.user)
    form = forms.TitleForm(request.POST or None, organizations=bodies)
    title = _("Say that a title was given")
    return page_of(request, project, titles.attest, form, title=title)


@reads_or_acts
def revoke(request, slug, uid):
    form = forms.ReasonForm(request.POST or None)
    return on_row(
        request, slug, uid, Attestation, titles.revoke, lambda _row: form, _("Take a title back")
    )


@reads_or_acts
def import_file(request, slug):
    """A file of measurements: chosen, shown line by line, and confirmed as it was shown."""
    project = entry_at(Project, request.user, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    actions.import_file.check(request.user, project)
    if "seen" in request.POST:
        return confirm(request, project)
    form = forms.FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        shown = uploads.previewed(project, form.cleaned_data["text"])
        if not shown["problem"]:
            return render(request, "evidence/preview.html", shown)
        form.add_error(None, shown["problem"])
    return render(request, "evidence/import.html", uploads.page(project, form))


def confirm(request, project):
    """Do what a preview showed, or show it anew where something changed since."""
    form = forms.ConfirmForm(request.POST)
    if not form.is_valid():
        return redirect(address("import_file", project))
    try:
        actions.import_file(request.user, project, **form.cleaned_data)
    except actions.Outdated:
        shown = uploads.previewed(project, form.cleaned_data["text"], is_outdated=True)
        return render(request, "evidence/preview.html", shown, status=409)
    except ValidationError as error:
        add_errors(form, error)
        shown = uploads.previewed(project, form.cleaned_data["text"], form=form)
        return render(request, "evidence/preview.html", shown)
    messages.success(request, _("Done: it is in the public record."))
    return redirect(address("index", project))


@require_safe
def template(request, slug):
    """A file to fill in, with the indicators of the project."""
    project = entry_at(Project, request.user, slug)
    lines = tables.template_lines(uploads.to_fill(queries.indicators_of(project)))
    return file_of(lines, f"{project.slug}-template.csv")


@never_cache
@reads_or_acts
def manage_tokens(request, slug):
    """The tokens of a project; the secret of a new one is on this page once."""
    project = entry_at(Project, request.user, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    tokens.create_token.check(request.user, project)
    form, secret = forms.TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = tokens.create_token(request.user, project, **form.cleaned_data)
            form = forms.TokenForm()
        except ValidationError as error:
            add_errors(form, error)
    found, states = queries.tokens_of(project), queries.indicators_of(project)
    context = uploads.token_page(project, found, form, secret, states)
    return render(request, "evidence/tokens.html", context)


@require_POST
def revoke_token(request, slug, uid):
    project = entry_at(Project, request.user, slug)
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    token = queries.token_with(project, uid)
    tokens.revoke_token(request.user, project, token=token)
    messages.success(request, _("Done."))
    return redirect(address("tokens", project))
