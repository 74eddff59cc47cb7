from django.urls import path

from terreau.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.index, name="index"),
    path("read/", views.read_all, name="read_all"),
    path("mails/", views.mails, name="mails"),
    path("mails/resume/", views.resume, name="resume"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("<int:notice>/read/", views.read, name="read"),
]

# Mail servers know one address, so this has no language.
elsewhere = [path("bounces/", views.bounced, name="mail_bounces")]
