from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.dates import IN_REACH
from terreau.entries.models import Topic
from terreau.organizations.models import Organization
from terreau.projects.affiliations import ROLES
from terreau.projects.models import Project
from terreau.projects.phases import HISTORY_ONLY, NOT_YET, STOPS, Phase, next_of
from terreau.territories.fields import TerritoryField
from terreau.theme.sections import Sectioned


def day_field(label):
    return forms.DateField(
        label=label,
        initial=timezone.localdate,
        validators=IN_REACH,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def phase_field():
    choices = [(p.value, p.label) for p in Phase if p not in HISTORY_ONLY]
    return forms.ChoiceField(label=_("Phase"), choices=choices)


PUBLIC_REASON = _("Reason (public)")


def reason_field(label=PUBLIC_REASON, **given):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4}), **given)


class ProjectForm(Sectioned, forms.ModelForm):
    SECTIONS = (
        (_("What it is"), ("title", "summary", "problem", "solution", "audience")),
        (_("Where it stands"), ("phase", "on")),
        (_("Where, and on what"), ("territory", "topics")),
        (
            _("What is in the open"),
            (
                "website", "repository", "statistics_url", "budget_url", "impact_url",
                "accessibility",
            ),
        ),
    )  # fmt: skip

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    territory = TerritoryField()

    class Meta:
        model = Project
        fields = (
            "title", "summary", "problem", "solution", "audience", "topics", "territory", "website",
            "repository", "statistics_url", "budget_url", "impact_url", "accessibility",
        )  # fmt: skip


class NewProjectForm(ProjectForm):
    phase = phase_field()
    on = day_field(_("Since"))

    class Meta(ProjectForm.Meta):
        pass


class PhaseForm(forms.Form):
    """present: the phase that the project is in; the one that usually follows is offered first."""

    phase = phase_field()
    on = day_field(pgettext_lazy("day", "From"))
    reason = reason_field(required=False, help_text=_("An unusual step needs one."))

    def __init__(self, *args, present=NOT_YET, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [
            choice for choice in self.fields["phase"].choices if choice[0] not in STOPS
        ]
        self.fields["phase"].initial = next_of(present)


class PauseForm(forms.Form):
    on = day_field(pgettext_lazy("day", "From"))
    reason = reason_field()


class StopForm(PauseForm):
    pass


class CorrectionForm(forms.Form):
    phase = phase_field()
    on = day_field(pgettext_lazy("day", "From"))
    reason = reason_field(_("What was wrong, and how it is known (public)"))


class DeclineForm(forms.Form):
    reason = reason_field()


class AffiliationForm(forms.Form):
    organization = forms.ModelChoiceField(
        Organization.objects.public().order_by("title"), label=_("Organization")
    )
    role = forms.ChoiceField(label=_("Role"), choices=list(ROLES.items()))
    on = day_field(pgettext_lazy("day", "From"))
    leads = forms.BooleanField(label=_("Leads the project"), required=False)


class EndForm(forms.Form):
    on = day_field(_("Ended on"))
