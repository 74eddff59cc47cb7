from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from terreau.organizations.models import Organization
from terreau.people.models import FIELDS, Person, Reach, Standing
from terreau.territories.fields import TerritoryField
from terreau.theme.sections import Section, Sectioned

LINES = forms.Textarea(attrs={"rows": 4})


class ProfileForm(Sectioned, forms.ModelForm):
    """A profile; with each field that may be closed, who sees it (`reach_…`)."""

    state = forms.ChoiceField(label=_("I am"), choices=Standing.choices)
    territory = TerritoryField()

    class Meta:
        model = Person
        fields = (
            "title", "is_pseudonym", "state", "territory", "bio", "website", "skills", "offers",
            "email", "phone",
        )  # fmt: skip
        widgets = {"bio": LINES, "skills": LINES, "offers": LINES}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("Name that is shown")
        self.fields["title"].help_text = _("Your name, or a pseudonym. It is public.")
        for name in FIELDS:
            label = self.fields[name].label if name in self.fields else _("my organization")
            self.fields[f"reach_{name}"] = forms.ChoiceField(
                label=_("Who sees: %(field)s") % {"field": label},
                choices=Reach.choices,
                initial=self.instance.reach_of(name),
            )

    def parts(self):
        rows = tuple((name, f"reach_{name}") for name in FIELDS)
        return [
            Section("", ("title", "is_pseudonym", "state", "territory")),
            Section(_("What you say of yourself, and who sees it"), rows),
        ]

    def clean(self):
        cleaned = super().clean()
        reaches = {name: str(cleaned.pop(f"reach_{name}", Reach.NOBODY)) for name in FIELDS}
        return cleaned | {"reaches": reaches}


class NothingForm(forms.Form):
    """Nothing to fill in."""


class MarkForm(forms.Form):
    """Which of the organizations that one belongs to is shown beside the name."""

    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none(), required=False,
        empty_label=_("none: show no mark"),
    )  # fmt: skip

    def __init__(self, organizations, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keys = [each.pk for each in organizations]
        self.fields["organization"].queryset = Organization.objects.filter(pk__in=keys)


class ErasureForm(forms.Form):
    """The address typed once more: nobody erases an account by a slip."""

    email = forms.EmailField(label=_("Your e-mail address, to confirm"))

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if email != self.user.email:
            raise ValidationError(_("This is not the address that you sign in with."))
        return email
