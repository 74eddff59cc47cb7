from django.urls import path

from terreau.follows import views

app_name = "follows"

urlpatterns = [
    path("", views.index, name="index"),
    path("export/", views.export, name="export"),
    path("entries/<uuid:uid>/", views.follow, name="follow"),
    path("filters/", views.watch, name="watch"),
    path("filters/<int:watch>/", views.change_watch, name="change_watch"),
]
