from django.urls import path, re_path

from terreau.opendata import views

app_name = "opendata"

urlpatterns = [
    path("data/catalog.json", views.catalog, name="catalog"),
    path("data/verify_record.py", views.verifier, name="verifier"),
    re_path(r"^data/(?P<path>[a-z-]+)\.(?P<form>csv|json)$", views.table, name="table"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:path>-<int:number>.xml", views.sitemap, name="sitemap"),
]
