from django.urls import path

from terreau.evidence import views

app_name = "evidence"

INDICATOR = "<slug:slug>/evidence/indicators/<uuid:uid>/"
VALUE = "<slug:slug>/evidence/measurements/<uuid:uid>/"

urlpatterns = [
    path("<slug:slug>/evidence/", views.index, name="index"),
    path("<slug:slug>/evidence/measurements.csv", views.as_csv, name="csv"),
    path("<slug:slug>/evidence/import/", views.import_file, name="import_file"),
    path("<slug:slug>/evidence/import/template.csv", views.template, name="template"),
    path("<slug:slug>/evidence/tokens/", views.manage_tokens, name="tokens"),
    path("<slug:slug>/evidence/tokens/<uuid:uid>/revoke/", views.revoke_token, name="revoke_token"),
    path("<slug:slug>/evidence/indicators/new/", views.add_indicator, name="add_indicator"),
    path(INDICATOR, views.indicator, name="indicator"),
    path(f"{INDICATOR}edit/", views.edit_indicator, name="edit_indicator"),
    path(f"{INDICATOR}definition/", views.change_definition, name="change_definition"),
    path(f"{INDICATOR}retire/", views.retire_indicator, name="retire_indicator"),
    path(f"{INDICATOR}record/", views.record, name="record"),
    path(f"{INDICATOR}target/", views.set_target, name="set_target"),
    path(f"{INDICATOR}source/", views.connect_source, name="connect_source"),
    path(f"{INDICATOR}source/stop/", views.disconnect_source, name="disconnect_source"),
    path(VALUE, views.measurement, name="measurement"),
    path(f"{VALUE}correct/", views.correct, name="correct"),
    path(f"{VALUE}withdraw/", views.withdraw, name="withdraw"),
    path(f"{VALUE}publish/", views.publish, name="publish"),
    path(f"{VALUE}check/", views.check, name="check"),
    path("<slug:slug>/evidence/targets/<uuid:uid>/drop/", views.drop_target, name="drop_target"),
    path("<slug:slug>/evidence/costs/new/", views.record_cost, name="record_cost"),
    path("<slug:slug>/evidence/costs/<uuid:uid>/", views.correct_cost, name="correct_cost"),
    path(
        "<slug:slug>/evidence/costs/<uuid:uid>/withdraw/", views.withdraw_cost, name="withdraw_cost"
    ),
    path("<slug:slug>/evidence/titles/new/", views.attest, name="attest"),
    path("<slug:slug>/evidence/titles/<uuid:uid>/revoke/", views.revoke, name="revoke"),
]
