from django.urls import path

from terreau.comments import views

app_name = "comments"

urlpatterns = [
    path("of/<uuid:uid>/", views.index, name="index"),
    path("of/<uuid:uid>/write/", views.write, name="write"),
    path("of/<uuid:uid>/ask/", views.ask, name="ask"),
    path("of/<uuid:uid>/draft/", views.keep, name="keep"),
    path("of/<uuid:uid>/react/", views.react_to, name="react_to"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/history/", views.history, name="history"),
    path("<uuid:uid>/reply/", views.reply, name="reply"),
    path("<uuid:uid>/edit/", views.edit, name="edit"),
    path("<uuid:uid>/delete/", views.delete, name="delete"),
    path("<uuid:uid>/react/", views.react, name="react"),
]
