from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Topic
from terreau.offers.models import Offer
from terreau.territories.fields import TerritoryField

LINES = forms.Textarea(attrs={"rows": 4})


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def topics_field():
    return forms.ModelMultipleChoiceField(
        Topic.objects.order_by("name"),
        label=_("Themes"),
        required=False,
        help_text=_("Hold Control or Command to choose several."),
    )


class OfferForm(forms.ModelForm):
    summary = forms.CharField(
        label=_("What you offer"),
        max_length=2000,
        widget=LINES,
        help_text=_("Needs are compared with these words: say what it is good for."),
    )
    territory = TerritoryField(label=_("Where"))
    topics = topics_field()

    class Meta:
        model = Offer
        fields = (
            "title", "form", "summary", "territory", "topics", "until", "conditions", "capacity",
        )  # fmt: skip
        widgets = {"conditions": LINES, "until": day_input()}


class NothingForm(forms.Form):
    """A button alone."""
