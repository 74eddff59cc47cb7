from django.urls import path

from terreau.search import views

app_name = "directory"

urlpatterns = [
    path("", views.index, name="index"),
    path("feed/", views.feed, name="feed"),
]
