"""The product's addresses, and behind them the two references."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from bench import views
from terreau import urls

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler500 = urls.handler500

urlpatterns = urls.urlpatterns + i18n_patterns(
    path("bench/empty/", views.empty, name="bench-empty"),
    path("bench/bare/", views.bare, name="bench-bare"),
    prefix_default_language=False,
)
