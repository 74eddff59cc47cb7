from django.urls import path

from terreau.groups import views

app_name = "group"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("invitations/", views.mine, name="mine"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/join/", views.join, name="join"),
    path("<slug:slug>/ask/", views.ask, name="ask"),
    path("<slug:slug>/take-back/", views.withdraw_request, name="withdraw_request"),
    path("<slug:slug>/invitation/accept/", views.accept_invitation, name="accept_invitation"),
    path("<slug:slug>/invitation/decline/", views.decline_invitation, name="decline_invitation"),
    path("<slug:slug>/membership/", views.choose, name="choose"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
    path("<slug:slug>/members/", views.members, name="members"),
    path("<slug:slug>/members/invite/", views.invite, name="invite"),
    path("<slug:slug>/members/<int:number>/accept/", views.accept, name="accept"),
    path("<slug:slug>/members/<int:number>/refuse/", views.refuse, name="refuse"),
    path("<slug:slug>/members/<int:number>/uninvite/", views.uninvite, name="uninvite"),
    path("<slug:slug>/members/<int:number>/appoint/", views.appoint, name="appoint"),
    path("<slug:slug>/members/<int:number>/release/", views.release, name="release"),
    path("<slug:slug>/members/<int:number>/remove/", views.remove_member, name="remove_member"),
    path("<slug:slug>/go-on/", views.go_on, name="go_on"),
    path("<slug:slug>/archive/", views.archive, name="archive"),
    path("<slug:slug>/revive/", views.revive, name="revive"),
]
