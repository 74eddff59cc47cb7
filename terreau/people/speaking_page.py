"""The page on which somebody publishes something on behalf of an organization or a profile."""

from django.shortcuts import render

from terreau.entries.pages import act_page
from terreau.people.speaking import offer_speaking, speakers


def speaking_page(request, kind, act, form, *, title, lead="", submit=""):
    """Make an entry of a kind (its model) by an action, its author chosen beside the form's fields.

    Who can speak for nobody is told how to.
    """
    if not speakers(request.user).exists():
        return nobody_page(request, title)
    form = offer_speaking(form, request.user)
    entry = kind(author=spoken_for(form))
    return act_page(request, entry, act, form, title=title, lead=lead, submit=submit)


def nobody_page(request, title):
    return render(request, "people/nobody.html", {"title": title})


def spoken_for(form):
    """Who speaks in what a form makes; before it is sent, whoever is proposed."""
    if form.is_bound and form.is_valid():
        return form.cleaned_data["acting_as"]
    return form.fields["acting_as"].initial
