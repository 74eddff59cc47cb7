from django.urls import path, register_converter

from terreau.portfolio import views


class DigestConverter:
    """64 hexadecimal digits."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(DigestConverter, "digest")

app_name = "portfolio"

urlpatterns = [
    path("", views.index, name="index"),
    path("flows/", views.flow, name="flow"),
    path("charts/<digest:digest>.svg", views.chart, name="chart"),
    path("charts/now.svg", views.chart, name="chart-now"),
]
