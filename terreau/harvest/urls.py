from datetime import date

from django.urls import path, register_converter

from terreau.harvest import views

app_name = "sources"


class Day:
    """A date in an address: 2026-08-20."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        return date.fromisoformat(value)

    def to_url(self, value):
        return value.isoformat()


register_converter(Day, "day")

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/<day:known_at>/", views.report, name="report"),
]
