"""Sitemaps in stretches of keys, so that none is longer than it may be and none is counted."""

from xml.sax.saxutils import escape

from django.conf import settings

from terreau.entries.kinds import all_kinds

STRETCH = 10_000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def index():
    """The parts of the sitemap of sitemaps: one query a kind."""
    yield f"{HEAD}<sitemapindex {NAMESPACE}>"
    for kind in all_kinds():
        last = kind.model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for number in range(last // STRETCH + 1 if last else 0):
            address = f"{settings.SITE_URL}/sitemap-{kind.path}-{number}.xml"
            yield f"<sitemap><loc>{address}</loc></sitemap>"
    yield "</sitemapindex>"


def pages(kind, number):
    """The parts of one sitemap: the public entries of a stretch of keys, one query."""
    yield f"{HEAD}<urlset {NAMESPACE}>"
    entries = kind.model.objects.public().filter(
        pk__gte=number * STRETCH, pk__lt=(number + 1) * STRETCH
    )
    for slug, changed in entries.order_by("pk").values_list("slug", "updated_at"):
        address = escape(f"{settings.SITE_URL}/{kind.path}/{slug}/")
        yield f"<url><loc>{address}</loc><lastmod>{changed:%Y-%m-%d}</lastmod></url>"
    yield "</urlset>"
