from django.urls import path

from terreau.comments import views

app_name = "comments"

urlpatterns = [
    path("about/<uuid:uid>/", views.index, name="index"),
    path("about/<uuid:uid>/write/", views.write, name="write"),
    path("about/<uuid:uid>/ask/", views.ask, name="ask"),
    path("about/<uuid:uid>/draft/", views.keep, name="keep"),
    path("about/<uuid:uid>/react/", views.react_to, name="react_to"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/history/", views.history, name="history"),
    path("<uuid:uid>/reply/", views.reply, name="reply"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/delete/", views.delete, name="delete"),
    path("<uuid:uid>/react/", views.react, name="react"),
]
