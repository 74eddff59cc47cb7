from django.urls import path

from terreau.collections import views

app_name = "collection"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("add/<slug:slug>/", views.add, name="add"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
]
