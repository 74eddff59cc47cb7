from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry
from terreau.needs.models import SOLVED, Need, State
from terreau.offers.forms import day_input, topics_field
from terreau.offers.models import Offer
from terreau.offers.models import State as OfferState
from terreau.organizations.models import Organization
from terreau.people.speaking import speakers
from terreau.territories.fields import TerritoryField

LINES = forms.Textarea(attrs={"rows": 5})


class NeedForm(forms.ModelForm):
    territory = TerritoryField()
    topics = topics_field()
    addressed_to = forms.ModelChoiceField(
        Organization.objects.public().order_by("title"),
        label=_("Addressed to"),
        required=False,
        empty_label=_("nobody in particular"),
        help_text=_("An organization that owes you an answer: it is due within a month."),
    )

    class Meta:
        model = Need
        fields = (
            "title", "problem", "background", "territory", "topics", "form", "deadline",
            "addressed_to", "visibility",
        )  # fmt: skip
        widgets = {"problem": LINES, "background": LINES, "deadline": day_input()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["problem"].help_text = _(
            "What you cannot do alone, in your own words: suggestions are found by them."
        )
        self.fields["form"].choices = [("", _("any")), *self.fields["form"].choices[1:]]
        if self.instance.pk and self.instance.state != State.DRAFT:
            del self.fields["addressed_to"], self.fields["visibility"]


class HelpForm(forms.Form):
    """Help that somebody offers: for whom they speak, and one of their offers or none."""

    helper = forms.ModelChoiceField(Entry.objects.none(), label=_("On behalf of"), empty_label=None)
    offer = forms.ModelChoiceField(
        Offer.objects.none(),
        label=_("With this offer"),
        required=False,
        empty_label=_("none of them"),
    )
    message = forms.CharField(
        label=_("Message"), required=False, max_length=2000, widget=LINES,
        help_text=_("Only those who seek help read it. It is not public."),
    )  # fmt: skip

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = speakers(user)
        self.fields["helper"].queryset = mine
        self.fields["helper"].initial = mine.first()
        offers = Offer.objects.public().filter(author__in=mine.values("pk"), state=OfferState.OPEN)
        self.fields["offer"].queryset = offers.order_by("title")


class AskForm(forms.Form):
    message = forms.CharField(
        label=_("Message"), required=False, max_length=2000, widget=LINES,
        help_text=_("Only those whom you ask read it. It is not public."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Answer"), max_length=6000, widget=LINES)


class ClosingForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Was it met?"),
        choices=[(state.value, state.label) for state in (*SOLVED, State.UNMET)],
    )
    hours = forms.IntegerField(
        label=_("Hours given"), required=False, min_value=0, max_value=100_000
    )
    transferred = forms.CharField(
        label=_("What was handed on"), required=False, max_length=4000, widget=LINES
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=4000, widget=LINES,
        help_text=_("Needed where it was not met."),
    )  # fmt: skip


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=4000, widget=LINES
    )  # fmt: skip


class NothingForm(forms.Form):
    """A button alone."""
