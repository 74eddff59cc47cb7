"""Rows of fields within the form of a decision: conditions and targets."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry
from terreau.projects.forms import day_field
from terreau.reviews.duties import owners_of

ROWS = 3
MOST = 12


class ConditionRows:
    """A few conditions: what, by whom, by when."""

    note = _("Each with who meets it, and a day within three months of the review.")

    def __init__(self, form, review):
        self.form, self.names = form, []
        owners = Entry.objects.filter(pk__in=owners_of(review)).order_by("title")
        for number in range(1, ROWS + 1):
            words, name = {"n": number}, f"condition_{number}"
            self.names += [f"{name}_text", (f"{name}_owner", f"{name}_due_on")]
            self.add(f"{name}_text", forms.CharField(
                label=gettext("Condition %(n)d") % words, required=False, max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            ))  # fmt: skip
            self.add(f"{name}_owner", forms.ModelChoiceField(
                owners, label=gettext("Who meets condition %(n)d") % words, required=False
            ))  # fmt: skip
            self.add(f"{name}_due_on", forms.DateField(
                label=gettext("Condition %(n)d is due on") % words, required=False,
                widget=day_field("").widget,
            ))  # fmt: skip

    def add(self, name, field):
        self.form.fields[name] = field

    def taken(self, given):
        """The conditions that were typed, taken out of the cleaned data."""
        found = []
        for number in range(1, ROWS + 1):
            parts = {
                part: given.pop(f"condition_{number}_{part}", None)
                for part in ("text", "owner", "due_on")
            }
            if not any(parts.values()):
                continue
            for part, value in parts.items():
                name = f"condition_{number}_{part}"
                if not value and name not in self.form.errors:
                    self.form.add_error(
                        name, gettext("Each condition says what, by whom and by when.")
                    )
            found.append(parts)
        return found


class TargetRows:
    """A value and a day for each indicator of the project."""

    def __init__(self, form, states):
        self.form, self.names = form, []
        self.indicators = [each.indicator for each in states if not each.is_retired][:MOST]
        self.note = (
            _("Values typed here are frozen as targets: the next review is measured by them.")
            if self.indicators
            else _("The project has no indicator yet, so that no target can be frozen.")
        )
        methods = {each.indicator.pk: each.method for each in states}
        for indicator in self.indicators:
            name = f"target_{indicator.pk}"
            self.names.append((f"{name}_value", f"{name}_due_on"))
            words = {"name": indicator.name, "unit": methods[indicator.pk].unit}
            self.add(f"{name}_value", forms.DecimalField(
                label=gettext("Target for %(name)s (%(unit)s)") % words, required=False
            ))  # fmt: skip
            self.add(f"{name}_due_on", forms.DateField(
                label=gettext("To be reached by, for %(name)s") % words, required=False,
                widget=day_field("").widget,
            ))  # fmt: skip

    def add(self, name, field):
        self.form.fields[name] = field

    def taken(self, given):
        """[(indicator, value, day)] of those that were typed, taken out of the cleaned data."""
        found = []
        for indicator in self.indicators:
            value = given.pop(f"target_{indicator.pk}_value", None)
            due_on = given.pop(f"target_{indicator.pk}_due_on", None)
            if (value is None) != (due_on is None):
                name = f"target_{indicator.pk}_{'value' if value is None else 'due_on'}"
                if name not in self.form.errors:
                    self.form.add_error(name, gettext("A target has a value and a day."))
            elif value is not None:
                found.append((indicator, value, due_on))
        return found
