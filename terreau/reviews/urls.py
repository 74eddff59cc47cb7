from django.urls import path
from django.utils.translation import gettext_lazy as _

from terreau.reviews import (
    actions,
    committee,
    coverage_views,
    decisions,
    forms,
    queries,
    remarks,
    views,
)
from terreau.reviews.views import page_of, part_of, plain

app_name = "review"

REASON, NOTHING = plain(forms.ReasonForm), plain(forms.NothingForm)
PAGES = {
    "open-dossier": (actions.open_dossier, NOTHING, _("Open the dossier"),
                     _("The team writes in it, and anybody who is signed in may remark.")),
    "write": (actions.write, views.texts_form, _("Write in the dossier"), ""),
    "freeze": (actions.freeze, NOTHING, _("Freeze the dossier"),
               _("The committee reads this version. Its digest stays in the public record.")),
    "reopen": (actions.reopen, REASON, _("Open the dossier again"), ""),
    "reschedule": (actions.reschedule, views.reschedule_form, _("Set the meeting"), ""),
    "hold": (actions.hold, views.hold_form, _("The committee met"), ""),
    "cancel": (actions.cancel, REASON, _("Cancel this review"), ""),
    "rearm": (actions.rearm, NOTHING, _("Send the reminders again"), ""),
    "seat": (committee.seat, plain(forms.SeatForm), _("Add a seat"), ""),
    "declare": (committee.declare, views.declare_form, _("Declare my interests"), ""),
    "decide": (decisions.decide, views.decision_form, _("Record the decision"),
               _("It is published at once with its reasons, and what follows is done.")),
    "correct": (decisions.correct, views.correction_form, _("Correct the record of the decision"),
                _("What was published stays, as known until now.")),
    "receive": (decisions.receive, plain(forms.ReceiveForm),
                _("Confirm that you take it over"), ""),
    "reply": (remarks.reply, views.reply_form, _("Reply, as the team"), ""),
    "remark": (remarks.remark, plain(forms.RemarkForm), _("Remark on this dossier"), ""),
}  # fmt: skip
PARTS = {
    "settle": ("conditions", decisions.settle, "condition", queries.condition_at,
               forms.SettleForm, _("Close or waive a condition")),
    "unseat": ("seats", committee.unseat, "seat", queries.seat_at, forms.ReasonForm,
               _("Take a seat away"), views.naming),
    "answer": ("remarks", remarks.answer, "remark", queries.remark_at, forms.AnswerForm,
               _("Answer a remark")),
    "hide-remark": ("hidden", remarks.hide, "remark", queries.remark_at, forms.ReasonForm,
                    _("Hide a remark")),
}  # fmt: skip

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.plan, name="plan"),
    path("manage/<slug:slug>/", views.manage, name="manage"),
    path("calendar/<slug:slug>.ics", views.calendar, name="calendar"),
    path("coverage/", coverage_views.coverage, name="coverage"),
    path(
        "coverage/charts/<digest:digest>.svg", coverage_views.coverage_chart, name="coverage_chart"
    ),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/dossier/", views.draft, name="draft"),
    path("<slug:slug>/dossier/<int:version>/", views.frozen, name="dossier"),
    path("<slug:slug>/dossier/<int:version>/canonical.json", views.canonical, name="canonical"),
    *(
        path(f"<slug:slug>/{name}/", page_of(*page), name=name.replace("-", "_"))
        for name, page in PAGES.items()
    ),
    *(
        path(f"<slug:slug>/{place}/<int:pk>/", part_of(*part), name=name.replace("-", "_"))
        for name, (place, *part) in PARTS.items()
    ),
]
