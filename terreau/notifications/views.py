from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from terreau.entries.dates import number_of
from terreau.notifications import actions, queries
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
