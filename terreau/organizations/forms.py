from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.organizations.models import Organization, OrganizationType
from terreau.territories.fields import TerritoryField


class OrganizationForm(forms.ModelForm):
    state = forms.ChoiceField(label=_("Type"), choices=OrganizationType.choices)
    territory = TerritoryField()

    class Meta:
        model = Organization
        fields = (
            "title", "state", "summary", "acronym", "territory", "siren", "siret", "website",
            "repository", "opened_on",
        )  # fmt: skip
        widgets = {"opened_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class ClosingForm(forms.Form):
    closed_on = forms.DateField(
        label=_("Closed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("Reason (public)"), widget=forms.Textarea(attrs={"rows": 4}))
