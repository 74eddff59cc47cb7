from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from terreau.evidence.decimals import bounded, number_named, plain
from terreau.evidence.models import Feed, Indicator, MethodVersion
from terreau.evidence.periods import ONE_DAY, last_complete, named, written
from terreau.evidence.tables import MOST_BYTES
from terreau.evidence.vocabulary import (
    CHECKED,
    QUESTIONS,
    Covers,
    Dimension,
    Level,
    Period,
    StandsFor,
)
from terreau.harvest.spreadsheets import text_of
from terreau.organizations.models import Organization
from terreau.projects.forms import day_field, reason_field

WHY = gettext_lazy("What was wrong, and how it is known (public)")
LONG = {"rows": 3}


class NumberField(forms.CharField):
    """An exact number as a person writes it, in French or in English."""

    def __init__(self, *, unit="", places=None, **given):
        self.unit, self.places = unit, places
        given.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**{"max_length": 60} | given)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        number, why = number_named(text, self.unit)
        if number is not None and self.places is not None:
            number, why = bounded(number, self.places)
        if number is None:
            raise ValidationError(why)
        return number

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else plain(value)


class DescriptionForm(forms.ModelForm):
    """What is said of an indicator, but for what it means."""

    measurer = forms.ModelChoiceField(
        Organization.objects.public().order_by("title"),
        label=gettext_lazy("Measured by"),
        required=False,
        help_text=gettext_lazy("An organization of this site, or a few words below; no person."),
    )
    stands_for = forms.ChoiceField(
        label=gettext_lazy("Is it one of these?"),
        choices=StandsFor.choices,
        required=False,
        help_text=gettext_lazy("Costs are divided by these two."),
    )

    class Meta:
        model = Indicator
        fields = ("name", "dimension", "stands_for", "source_url", "measurer", "measured_by")
        widgets = {"dimension": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dimension"].choices = [
            (each.value, f"{capfirst(str(each.label))} · {QUESTIONS[each]}") for each in Dimension
        ]


class MethodFields(forms.ModelForm):
    class Meta:
        model = MethodVersion
        fields = ("definition", "unit", "numerator", "denominator", "period", "direction")
        widgets = {"definition": forms.Textarea(attrs=LONG)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["definition"].help_text = _(
            "What is counted, where and when: so that somebody else would find the same number."
        )
        self.fields["unit"].help_text = _("As it is written behind the number: people, %, days.")


class IndicatorForm(DescriptionForm):
    """A new indicator with its first definition."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= MethodFields().fields


class DefinitionForm(MethodFields):
    valid_from = day_field(gettext_lazy("The new definition holds from"))
    rewords = forms.BooleanField(
        label=gettext_lazy("It means the same, in better words: values can still be compared"),
        required=False,
    )
    reason = reason_field()

    field_order = (*MethodFields.Meta.fields, "valid_from", "rewords", "reason")


class PeriodForm(forms.Form):
    """The period of a value: by its name, or by its days where any stretch will do."""

    def __init__(self, *args, period=Period.FREE, **kwargs):
        super().__init__(*args, **kwargs)
        if period == Period.FREE:
            begin = {"first_day": day_field(_("First day")), "last_day": day_field(_("Last day"))}
        else:
            stretch = last_complete(period, timezone.localdate())
            words = _("One %(period)s, as %(example)s.")
            said = {"period": Period(period).label, "example": written(*stretch)}
            named_by = forms.CharField(
                label=_("Period"), max_length=40, initial=written(*stretch), help_text=words % said
            )
            begin = {"period": named_by}
        self.fields = begin | self.fields

    def clean(self):
        """The arguments of an action: period_from and period_to instead of what was typed."""
        given = super().clean()
        if "period" in given:
            stretch = named(given.pop("period"))
            if stretch is None:
                raise ValidationError(
                    {"period": _("Write it as 2026-03, 2026-Q1, 2026-H1 or 2026.")}
                )
            given["period_from"], given["period_to"] = stretch
        elif "first_day" in given and "last_day" in given:
            given["period_from"] = given.pop("first_day")
            given["period_to"] = given.pop("last_day") + ONE_DAY
        return given


SOURCE_HELP = gettext_lazy("Where the number comes from; a public address makes it “published”.")


def source_field():
    return forms.CharField(
        label=pgettext_lazy("of a figure", "Source"), max_length=500, required=False,
        help_text=SOURCE_HELP,
    )  # fmt: skip


def note_field():
    return forms.CharField(
        label=gettext_lazy("Note"), max_length=2000, required=False,
        widget=forms.Textarea(attrs=LONG),
    )  # fmt: skip


class MeasurementForm(PeriodForm):
    value = NumberField(label=gettext_lazy("Value"))
    source = source_field()
    note = note_field()

    def __init__(self, *args, method, **kwargs):
        super().__init__(*args, period=method.period, **kwargs)
        self.fields["value"].unit = method.unit
        self.fields["value"].help_text = _("In: %(unit)s") % {"unit": method.unit}


class CorrectionForm(forms.Form):
    value = NumberField(label=gettext_lazy("Value"))
    source = source_field()
    note = note_field()
    reason = reason_field(WHY)


class ReasonForm(forms.Form):
    reason = reason_field()


class PublishForm(forms.Form):
    source = forms.URLField(
        label=gettext_lazy("Public address where the figure stands"), max_length=500
    )


class CheckForm(forms.Form):
    """organizations: those that the user may speak for."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("Checked by")
    )
    level = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        choices=[(level.value, level.label) for level in CHECKED],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Form checked: the definition, the source and the arithmetic were looked at. Audited: "
            "the value was measured again, or its raw data were."
        ),
        initial=Level.FORM_CHECKED,
    )

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations


