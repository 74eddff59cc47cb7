"""Addresses of a small site that stands for the rooms in tests of what happens around pages."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from terreau.entries.actions import Conflict
from terreau.entries.queries import entry_at
from terreau.organizations.models import Organization
from terreau.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401

served = []  # every run of a view, so that tests see when none ran


def page(request, name="page"):
    served.append(name)
    return HttpResponse(f"{name} in {request.LANGUAGE_CODE}, number {len(served)}")


def drawn(request):
    served.append("drawn")
    return render(request, "web/about.html")


def with_cookie(request):
    response = page(request)
    response.set_cookie("taste", "salt")
    return response


def with_form(request):
    return HttpResponse(get_token(request))


def with_message(request):
    messages.success(request, "noted")
    return page(request)


def large(request):
    served.append("large")
    return HttpResponse("x" * 600_000)


def streamed(request):
    served.append("streamed")
    return StreamingHttpResponse(iter(["one ", "two"]))


def said(request):
    return StreamingHttpResponse(part + get_language() for part in ("", " "))


def missing(request):
    served.append("missing")
    raise Http404


def detail(request, slug):
    return HttpResponse(entry_at(Organization, request.user, slug).title)


def history(request, slug):
    return detail(request, slug)


def edit(request, slug):
    entry = entry_at(Organization, request.user, slug)
    if request.POST.get("revision") != str(entry.revision):
        raise Conflict(entry)
    return HttpResponse("kept")


def broken(request):
    raise RuntimeError("broken on purpose")


entries = (
    [
        path("<slug:slug>/", detail, name="detail"),
        path("<slug:slug>/history/", history, name="history"),
        path("<slug:slug>/edit/", edit, name="edit"),
    ],
    "organization",
)
urlpatterns = i18n_patterns(
    path("page/", page, name="page"),
    path("drawn/", drawn, name="drawn"),
    path("cookie/", with_cookie),
    path("form/", with_form),
    path("message/", with_message),
    path("private/", never_cache(page)),
    path("large/", large),
    path("streamed/", streamed),
    path("said/", said),
    path("missing/", missing),
    path("broken/", broken),
    path("organizations/", include(entries)),
    path("accounts/", include("terreau.accounts.urls")),
    path("", include("terreau.web.urls")),
    prefix_default_language=False,
)
