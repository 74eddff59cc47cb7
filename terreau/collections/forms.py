from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.collections.models import MOST, Collection
from terreau.offers.forms import topics_field
from terreau.resources.forms import language_choices, meant
from terreau.resources.queries import named

LONGEST = 60_000  # letters of all lines together


def written(resource):
    """A resource as a line that means it, and that people can read."""
    return f"{resource.title} {resource.get_absolute_url()}"


class ResourcesField(forms.CharField):
    """Public resources in an order, a line each: the address of a page, or an exact title.

    One query; an error says in which line.
    """

    widget = forms.Textarea(attrs={"rows": 12})

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(map(written, value))
        return value

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines()]
        texts = [line for line in lines if line]
        if len(texts) > MOST:
            raise ValidationError(_("A collection has 100 resources at most."))
        known = named(set(texts)) if texts else {}
        chosen, errors = {}, []
        for number, text in enumerate(lines, 1):
            try:
                resource = meant(text, known[text]) if text else None
            except ValidationError as error:
                words = {"line": number, "error": " ".join(error.messages)}
                errors.append(_("Line %(line)d: %(error)s") % words)
            else:
                chosen.update({resource.pk: resource} if resource else {})
        if errors:
            raise ValidationError(errors)
        return list(chosen.values())


class CollectionForm(forms.ModelForm):
    summary = forms.CharField(
        label=gettext_lazy("What it brings together, and for whom"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    topics = topics_field()
    resources = ResourcesField(
        label=gettext_lazy("The resources, in their order"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("One a line: the address of its page here, or its exact title."),
    )

    class Meta:
        model = Collection
        fields = ("title", "summary", "resources", "language", "topics")


class AddForm(forms.Form):
    """collections: those that may be chosen."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(), label=gettext_lazy("Collection"), empty_label=None
    )

    def __init__(self, collections, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["collection"].queryset = collections