class TargetForm(forms.Form):
    value = NumberField(label=gettext_lazy("To reach"))
    due_on = day_field(pgettext_lazy("target", "By"))


class CostForm(PeriodForm):
    amount = NumberField(label=gettext_lazy("Amount, in euros"), unit="€", places=2)
    covers = forms.MultipleChoiceField(
        label=gettext_lazy("What it covers"),
        choices=Covers.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Costs of one period are added up: each thing in one of them only."),
    )
    says = forms.CharField(label=gettext_lazy("The same in words"), max_length=300, required=False)
    source = forms.CharField(
        label=pgettext_lazy("of a figure", "Source"), max_length=500, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, period=Period.FREE, **kwargs)


class CostCorrectionForm(CostForm):
    reason = reason_field(WHY)


class TitleForm(forms.Form):
    """organizations: those that the user may speak for."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("Given by")
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    attested_on = day_field(gettext_lazy("Given on"))
    source = forms.URLField(
        label=gettext_lazy("Where it is published"), max_length=500, required=False
    )

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations


class FeedForm(forms.ModelForm):
    class Meta:
        model = Feed
        fields = ("url", "value_path", "period_path", "schedule")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["url"].help_text = _("An address that answers with JSON to everybody.")
        self.fields["value_path"].help_text = _(
            "As in data.users[-1].count: names parted by points, places in lists by brackets. "
            "rows[*].count reads every line."
        )
        self.fields["period_path"].help_text = _(
            "As in rows[*].month. Without it, the number that is read first once a period is over "
            "counts for that period."
        )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80,
        help_text=gettext_lazy("What will use it. Only the team sees this name."),
    )  # fmt: skip


class FileForm(forms.Form):
    """A file, or its text typed or pasted."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Or its lines, pasted"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_BYTES:
            words = _("The file has more than %(most)d kilobytes: cut it in parts.")
            raise ValidationError(words % {"most": MOST_BYTES // 1000})
        return file

    def clean(self):
        given = super().clean()
        file = given.pop("file", None)
        if file is not None:
            given["text"] = text_of(file.read())
        if not given.get("text", "").strip() and not self.errors:
            raise ValidationError(_("Choose a file, or paste its lines."))
        return given


class ConfirmForm(forms.Form):
    """What a preview showed, to be done. corrects: whether values are corrected, which needs a
    reason; None where the action will tell."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=MOST_BYTES)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = reason_field(WHY, required=False)

    def __init__(self, *args, corrects=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = bool(corrects)
        if corrects is False:
            self.fields.pop("reason")


class NothingForm(forms.Form):
    """Nothing to be asked: the button says it."""
