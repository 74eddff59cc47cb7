from django.urls import path

from terreau.offers import views

app_name = "offer"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
]
