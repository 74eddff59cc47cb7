from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.entries.pages import act_page
from terreau.entries.queries import entry_at
from terreau.projects.models import Project
from terreau.replications import actions, forms, queries, sheet

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request, slug):
    project = entry_at(Project, request.user, slug)
    return render(request, "replications/index.html", sheet.sheet(request.user, project))


@never_cache
@login_required
@reads_or_acts
def declare(request, slug):
    project = entry_at(Project, request.user, slug)
    form = forms.ReplicationForm(forms.own_takers(request.user), request.POST or None)
    return act_page(
        request, project, actions.declare, form, title=_("We took it over"),
        then=sheet.address("index", project),
    )  # fmt: skip


@never_cache
@login_required
@reads_or_acts
def propose(request, slug):
    project = entry_at(Project, request.user, slug)
    form = forms.ReplicationForm(forms.all_takers(), request.POST or None)
    return act_page(
        request, project, actions.propose, form, title=_("Name who took it over"),
        lead=_("They confirm it or decline. Nothing is public until they confirm."),
        submit=_("Ask them"), then=sheet.address("index", project),
    )  # fmt: skip


@never_cache
@login_required
@reads_or_acts
def retract(request, slug, uid):
    project = entry_at(Project, request.user, slug)
    replication = found(project, uid)

    def act(user, entry, **given):
        return actions.retract(user, entry, replication=replication, **given)

    act.check = actions.retract.check
    form = forms.ReasonForm(request.POST or None)
    return act_page(
        request, project, act, form, title=_("Take a replication back"),
        then=sheet.address("index", project),
    )  # fmt: skip


@login_required
@require_POST
def confirm(request, slug, uid):
    return settle(request, slug, uid, actions.confirm, _("Done: it is in the public record."))


@login_required
@require_POST
def decline(request, slug, uid):
    return settle(request, slug, uid, actions.decline, _("Declined. Nobody else is told."))


def settle(request, slug, uid, act, words):
    project = entry_at(Project, request.user, slug)
    try:
        act(request.user, project, replication=found(project, uid))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, words)
    return redirect(sheet.address("index", project))


def found(project, uid):
    replication = queries.replication_at(project, uid)
    if replication is None:
        raise Http404(str(uid))
    return replication
