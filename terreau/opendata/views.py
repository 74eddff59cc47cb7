from django.http import FileResponse, Http404, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from terreau.entries.kinds import all_kinds
from terreau.merkle import verify_record
from terreau.opendata import sitemaps
from terreau.opendata.catalog import catalog as catalog_of_all
from terreau.opendata.tables import FORMATS, public_rows, published


@require_safe
def table(request, path, form):
    """All public entries of a kind, or a table of facts about entries, streamed."""
    found = next((each for each in published() if each.path == path), None)
    if found is None:
        raise Http404(path)
    parts, media = FORMATS[form]
    name = f"{path}.{form}"
    return StreamingHttpResponse(
        parts(public_rows(found)),
        content_type=media,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Access-Control-Allow-Origin": "*",
        },
    )


@require_safe
def catalog(request):
    return JsonResponse(
        catalog_of_all(),
        content_type="application/ld+json",
        headers={"Access-Control-Allow-Origin": "*"},
    )


@require_safe
def verifier(request):
    """The program by which anyone checks a public record, to take along."""
    return FileResponse(
        open(verify_record.__file__, "rb"),
        as_attachment=True,
        content_type="text/x-python; charset=utf-8",
    )


@require_safe
def sitemap_index(request):
    return StreamingHttpResponse(sitemaps.index(), content_type="application/xml")


@require_safe
def sitemap(request, path, number):
    kind = next((kind for kind in all_kinds() if kind.path == path), None)
    if kind is None:
        raise Http404(path)
    return StreamingHttpResponse(sitemaps.pages(kind, number), content_type="application/xml")
