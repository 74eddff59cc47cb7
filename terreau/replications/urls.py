from django.urls import path

from terreau.replications import views

app_name = "replications"

urlpatterns = [
    path("<slug:slug>/replications/", views.index, name="index"),
    path("<slug:slug>/replications/new/", views.declare, name="declare"),
    path("<slug:slug>/replications/propose/", views.propose, name="propose"),
    path("<slug:slug>/replications/<uuid:uid>/retract/", views.retract, name="retract"),
    path("<slug:slug>/replications/<uuid:uid>/confirm/", views.confirm, name="confirm"),
    path("<slug:slug>/replications/<uuid:uid>/decline/", views.decline, name="decline"),
]
