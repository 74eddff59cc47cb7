from django.urls import path

from terreau.projects import views

app_name = "project"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/history/", views.history, name="history"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/enter-phase/", views.enter_phase, name="enter_phase"),
    path("<slug:slug>/pause/", views.pause, name="pause"),
    path("<slug:slug>/stop/", views.stop, name="stop"),
    path("<slug:slug>/confirm-step/", views.confirm_step, name="confirm_step"),
    path("<slug:slug>/decline-step/", views.decline_step, name="decline_step"),
    path("<slug:slug>/spells/<int:pk>/", views.correct_spell, name="correct_spell"),
    path("<slug:slug>/affiliate/", views.affiliate, name="affiliate"),
    path("<slug:slug>/affiliations/<int:pk>/", views.end_affiliation, name="end_affiliation"),
]
