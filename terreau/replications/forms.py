from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry, Role
from terreau.entries.rules import EDITING
from terreau.replications.models import Replication
from terreau.territories.fields import TerritoryField

LINES = forms.Textarea(attrs={"rows": 4})


class ReplicationForm(forms.ModelForm):
    """takers: whoever may have taken the project over, as this form is for."""

    taker = forms.ModelChoiceField(Entry.objects.none(), label=_("Who took it over"))
    territory = TerritoryField(label=_("Where"))

    class Meta:
        model = Replication
        fields = ("taker", "territory", "on", "adaptation", "cost", "result")
        widgets = {
            "on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "adaptation": LINES,
            "result": LINES,
        }

    def __init__(self, takers, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["taker"].queryset = takers


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason (public)"), max_length=2000, widget=LINES)


def own_takers(user):
    """The organizations and projects for which a user speaks, by title, as a queryset."""
    keys = Role.objects.filter(user=user, name__in=EDITING).values("entry")
    mine = Q(kind="organization", pk__in=keys) | Q(kind="project") & (
        Q(pk__in=keys) | Q(author__in=keys)
    )
    return Entry.objects.public().filter(mine).order_by("title", "pk")


def all_takers():
    """All organizations, by title, as a queryset."""
    return Entry.objects.public().filter(kind="organization").order_by("title", "pk")
