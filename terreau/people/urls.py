from django.urls import path

from terreau.people import views

app_name = "person"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("skills/", views.skills, name="skills"),
    path("me/data/", views.data, name="data"),
    path("me/data/export/", views.export, name="export"),
    path("me/data/erase/", views.erase, name="erase"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/publish/", views.publish, name="publish"),
    path("<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:slug>/mark/", views.mark, name="mark"),
]
