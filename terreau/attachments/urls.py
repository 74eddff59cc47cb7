from django.urls import path

from terreau.attachments import views

app_name = "attachments"

urlpatterns = [
    path("about/<uuid:uid>/new/", views.attach, name="attach"),
    path("<uuid:uid>/detach/", views.detach, name="detach"),
]
# Apart from all pages, so that a server in front can treat it on its own.
elsewhere = ([path("<uuid:uid>/", views.detail, name="detail")], "files")
