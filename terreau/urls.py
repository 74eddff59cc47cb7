"""Every kind brings its own pages and its own API; nobody edits this file to add one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from terreau.accounts import urls as accounts
from terreau.api.assembly import api
from terreau.attachments import urls as attachments
from terreau.entries.kinds import all_kinds
from terreau.notifications import urls as notifications
from terreau.web import errors, places, record, rights, topics, views

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many  # asked for by allauth's rate limits
handler500 = errors.failed

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("api/v1/", RedirectView.as_view(pattern_name="api:openapi-json")),
    path("api/v1/", api.urls),
    path("", include("terreau.opendata.urls")),
    path("oidc/", include(accounts.elsewhere)),
    path("mails/", include(notifications.elsewhere)),
    path("files/", include(attachments.elsewhere)),
]
urlpatterns += i18n_patterns(
    path("accounts/", include("terreau.accounts.urls")),
    path("operations/jobs/", include("terreau.jobs.urls")),
    path("operations/rights/", include((rights.urlpatterns, "rights"))),
    path("directory/", include("terreau.search.urls")),
    path("portfolio/", include("terreau.portfolio.urls")),
    path("map/", include("terreau.actors.urls")),
    path("territories/", include((places.urlpatterns, "territories"))),
    path("topics/", include((topics.urlpatterns, "topics"))),
    path("record/", include((record.urlpatterns, "record"))),
    path("sources/", include("terreau.harvest.urls")),
    path("notifications/", include("terreau.notifications.urls")),
    path("following/", include("terreau.follows.urls")),
    path("comments/", include("terreau.comments.urls")),
    path("attachments/", include("terreau.attachments.urls")),
    path("moderation/", include("terreau.moderation.urls")),
    path("feed/", include("terreau.feed.urls")),
    path("", include("terreau.web.urls")),
    path("projects/", include("terreau.evidence.urls")),
    path("projects/", include("terreau.replications.urls")),
    *(path(f"{kind.path}/", include(kind.urls)) for kind in all_kinds()),
    prefix_default_language=False,
)
