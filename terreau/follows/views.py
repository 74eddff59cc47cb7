from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.entries.dates import number_of
from terreau.entries.pages import add_errors
from terreau.follows import actions, queries
from terreau.follows.exports import csv_of
from terreau.follows.forms import STOP, LevelForm, WatchForm
from terreau.follows.models import Level
from terreau.follows.sheet import sheet


@never_cache
@login_required
@require_safe
def index(request):
    """Two queries."""
    follows, older = queries.follows_of(request.user, number_of(request, "before"))
    watches = queries.watches_of(request.user)
    return render(request, "follows/index.html", sheet(follows, older, watches))


@never_cache
@login_required
@require_safe
def export(request):
    headers = {"Content-Disposition": 'attachment; filename="follows.csv"'}
    return HttpResponse(csv_of(request.user), "text/csv; charset=utf-8", headers=headers)


@require_POST
@login_required
def follow(request, uid):
    """Follow an entry, at another level, or no more; then back to where the form was."""
    entry = queries.entry_to_follow(request.user, uid)
    level = chosen(request)
    if level == STOP:
        actions.stop(request.user, entry)
        messages.success(request, _("You no longer follow “%s”.") % entry.title)
    else:
        try:
            actions.follow(request.user, entry, level)
            messages.success(request, told(level) % {"title": entry.title})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    return redirect(back(request, entry.get_absolute_url()))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def watch(request):
    """Follow whatever a filter finds: the form of it, filled in from the address."""
    form = WatchForm(request.POST or None, initial=given(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.watch(request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("You will be told of what happens there."))
            return redirect("follows:index")
    return render(request, "follows/watch.html", {"form": form})


@require_POST
@login_required
def change_watch(request, watch):
    level = chosen(request)
    if level == STOP:
        found = actions.end_watch(request.user, watch)
    else:
        found = actions.change_watch(request.user, watch, level)
    if not found:
        raise Http404(watch)
    messages.success(request, _("Done."))
    return redirect("follows:index")


def chosen(request):
    form = LevelForm(request.POST)
    if not form.is_valid():
        raise Http404("level")
    return form.cleaned_data["level"]


def told(level):
    return {
        Level.EVERYTHING: _("You follow “%(title)s”: you will be told of everything."),
        Level.DECISIONS: _("You follow “%(title)s”: you will be told of decisions."),
        Level.NOTHING: _("You will be told nothing of “%(title)s”."),
    }[level]


def back(request, usual):
    """Where the form was, if that is on this site."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else usual


def given(request):
    """What the address says of the filter, as the form takes it."""
    names = ("kind", "territory", "topic", "level")
    return {name: request.GET[name][:200] for name in names if request.GET.get(name)}
