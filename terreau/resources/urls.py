from django.urls import path

from terreau.resources import views

app_name = "resource"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("import/", views.import_file, name="import_file"),
    path("import/template/", views.template, name="template"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/outdate/", views.outdate, name="outdate"),
    path("<slug:slug>/duplicate/", views.mark_duplicate, name="mark_duplicate"),
    path("<slug:slug>/renew/", views.renew, name="renew"),
    path("<slug:slug>/feedback/", views.feedback, name="feedback"),
    path("<slug:slug>/feedback/mine/", views.rate, name="rate"),
    path("<slug:slug>/feedback/mine/withdraw/", views.unrate, name="unrate"),
    path("<slug:slug>/feedback/<uuid:uid>/reply/", views.reply, name="reply"),
]
