"""Every kind brings its own pages and its own API; nobody edits this file to add one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from terreau.entries.kinds import all_kinds

urlpatterns = []
urlpatterns += i18n_patterns(
    *(path(f"{kind.path}/", include(kind.urls)) for kind in all_kinds()),
    prefix_default_language=False,
)
