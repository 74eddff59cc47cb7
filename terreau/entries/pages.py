"""One way for every page on which somebody acts: rule, form, action, redirect."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from terreau.entries.dates import whole


def act_page(
    request, entry, act, form, *, title, lead="", quoted="", submit="", refused=None, then=None
):
    """Show the form of an action, or carry it out and go to the entry.

    The form's cleaned data are the action's arguments. The revision that the person saw travels
    with the form, so that two people acting at once do not undo one another: a request that says
    none counts as one that saw another. refused: function
    (ValidationError, cleaned data) → response or None, for errors that have a page of their own.
    quoted: the Markdown of what is acted on, where that is a part of the entry.
    then: where to go instead of to the entry. A private action knows no revision, nor does one
    that says something beside the entry.
    """
    is_told = getattr(act, "is_public", True)
    has_revision = is_told and not getattr(act, "is_beside", False)
    is_public = is_told and entry.shared_at is None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    act.check(request.user, entry)
    if request.method == "POST" and form.is_valid():
        try:
            revision = seen(request, entry) if has_revision else None
            act(request.user, entry, revision=revision, **form.cleaned_data)
        except ValidationError as error:
            response = refused(error, form.cleaned_data) if refused else None
            if response is not None:
                return response
            add_errors(form, error)
        else:
            done = _("Done: it is in the public record.") if is_public else _("Done.")
            messages.success(request, done)
            return redirect(then or entry)
    context = {"entry": entry, "form": form, "title": title, "lead": lead, "submit": submit}
    context |= {"is_public": is_public, "quoted": quoted, "acting": (entry, act)}
    return render(request, "entries/act.html", context)


def seen(request, entry):
    """The revision of an entry that the page showed from which this request comes.

    None for an entry that does not exist yet; one that no entry has where the request says none.
    """
    if not entry.pk:
        return None
    revision = whole(request.POST.get("revision", ""))
    return -1 if revision is None else revision


def add_errors(form, error):
    """The errors of an action beside the fields that they are of, or above the form."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)
