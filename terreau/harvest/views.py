"""The public report of every harvest: what was read, what came of it, what was wrong."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from terreau.harvest import queries, reports
from terreau.harvest.findings import headline

SIZE = 50


@require_safe
@conditional_page  # a run that changes nothing leaves no statement: these pages validate by content
def index(request):
    return render(request, "harvest/sources.html", {"sources": queries.sources()})


@require_safe
@conditional_page
def detail(request, slug):
    source, runs = queries.source_page(slug)
    table = [reports.row(run) for run in runs]
    context = {"source": source, "runs": table, "header": reports.header(), "kinds": reports.KINDS}
    return render(request, "harvest/source.html", context)


@require_safe
@conditional_page
def report(request, slug, known_at):
    """A run with its findings: all, or those of one code; `?format=json` gives everything."""
    run = queries.run_at(slug, known_at)
    if request.GET.get("format") == "json":
        return JsonResponse(reports.as_json(run), json_dumps_params={"ensure_ascii": False})
    code = request.GET.get("code", "")
    found = reports.found(run, code)
    page = Paginator(found, SIZE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "source": run.source,
        "figures": reports.figures(run),
        "groups": reports.groups(run, code),
        "headline": headline(code) if code else "",
        "findings": [reports.line(each) for each in page],
        "pagination": pagination(page, code),
    }
    return render(request, "harvest/report.html", context)


def pagination(page, code):
    """The parameters of the component `pagination`."""

    def address(number):
        given = {"code": code} if code else {}
        return f"?{urlencode(given | {'page': number})}#findings"

    words = _("%(first)s–%(last)s of %(total)s")
    place = {"first": page.start_index(), "last": page.end_index(), "total": page.paginator.count}
    return {
        "summary": words % place,
        "previous_url": address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(page.next_page_number()) if page.has_next() else "",
    }
