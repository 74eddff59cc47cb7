from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.moderation.models import Reason

MOST = 2_000


def words_field(label, **given):
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=MOST, widget=widget, **given)


class Given(forms.Form):
    """A form whose action is also given what its page is about."""

    def __init__(self, *args, given=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.given = given or {}

    def clean(self):
        return super().clean() | self.given


class ReportForm(Given):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Reason.choices, widget=forms.RadioSelect
    )
    text = words_field(
        _("What should the moderators know?"),
        required=False,
        help_text=_("Read by moderators only. Nobody is told that it was you."),
    )


class HideForm(Given):
    reason = forms.ChoiceField(label=_("Reason (public)"), choices=Reason.choices)
    words = words_field(
        _("Explanation (public)"),
        help_text=_("Name nobody, and do not repeat what you hide."),
    )


class WordsForm(Given):
    words = words_field(_("Explanation (public)"), help_text=_("Name nobody."))


class AppealForm(Given):
    text = words_field(
        _("Why should it be shown?"), help_text=_("Read by moderators only.")
    )  # fmt: skip


class SettleForm(Given):
    is_granted = forms.TypedChoiceField(
        label=_("Outcome"),
        choices=[("yes", _("Show it again")), ("no", _("It stays hidden"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = words_field(_("Answer (public)"), help_text=_("Name nobody."))
