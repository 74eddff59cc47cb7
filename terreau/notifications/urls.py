from django.urls import path

from terreau.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.index, name="index"),
    path("read/", views.read_all, name="read_all"),
    path("<int:notice>/read/", views.read, name="read"),
]
