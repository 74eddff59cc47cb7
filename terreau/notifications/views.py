import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.entries.dates import number_of
from terreau.notifications import actions, preferences, queries
from terreau.notifications.forms import RhythmForm
from terreau.notifications.models import Preference
from terreau.notifications.sheet import sheet


@never_cache
@login_required
@require_safe
def index(request):
    notices, older = queries.page_of(request.user, number_of(request, "before"))
    return render(request, "notifications/index.html", sheet(notices, older))


@login_required
@require_POST
def read(request, notice):
    actions.mark_read(request.user, notice)
    return redirect("notifications:index")


@login_required
@require_POST
def read_all(request):
    actions.mark_read(request.user)
    messages.success(request, _("All your notices are marked as read."))
    return redirect("notifications:index")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request):
    """How one wants to be written to: one query."""
    mine = preferences.preference_of(request.user)
    form = RhythmForm(request.POST or None, initial={"rhythm": mine.rhythm})
    if request.method == "POST" and form.is_valid():
        preferences.choose_rhythm(request.user, form.cleaned_data["rhythm"])
        messages.success(request, _("Noted."))
        return redirect("notifications:mails")
    return render(request, "notifications/mails.html", {"form": form, "mine": mine})


@require_POST
@login_required
def resume(request):
    preferences.resume(request.user)
    messages.success(request, _("We write to you again."))
    return redirect("notifications:mails")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """Ends the digests of whoever was sent this address: asks, then one press (RFC 8058).

    A mail program posts to it without a session; the signature is what tells whose mails end.
    """
    user = preferences.user_of(token)
    if user is None:
        raise Http404("token")
    if request.method == "POST":
        preferences.choose_rhythm(user, Preference.Rhythm.NONE)
    return render(request, "notifications/unsubscribe.html", {"done": request.method == "POST"})


@csrf_exempt
@require_POST
def bounced(request):
    """A mail server says that an address takes no mails: {"email", "reason"}, with a token."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.BOUNCE_TOKEN or not constant_time_compare(given, settings.BOUNCE_TOKEN):
        raise Http404("token")
    try:
        said = json.loads(request.body)
        email, reason = str(said["email"]), str(said.get("reason", ""))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"detail": "email"}, status=422)
    if "\0" in email + reason:
        return JsonResponse({"detail": "email"}, status=422)
    return JsonResponse({"known": preferences.note_bounce(email, reason)})
