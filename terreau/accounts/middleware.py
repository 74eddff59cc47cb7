"""What holds for every request of somebody who is signed in."""

import time

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from terreau.accounts import actions
from terreau.accounts.second_factor import has_proven, is_needed

SEEN = "seen"
SEEN_EVERY = 15 * 60  # seconds


class SecondFactor:
    """Without a second factor in this session an administrator is a person like any other.

    The rights are taken from the user of the request, so that no page, rule or list needs to
    think of it; what only administrators may do leads to where the second factor is set up.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        whoever = request.user
        request.user = SimpleLazyObject(lambda: held_back(request, whoever))
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, PermissionDenied) or request.path.startswith("/api/"):
            return None
        if not getattr(request.user, "awaits_second_factor", False):
            return None
        said = _("This is for administrators, whose rights wait for their second factor.")
        messages.warning(request, said)
        return redirect("mfa_index")


def held_back(request, user):
    if is_needed(user) and not has_proven(request, user):
        user.hold_back()
    return user


def begin(request):
    """Start to note when this session is used."""
    request.session[SEEN] = int(time.time())


class LastSeen:
    """Notes from time to time when a session was last used: no query on most requests."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        session = request.session
        if session.accessed and SEEN in session and time.time() - session[SEEN] > SEEN_EVERY:
            begin(request)
            actions.note_session_seen(session.session_key)
        return response
