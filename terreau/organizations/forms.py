from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Role
from terreau.organizations.letters import ROLES
from terreau.organizations.models import Organization, OrganizationType
from terreau.organizations.queries import edited_by
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


class DomainsForm(forms.Form):
    domains = forms.CharField(
        label=_("E-mail domains"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One a line, such as ville.example.org: only those at which nobody but its people has "
            "an address. Whoever proves such an address can claim the organization."
        ),
    )

    def clean_domains(self):
        words = self.cleaned_data["domains"].replace(",", " ").split()
        return sorted({word.lower().lstrip("@") for word in words})


class AskForm(forms.Form):
    message = forms.CharField(
        label=_("Who you are and why you ask"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only those who decide read this. It is not public."),
    )


def role_field():
    roles = [(name.value, ROLES[name]) for name in Role.Name]
    return forms.ChoiceField(
        label=_("Role"),
        choices=roles,
        initial=Role.Name.MEMBER,
        help_text=_(
            "Members see who belongs here. Editors also speak for the organization and change its "
            "projects. Administrators also decide who belongs here."
        ),
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = role_field()


class DecisionForm(forms.Form):
    """decision: which of the forms of a page was sent; auto_id differs between them."""

    decision = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, decision, data=None, **given):
        sent = data is not None and data.get("decision") == decision
        given["initial"] = {"decision": decision} | given.get("initial", {})
        super().__init__(data if sent else None, auto_id=f"{decision}_%s", **given)


class AcceptForm(DecisionForm):
    role = role_field()

    def __init__(self, data=None, *, is_claim):
        super().__init__("accept", data)
        if is_claim:
            del self.fields["role"]


class RefuseForm(DecisionForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person who asked reads it. It is not public."),
    )

    def __init__(self, data=None):
        super().__init__("refuse", data)


class MemberForm(DecisionForm):
    """One thing done to a member. was: the role that the page showed."""

    was = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, decision, role, data=None):
        super().__init__(decision, data, initial={"was": role.name})


class RoleForm(MemberForm):
    name = role_field()

    def __init__(self, role, data=None):
        super().__init__("role", role, data)
        self.fields["name"].initial = role.name


class ReleaseForm(forms.Form):
    reason = forms.CharField(label=_("Reason (public)"), widget=forms.Textarea(attrs={"rows": 4}))


class NothingForm(forms.Form):
    """A button alone."""


def offer_acting(form, user):
    """Let somebody who speaks for organizations choose for which of them they act.

    The form's cleaned data then hold `acting_as`, which every action takes. One query.
    """
    mine = list(edited_by(user)) if user.is_authenticated else []
    if not mine:
        return form
    form.fields["acting_as"] = forms.ModelChoiceField(
        edited_by(user),
        label=_("On behalf of"),
        required=not user.is_staff,
        initial=mine[0] if len(mine) == 1 and not user.is_staff else None,
        help_text=_("It is shown as the author. That you did it for it stays private."),
    )
    form.order_fields(["acting_as"])
    return form
