"""The page of rights: who may do what, measured from the rules by which every door asks."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.entries import rights
from terreau.entries.kinds import all_kinds, kind_named

REST = "none"  # what is about no entry


@require_safe
@login_required
@permission_required("entries.see_rights", raise_exception=True)
def index(request):
    """One sort of entries in one situation, so that it costs little to measure."""
    chosen = request.GET.get("kind") or all_kinds()[0].slug
    kind = kind_named(chosen)
    if kind is None and chosen != REST:
        raise Http404(chosen)
    situations = rights.situations(kind) if kind else {}
    situation = request.GET.get("situation") or next(iter(situations), None)
    if situation not in (situations or {None}):
        raise Http404(situation)
    page = {
        "kinds": tabs("kind", {**names(), REST: _("About no entry")}, chosen),
        "situations": tabs("situation", situations, situation, kind=chosen),
        "header": [_("Permission"), *(each.label for each in rights.standings())],
        "rows": [*table(kind, situation)],
    }
    return render(request, "web/rights.html", page)


def names():
    return {kind.slug: capfirst(str(kind.name_plural)) for kind in all_kinds()}


def tabs(name, labels, chosen, **given):
    here = reverse("rights:index")
    return [
        {
            "label": label,
            "url": f"{here}?{urlencode(given | {name: value})}",
            "current": value == chosen,
        }
        for value, label in labels.items()
    ]


def table(kind, situation):
    """Rows of `data_table`: one a permission, a column a standing."""
    for right in rights.kept(kind and kind.slug, situation):
        yield [
            right.permission,
            *(_("yes") if each.name in right.standings else "–" for each in rights.standings()),
        ]


urlpatterns = [path("", index, name="index")]
