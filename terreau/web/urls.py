from django.urls import path

from terreau.web import gallery, home, views

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("gallery/", gallery.index, name="gallery"),
    path("about/", views.about, name="about"),
    path("data/", views.data, name="data"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("legal/", views.legal, name="legal"),
]
