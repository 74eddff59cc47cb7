from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.offers.forms import topics_field
from terreau.posts.models import MOST, Post
from terreau.territories.fields import TerritoryField


class EditForm(forms.ModelForm):
    text = forms.CharField(
        label=_("Text"), max_length=MOST, widget=forms.Textarea({"rows": 14}),
        help_text=_("Markdown works; @ and the address of a profile tells that person."),
    )  # fmt: skip
    topics = topics_field()
    territory = TerritoryField()

    class Meta:
        model = Post
        fields = ("title", "text", "topics", "territory")


class PostForm(EditForm):
    draft = forms.UUIDField(widget=forms.HiddenInput, required=False)


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)
