from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from terreau.entries.models import Entry
from terreau.offers.forms import topics_field
from terreau.resources.models import (
    LANGUAGES,
    LONGEST_REASON,
    LONGEST_TEXT,
    Rating,
    Resource,
)
from terreau.resources.queries import named
from terreau.resources.tables import MOST_BYTES
from terreau.territories.fields import TerritoryField

LINES = forms.Textarea(attrs={"rows": 4})


def language_choices():
    """(code, name in the language in force) of the languages that a resource can be in."""
    return [(code, language_name(code)) for code in LANGUAGES]


def language_name(code):
    if code not in LANGUAGES:
        return code
    return get_language_info(code)["name_translated"]


class ResourceForm(forms.ModelForm):
    summary = forms.CharField(
        label=gettext_lazy("What it is good for"),
        max_length=2000,
        widget=LINES,
        help_text=gettext_lazy("In two or three sentences: lists show them."),
    )
    address = forms.URLField(
        label=gettext_lazy("Where it is"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Its address, where it is elsewhere."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    territory = TerritoryField(label=gettext_lazy("Where it was made, if that matters"))
    topics = topics_field()

    class Meta:
        model = Resource
        fields = (
            "title", "sort", "summary", "address", "body", "audience", "licence", "language",
            "topics", "territory",
        )  # fmt: skip
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "body": gettext_lazy("In Markdown, where it is here: or both, text and address."),
            "audience": gettext_lazy("Such as: secretaries of small communes."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        licences = self.fields["licence"].choices[1:]
        self.fields["licence"].choices = [("", _("not said")), *licences]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason (public)"), max_length=LONGEST_REASON, widget=LINES
    )


class ResourceField(forms.CharField):
    """One line that means one public resource: the address of its page, or its exact title."""

    def clean(self, value):
        text = super().clean(value).strip()
        return meant(text, named([text])[text]) if text else None


def meant(text, found):
    """The one resource among those that a text means. Raises ValidationError otherwise."""
    if len(found) == 1:
        return found[0]
    if not found:
        words = _("No resource has this address or title: %(text)s")
        raise ValidationError(words % {"text": text[:200]})
    pages = ", ".join(each.get_absolute_url() for each in found)
    raise ValidationError(
        _("Several resources are called so. Copy the address of the right one: %(pages)s.")
        % {"pages": pages}
    )


class DuplicateForm(ReasonForm):
    original = ResourceField(
        label=gettext_lazy("The resource that it repeats"),
        max_length=500,
        help_text=gettext_lazy("The address of its page here, or its exact title."),
    )
    field_order = ("original", "reason")


def rating_choices():
    return [(value, f"{value} · {capfirst(str(label))}") for value, label in Rating.choices]


class FeedbackForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("For me it was"),
        coerce=int,
        choices=rating_choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What helped, what is missing"), max_length=LONGEST_TEXT, widget=LINES
    )


class ReplyForm(forms.Form):
    """feedback: what is answered, which goes to the action with the words."""

    text = forms.CharField(
        label=gettext_lazy("Your answer (public, once)"), max_length=LONGEST_TEXT, widget=LINES
    )

    def __init__(self, *args, feedback, **kwargs):
        super().__init__(*args, **kwargs)
        self.feedback = feedback

    def clean(self):
        return super().clean() | {"feedback": self.feedback}


class NothingForm(forms.Form):
    """A button alone."""


class ConfirmForm(forms.Form):
    """What a preview showed, to be done for who publishes it."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=MOST_BYTES)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    acting_as = forms.ModelChoiceField(Entry.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args, speakers=None, **kwargs):
        super().__init__(*args, **kwargs)
        if speakers is not None:
            self.fields["acting_as"].queryset = speakers
