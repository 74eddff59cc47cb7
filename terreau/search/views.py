from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from terreau.entries.kinds import kind_named
from terreau.entries.syndication import WRITERS, Head
from terreau.search import exports, feeds, pages
from terreau.search.addresses import CHANGED, NEWEST, parsed
from terreau.search.queries import carded, find, themed

_FORMATS = {
    "csv": (exports.csv_lines, "text/csv; charset=utf-8"),
    "json": (exports.json_parts, "application/json"),
}


def directory(request, kind=""):
    """The directory, or the part of it that a kind's own page shows; ?format=csv or json: all of
    what the search finds."""
    query = parsed(request.GET, kind)
    written = _FORMATS.get(request.GET.get("format", ""))
    if written:
        parts, media_type = written
        name = f"directory.{request.GET['format']}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(
            parts(request.user, query), content_type=media_type, headers=headers
        )
    place = pages.Place(kind_named(kind))
    found = find(request.user, query, load=carded)
    return render(request, "search/directory.html", pages.page(found, place))


@require_safe
def index(request):
    return directory(request)


@require_safe
def feed(request):
    query = parsed(request.GET)
    query = query.but(sort=CHANGED if query.sort == CHANGED else NEWEST)
    found = find(request.user, query, feeds.LENGTH, load=themed, narrowing=False)
    place = pages.Place()
    write, media_type = WRITERS["json" if request.GET.get("format") == "json" else "atom"]
    head = Head(pages.feed_title(found), place.address(query), request.get_full_path())
    return HttpResponse(
        write(head, feeds.items(found)), content_type=f"{media_type}; charset=utf-8"
    )
