"""What a reader may ask, by address, by the API or on the command line: the same for all three."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.portfolio.answers import ANSWERS
from terreau.portfolio.queries import host_at, territory_at, theme_at
from terreau.portfolio.questions import FlowQuestion, Question
from terreau.projects.phases import DEFINITIONS, Phase

DEFAULT = "in_incubation"
FORMATS = ("csv", "json", "svg")
WAYS = ("entered", "left")


class QuestionForm(forms.Form):
    """A question in words; no query but one for each part of the portfolio that it names.

    as_of without a date: the known-at date, or today. known_at without one, or of today: now.
    """

    as_of = forms.CharField(label=gettext_lazy("As of"), required=False, max_length=40)
    known_at = forms.CharField(label=gettext_lazy("As known on"), required=False, max_length=40)
    definition = forms.CharField(label=gettext_lazy("Counting"), required=False, max_length=80)
    incubator = forms.CharField(label=gettext_lazy("Incubator"), required=False, max_length=120)
    territory = forms.CharField(label=gettext_lazy("Territory"), required=False, max_length=40)
    theme = forms.CharField(label=gettext_lazy("Theme"), required=False, max_length=80)
    figure = forms.CharField(required=False, max_length=40)
    format = forms.CharField(required=False, max_length=10)

    def clean_as_of(self):
        return day_of(self.cleaned_data["as_of"])

    def clean_known_at(self):
        return day_of(self.cleaned_data["known_at"])

    def clean_definition(self):
        name = self.cleaned_data["definition"].replace("-", "_")
        return one_of(name, DEFINITIONS, _("No definition is called so")) or DEFAULT

    def clean_figure(self):
        return one_of(self.cleaned_data["figure"], ANSWERS, _("No figure is called so"))

    def clean_format(self):
        return one_of(self.cleaned_data["format"], FORMATS, _("There is no such format"))

    def clean(self):
        if self.cleaned_data.get("format") and not self.cleaned_data.get("figure", True):
            self.add_error("figure", _("Name the figure to download."))

    def clean_incubator(self):
        return found(host_at, self.cleaned_data["incubator"], _("No incubator has this address"))

    def clean_territory(self):
        return found(territory_at, self.cleaned_data["territory"], _("No territory has this code"))

    def clean_theme(self):
        return found(theme_at, self.cleaned_data["theme"], _("No theme has this address"))

    @cached_property
    def question(self):
        """The question of a form without errors."""
        return Question(**self.asked())

    def asked(self):
        given = self.cleaned_data
        today = timezone.localdate()
        known_at = given["known_at"]
        return {
            "as_of": given["as_of"] or known_at or today,
            "known_at": known_at if known_at != today else None,
            "definition": given["definition"],
            "host": given["incubator"],
            "territory": given["territory"] and given["territory"].code,
            "topic": given["theme"] and given["theme"].slug,
        }

    @property
    def mistakes(self):
        """[(name of the parameter, what is wrong with it in a sentence)]."""
        return [(name, words) for name, errors in self.errors.items() for words in errors]


class FlowForm(QuestionForm):
    """Which projects entered or left a phase in a year; all three are needed."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1900, max_value=9998)
    phase = forms.CharField(label=gettext_lazy("Phase"), max_length=40)
    way = forms.CharField(label=gettext_lazy("Way"), required=False, max_length=10)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def clean(self):
        """A list of names needs no figure beside its format."""

    def clean_phase(self):
        return one_of(self.cleaned_data["phase"], Phase.values, _("No phase is called so"))

    def clean_way(self):
        return one_of(self.cleaned_data["way"], WAYS, _("There is no such way")) or WAYS[0]

    @cached_property
    def question(self):
        """The FlowQuestion of a form without errors."""
        given = {name: self.cleaned_data[name] for name in ("year", "phase", "way")}
        return FlowQuestion(**self.asked(), **given)


def day_of(text):
    """The day written YYYY-MM-DD, or None for nothing; a day to come is refused."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise forms.ValidationError(
            _("“%(text)s” is not a date: write it as in 2026-08-20."), params={"text": text}
        ) from error
    if day > timezone.localdate():
        raise forms.ValidationError(
            _("%(day)s has not come yet: plans are not counted."),
            params={"day": date_format(day, "DATE_FORMAT")},
        )
    return day


def one_of(name, names, words):
    """The name where it is one of the names, or ""; refused otherwise."""
    if name and name not in names:
        raise forms.ValidationError(
            _("%(words)s: “%(name)s”. There are: %(names)s."),
            params={"words": words, "name": name, "names": ", ".join(names)},
        )
    return name


def found(query, key, words):
    """What the query finds under a key, None for no key; refused where there is nothing."""
    if not key:
        return None
    thing = query(key)
    if thing is None:
        raise forms.ValidationError(_("%(words)s: “%(key)s”."), params={"words": words, "key": key})
    return thing
