"""The API: every kind's own router, and what is not of a kind; errors as RFC 9457."""

from django.conf import settings
from django.http import Http404
from django.utils.module_loading import import_string
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.openapi.docs import DocsBase
from ninja.throttling import AnonRateThrottle, AuthRateThrottle

from terreau import __version__
from terreau.api import statements, territories
from terreau.api.document import Documented
from terreau.api.problems import problem
from terreau.comments.api import router as comments
from terreau.entries.kinds import all_kinds
from terreau.evidence.api import router as evidence
from terreau.feed.api import router as feed
from terreau.portfolio.api import router as portfolio
from terreau.search.api import router as search


class NoPage(DocsBase):
    """The document is the documentation: no page that would need inline scripts."""

    def render_page(self, request, api, **given):
        raise Http404


def throttles():
    rate = settings.API_RATE
    return [AnonRateThrottle(rate), AuthRateThrottle(rate)] if rate else []


api = Documented(
    title="Terreau",
    version=__version__,
    description=(
        "Everything public, to read: entries of every kind, the figures of the portfolio at any "
        "date and as known at any other, the public record; and for the team of a project, with a "
        "token, to record what it measures. Errors are RFC 9457 problems; lists "
        "are pages by cursor; answers carry an ETag; words are in the language of Accept-Language "
        "(fr or en)."
    ),
    docs=NoPage(),
    urls_namespace="api",
    throttle=throttles(),
)
for kind in all_kinds():
    api.add_router(f"/{kind.path}/", import_string(kind.api))
api.add_router("/projects/", evidence)
api.add_router("/comments/", comments)
api.add_router("/feed/", feed)
api.add_router("/portfolio/", portfolio)
api.add_router("/search/", search)
api.add_router("/statements/", statements.router)
api.add_router("/territories/", territories.router)


@api.exception_handler(ValidationError)
def mistaken(request, error):
    mistakes = [
        {"parameter": ".".join(map(str, each["loc"][1:])), "reason": each["msg"]}
        for each in error.errors
    ]
    detail = "; ".join(f"{each['parameter']}: {each['reason']}" for each in mistakes)
    return problem(422, detail, errors=mistakes)


@api.exception_handler(Http404)
def missing(request, error):
    return problem(404)


@api.exception_handler(Throttled)
def hurried(request, error):
    return problem(429)


@api.exception_handler(HttpError)
def refused(request, error):
    return problem(error.status_code, "" if error.status_code == 401 else error)
