from django.urls import path

from terreau.posts import views

app_name = "post"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("new/in/<slug:slug>/", views.create, name="create_in"),
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/keep/", views.keep, name="keep"),
    path("drafts/keep/in/<slug:slug>/", views.keep, name="keep_in"),
    path("drafts/<uuid:uid>/delete/", views.drop_draft, name="drop_draft"),
    path("in/<slug:slug>/", views.of_group, name="of_group"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/history/", views.history, name="history"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
]
