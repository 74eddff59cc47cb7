from django.urls import path

from terreau.needs import views

app_name = "need"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("late/", views.late, name="late"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/publish/", views.publish, name="publish"),
    path("<slug:slug>/answer/", views.answer, name="answer"),
    path("<slug:slug>/help/", views.offer_help, name="offer_help"),
    path("<slug:slug>/ask/<slug:kind>/<slug:other>/", views.ask_for_help, name="ask_for_help"),
    path("<slug:slug>/helps/<uuid:uid>/accept/", views.accept_help, name="accept_help"),
    path("<slug:slug>/helps/<uuid:uid>/decline/", views.decline_help, name="decline_help"),
    path("<slug:slug>/start/", views.start, name="start"),
    path("<slug:slug>/close/", views.close, name="close"),
    path("<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
]
