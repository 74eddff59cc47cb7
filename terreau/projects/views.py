from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.entries.dates import known_at_of, number_of
from terreau.entries.pages import act_page, add_errors, seen
from terreau.entries.queries import entry_at
from terreau.organizations.forms import offer_acting
from terreau.organizations.queries import edited_by
from terreau.projects import actions, affiliations, corrections, forms, queries
from terreau.projects.models import Project
from terreau.projects.sheet import sheet
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request):
    return directory(request, kind=Project.KIND)


@require_safe
def detail(request, slug):
    page = queries.project_page(request.user, slug, known_at_of(request))
    return render(request, "projects/detail.html", sheet(request.user, page))


@require_safe
def history(request, slug):
    project = entry_at(Project, request.user, slug)
    page = queries.history_page(request.user, project, number_of(request, "before"))
    return render(request, "projects/history.html", page)


@reads_or_acts
def create(request):
    """Whoever speaks for organizations chooses for which of them; administrators need not."""
    user = request.user
    form = offer_acting(forms.NewProjectForm(request.POST or None), user)
    speaks = user.is_authenticated and not user.is_staff
    project = Project(author=edited_by(user).first() if speaks else None)
    return act_page(request, project, actions.create, form, title=_("Add a project"))


@reads_or_acts
def edit(request, slug):
    project = entry_at(Project, request.user, slug)
    form = forms.ProjectForm(
        request.POST or None, instance=entry_at(Project, request.user, slug)
    )  # fmt: skip
    return act_page(request, project, actions.edit, form, title=_("Edit this project"))


@reads_or_acts
def enter_phase(request, slug):
    project = entry_at(Project, request.user, slug)

    form = forms.PhaseForm(request.POST or None, present=project.state)
    propose = proposing(request, project, form, actions.propose_step)
    return act_page(
        request, project, actions.enter_phase, form, title=_("Enter a phase"), refused=propose
    )


def proposing(request, project, form, act, **more):
    """What `act_page` does with an unusual step that has a reason: it waits for a second person."""

    def propose(error, given):
        if not isinstance(error, actions.Unusual) or not given["reason"].strip():
            return None
        try:
            act(request.user, project, revision=seen(request, project), **given, **more)
        except ValidationError as refusal:
            add_errors(form, refusal)
            return None
        messages.info(request, _("This step is unusual: it waits for a second person."))
        return redirect(project)

    return propose


@reads_or_acts
def pause(request, slug):
    project = entry_at(Project, request.user, slug)
    form = forms.PauseForm(request.POST or None)
    return act_page(request, project, actions.pause, form, title=_("Pause this project"))


@reads_or_acts
def stop(request, slug):
    project = entry_at(Project, request.user, slug)
    form = forms.StopForm(request.POST or None)
    return act_page(request, project, actions.stop, form, title=_("Stop this project"))


@require_POST
def confirm_step(request, slug):
    project = entry_at(Project, request.user, slug)
    waiting = queries.waiting_step(project)
    is_correction = waiting is not None and waiting.spell_id is not None
    confirm = corrections.confirm_correction if is_correction else actions.confirm_step
    try:
        confirm(request.user, project, revision=seen(request, project))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Done: it is in the public record."))
    return redirect(project)


@reads_or_acts
def decline_step(request, slug):
    project = entry_at(Project, request.user, slug)
    form = forms.DeclineForm(request.POST or None)
    return act_page(
        request, project, actions.decline_step, form, title=_("Decline the proposed step")
    )


@reads_or_acts
def correct_spell(request, slug, pk):
    project = entry_at(Project, request.user, slug)
    spell = queries.known_spell(project, pk)
    if spell is None:
        raise Http404
    form = forms.CorrectionForm(
        request.POST or None, initial={"phase": spell.phase, "on": spell.valid_from}
    )

    def correct(user, entry, **given):
        return corrections.correct_spell(user, entry, spell=spell, **given)

    correct.check = corrections.correct_spell.check
    propose = proposing(request, project, form, corrections.propose_correction, spell=spell)
    return act_page(request, project, correct, form, title=_("Correct a spell"), refused=propose)


@reads_or_acts
def affiliate(request, slug):
    project = entry_at(Project, request.user, slug)
    form = forms.AffiliationForm(request.POST or None)
    return act_page(request, project, affiliations.affiliate, form, title=_("Add an organization"))


@reads_or_acts
def end_affiliation(request, slug, pk):
    project = entry_at(Project, request.user, slug)
    link = queries.known_affiliation(project, pk)
    if link is None:
        raise Http404

    def end(user, entry, **given):
        return affiliations.end_affiliation(user, entry, link=link, **given)

    end.check = affiliations.end_affiliation.check
    form = forms.EndForm(request.POST or None)
    return act_page(request, project, end, form, title=_("End an affiliation"))
