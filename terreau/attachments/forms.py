import unicodedata

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.attachments.reception import received
from terreau.attachments.types import ACCEPTED

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # what turns or hides the letters beside it


def seen(text):
    """A line of text without the signs that nobody sees."""
    kept = (" " if unicodedata.category(each) in UNSEEN else each for each in text)
    return " ".join("".join(kept).split())


class FileForm(forms.Form):
    """A file with its title, and words instead of it where it is a picture."""

    file = forms.FileField(
        label=gettext_lazy("File"), max_length=None,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("What it is, such as: Plan of the ground floor."),
    )
    alt = forms.CharField(
        label=gettext_lazy("What the picture shows"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("For pictures: what those read who do not see it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = _(
            "JPEG, PNG, WebP, PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX, CSV or text, %(most)s at "
            "most. A picture loses what it says of place and camera; a document is published as "
            "it is, with the name of its author if it holds one."
        )
        self.fields["file"].help_text = words % {"most": filesizeformat(settings.FILE_MOST_BYTES)}

    def clean_title(self):
        title = seen(self.cleaned_data["title"])
        if not title:
            raise ValidationError(_("Give it a title."))
        return title

    def clean_alt(self):
        return seen(self.cleaned_data["alt"])

    def clean(self):
        """Looks into the file last: reading it is what costs."""
        given = super().clean()
        if self.errors:
            return given
        try:
            given["file"] = received(given["file"])
        except ValidationError as error:
            self.add_error("file", error)
            return given
        if given["file"].width and not given["alt"]:
            self.add_error("alt", _("Say what the picture shows: not everybody sees it."))
        return given


class NothingForm(forms.Form):
    """A confirmation."""
