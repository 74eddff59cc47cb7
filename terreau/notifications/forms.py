from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.notifications.models import Preference


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("Write to me of what I follow"),
        choices=Preference.Rhythm.choices,
        help_text=_("Never an empty mail. What asks you to act is sent at once all the same."),
    )
