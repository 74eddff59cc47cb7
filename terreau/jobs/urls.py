from django.urls import path

from terreau.jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:job>/run-again/", views.run_again, name="run_again"),
    path("<int:job>/forget/", views.forget, name="forget"),
]
