from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.groups.models import Admission, Group, Reach
from terreau.offers.forms import day_input, topics_field
from terreau.territories.fields import TerritoryField

LINES = forms.Textarea(attrs={"rows": 4})


class GroupForm(forms.ModelForm):
    summary = forms.CharField(
        label=_("What brings you together"), max_length=600, widget=forms.Textarea({"rows": 3})
    )
    territory = TerritoryField()
    topics = topics_field()

    class Meta:
        model = Group
        fields = (
            "title", "summary", "charter", "admission", "is_listed", "territory", "topics",
            "review_on",
        )  # fmt: skip
        widgets = {"charter": forms.Textarea({"rows": 10}), "review_on": day_input()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["charter"].help_text = _(
            "Who it is for, what is shared and what stays inside, how you meet. Markdown works."
        )
        self.fields["is_listed"].help_text = _(
            "Only a closed group can be hidden. Once it is found by everybody, it stays so."
        )
        self.fields["review_on"].help_text = _("Those who facilitate it are told on that day.")
        if self.instance.pk and self.instance.is_closed:
            self.fields["admission"].choices = [(Admission.CLOSED, Admission.CLOSED.label)]
        if self.instance.pk and self.instance.is_listed:
            del self.fields["is_listed"]


class NothingForm(forms.Form):
    """A button alone."""


class AskForm(forms.Form):
    message = forms.CharField(
        label=_("Message"), required=False, max_length=2000, widget=LINES,
        help_text=_("Say who you are: without a public profile they see nothing else of you."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=LINES)


class ArchiveForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), required=False, max_length=600, widget=LINES)


class InviteForm(forms.Form):
    profile = forms.CharField(
        label=_("Public profile"), max_length=300,
        help_text=_("Its address on this site, or its last part, as in @zebuline-inventee."),
    )  # fmt: skip


class ChoiceForm(forms.Form):
    reach = forms.ChoiceField(
        label=_("Who sees that I am a member"), choices=Reach, widget=forms.RadioSelect,
        help_text=_("By the name of your public profile; without one you are not named."),
    )  # fmt: skip
    is_told = forms.BooleanField(label=_("Tell me of each new post"), required=False)
