from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 10_000


class SpeakerField(forms.ChoiceField):
    """For whom somebody speaks: themselves, or one of the entries given."""

    def __init__(self, speakers):
        self.speakers = {str(each.uid): each for each in speakers}
        choices = [("", _("for myself"))]
        choices += [(uid, each.title) for uid, each in self.speakers.items()]
        lost = {"invalid_choice": _("You do not speak for this organization any more.")}
        super().__init__(
            label=_("I speak"), choices=choices, required=False, error_messages=lost
        )  # fmt: skip

    def clean(self, value):
        return self.speakers.get(super().clean(value))


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Your comment"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Markdown works; @ and the address of a profile tells that person."),
    )

    def __init__(self, *args, speakers=(), given=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.given = given or {}
        if speakers or self.data.get("organization"):  # whoever lost the right is told, not unnamed
            self.fields["organization"] = SpeakerField(speakers)

    def clean(self):
        return super().clean() | self.given


class NothingForm(CommentForm):
    """A confirmation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.clear()
