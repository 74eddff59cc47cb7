from django.urls import path

from terreau.organizations import views

app_name = "organization"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("claims/", views.claims, name="claims"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/close/", views.close, name="close"),
    path("<slug:slug>/domains/", views.set_domains, name="set_domains"),
    path("<slug:slug>/claim/", views.claim, name="claim"),
    path("<slug:slug>/join/", views.ask, name="join"),
    path("<slug:slug>/withdraw-request/", views.withdraw_request, name="withdraw_request"),
    path("<slug:slug>/requests/<int:pk>/", views.settle, name="settle"),
    path("<slug:slug>/members/", views.people, name="members"),
    path("<slug:slug>/members/<uuid:person>/", views.member, name="member"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
    path("<slug:slug>/release/", views.release, name="release"),
    path(
        "<slug:slug>/invitations/<int:pk>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
]
