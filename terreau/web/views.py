"""What this site says of itself."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.entries.kinds import all_kinds
from terreau.web.context import existing
from terreau.web.panels import shown


@require_safe
def about(request):
    return render(request, "web/about.html")


@require_safe
def accessibility(request):
    return render(request, "web/accessibility.html")


@require_safe
def legal(request):
    return render(request, "web/legal.html", {"session_days": settings.SESSION_COOKIE_AGE // 86400})


@require_safe
def data(request):
    """What is published and where; rooms add their sources by panels of the slot "data"."""
    doors = [
        ("opendata:index", _("Open data: everything at once")),
        ("api:openapi-json", _("The API and its documentation")),
        *((f"{kind.slug}:index", kind.name_plural) for kind in all_kinds()),
    ]
    context = {"doors": existing(doors), "panels": shown("data", request.user)}
    return render(request, "web/data.html", context)


@require_safe
def robots(request):
    """Everything may be read by everybody, apart from what is not there to be read."""
    lines = ["User-agent: *"]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            lines.append(f"Disallow: {reverse('account_email')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
