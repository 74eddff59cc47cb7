from django.urls import path

from terreau.feed import views

app_name = "feed"

urlpatterns = [
    path("", views.index, name="index"),
    path("mine/", views.mine, name="mine"),
    path("atom/", views.atom, name="atom"),
    path("json/", views.json, name="json"),
]
