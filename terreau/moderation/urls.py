from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from terreau.moderation import actions, forms, views

app_name = "moderation"

hide = views.deciding(
    actions.hide,
    forms.HideForm,
    _("Hide it"),
    _("Nobody sees it any more; in its place stands the reason. Whose it is may appeal."),
)
keep = views.deciding(
    actions.keep, forms.WordsForm, _("Leave it as it is"), _("Whoever reported it is told why.")
)
show = views.deciding(actions.show, forms.WordsForm, _("Show it again"))

urlpatterns = [
    path("", views.index, name="index"),
    re_path("^figures\\.(?P<form>csv|json)$", views.figures_file, name="figures"),
    path("queue/", views.queue, name="queue"),
    path("cases/<uuid:uid>/", views.case, name="case"),
    path("cases/<uuid:uid>/hide/", hide, name="hide"),
    path("cases/<uuid:uid>/keep/", keep, name="keep"),
    path("cases/<uuid:uid>/show/", show, name="show"),
    path("report/<slug:what>/<uuid:uid>/", views.report, name="report"),
    path("decisions/<uuid:uid>/appeal/", views.appeal, name="appeal"),
    path("decisions/<uuid:uid>/settle/", views.settle, name="settle"),
]
