"""Samples of forms, buttons and dialogs."""

from django import forms
from django.utils.safestring import mark_safe


class SampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(label="Name of the project", help_text="As people will say it.")
    email = forms.EmailField(label="E-mail address", required=False)
    since = forms.DateField(label="Since", widget=forms.DateInput(attrs={"type": "date"}))
    phase = forms.ChoiceField(
        label="Phase",
        choices=[("investigation", "Investigation"), ("construction", "Construction")],
    )
    audience = forms.MultipleChoiceField(
        label="For whom",
        required=False,
        choices=[("people", "People"), ("agents", "Public servants"), ("firms", "Companies")],
        widget=forms.CheckboxSelectMultiple,
    )
    visibility = forms.ChoiceField(
        label="Who sees it",
        choices=[("all", "Everybody"), ("members", "Members")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="I have checked these facts with the team.")
    page = forms.CharField(widget=forms.HiddenInput, initial="1")


class ReasonForm(forms.Form):
    """What a dialog may ask."""

    reason = forms.CharField(label="Reason")


def shown():
    wrong = SampleForm(
        {"title": "", "email": "nobody", "page": "1", "audience": ["people"]}, prefix="b"
    )
    return {
        "button": [
            ("Full", {"label": "Save"}),
            ("Quiet", {"label": "Cancel", "tone": "quiet", "type": "button"}),
            ("Danger", {"label": "Withdraw", "tone": "danger", "name": "do", "value": "withdraw"}),
            ("Link with a sign", {"label": "Download", "url": "#all", "icon": "download"}),
            ("Disabled", {"label": "Wait", "disabled": True, "form": "wrong"}),
            ("Opens the dialog", {"label": "Stop the project…", "opens": "stop", "tone": "quiet"}),
        ],
        "dialog": [
            (
                "",
                {
                    "id": "stop",
                    "title": "Stop this project?",
                    "text": "The record keeps what was done. Give the reason in a sentence.",
                    "action": "#stop",
                    "submit": "Stop it",
                    "tone": "danger",
                    "form": ReasonForm(prefix="d"),
                    "csrf_token": "token",
                    "hidden": [{"name": "revision", "value": "3"}],
                },
            ),
            (
                "The least",
                {"id": "tell", "title": "To know", "html": mark_safe("<p>All is well.</p>")},
            ),
        ],
        "form": [
            (
                "Empty",
                {
                    "form": SampleForm(prefix="a"),
                    "submit": "Withdraw",
                    "tone": "danger",
                    "cancel_url": "#back",
                    "method": "post",
                    "enctype": "multipart/form-data",
                },
            ),
            (
                "With errors",
                {"form": wrong, "action": "#send", "csrf_token": "token", "id": "wrong"},
            ),
        ],
        "field": [("", {"field": SampleForm(prefix="c")["title"]})],
        "error_summary": [("", {"form": wrong})],
    }
