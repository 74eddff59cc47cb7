from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.kinds import all_kinds
from terreau.entries.models import Topic
from terreau.follows.models import Level
from terreau.follows.queries import followable
from terreau.territories.fields import TerritoryField

LEVELS = [(level.value, level.label) for level in Level]
STOP = "stop"


class LevelForm(forms.Form):
    """How much to be told of an entry, or to stop following it."""

    level = forms.ChoiceField(choices=[*LEVELS, (STOP, STOP)])


class WatchForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    territory = TerritoryField(
        help_text=gettext_lazy(
            "A commune, a department, a region: its name or its code. All that lies in it counts."
        )
    )
    topic = forms.ModelChoiceField(
        Topic.objects.order_by("name"), label=gettext_lazy("Theme"), required=False,
        to_field_name="slug", empty_label=gettext_lazy("Any"),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=gettext_lazy("Tell me"),
        choices=[(value, label) for value, label in LEVELS if value != Level.NOTHING],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(k.slug, capfirst(str(k.name_plural))) for k in all_kinds()
                 if k.slug in followable()]  # fmt: skip
        self.fields["kind"].choices = [("", _("Any")), *named]

    def clean(self):
        given = super().clean()
        if not self.errors and not any(given.get(each) for each in ("kind", "territory", "topic")):
            raise ValidationError(_("Choose a kind, a place or a theme."))
        return given
