from django.urls import path

from terreau.actors import views

app_name = "actors"

urlpatterns = [path("", views.index, name="map")]
