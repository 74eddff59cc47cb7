from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.comments import actions, queries, sheet
from terreau.comments.forms import CommentForm, NothingForm
from terreau.comments.models import Meaning
from terreau.entries.dates import number_of
from terreau.entries.pages import act_page, add_errors

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request, uid):
    """All comments on an entry, page by page."""
    entry = queries.entry_to_discuss(request.user, uid)
    tops, older = queries.threads(request.user, entry, number_of(request, "before"))
    mine = queries.reactions_to(request.user, entry)
    page = sheet.talk(request.user, entry, queries.talk_of(entry), tops, older, mine)
    return render(request, "comments/index.html", page)


@require_safe
def detail(request, uid):
    """One thread."""
    entry, top = queries.thread_at(request.user, uid)
    page = {"entry": entry, "comment": sheet.view(top, request.user)}
    return render(request, "comments/detail.html", page)


@require_safe
def history(request, uid):
    """All that a comment said, and what each change changed."""
    comment, entry = queries.comment_at(request.user, uid)
    if not comment.is_said:
        raise Http404(str(uid))
    versions = sheet.history(queries.versions_of(comment))
    page = {"entry": entry, "comment": comment, "versions": versions}
    return render(request, "comments/history.html", page)


def writing(request, entry, act, form, *, title, lead="", parent=None):
    """The page on which somebody writes: publish, keep as a draft, or look at it first."""
    act.check(request.user, entry)
    preview = ""
    if request.method == "POST" and request.POST.get("do") in ("draft", "preview"):
        text = request.POST.get("text", "")
        actions.keep_draft(request.user, entry, text)
        if request.POST["do"] == "draft":
            messages.success(request, _("Kept: you alone see it, and find it here again."))
            return redirect(request.get_full_path())
        preview = text[: actions.MOST]
    elif request.method == "POST" and form.is_valid():
        try:
            act(request.user, entry, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Published."))
            return redirect(f"{entry.get_absolute_url()}#comments")
    return render(
        request,
        "comments/write.html",
        {
            "entry": entry,
            "form": form,
            "title": title,
            "lead": lead,
            "preview": preview,
            "parent": parent,
        },
    )


def form_of(request, entry, **given):
    """The form with what was kept of an earlier time; nothing is checked before it is published."""
    about = {"speakers": queries.spoken_for(request.user), "given": given}
    if request.POST.get("do") in ("draft", "preview"):
        form = CommentForm(initial=request.POST.dict(), **about)
    else:
        initial = {"text": queries.draft_of(request.user, entry)}
        form = CommentForm(request.POST or None, initial=initial, **about)
    form.fields["text"].widget.attrs |= {
        "hx-post": reverse("comments:keep", args=[entry.uid]),
        "hx-trigger": "keyup changed delay:2s",
        "hx-target": "#kept",
    }
    return form


@never_cache
@reads_or_acts
@login_required
def write(request, uid):
    entry = queries.entry_to_discuss(request.user, uid)
    return writing(
        request, entry, actions.write, form_of(request, entry), title=_("Write a comment")
    )


@never_cache
@reads_or_acts
@login_required
def ask(request, uid):
    entry = queries.entry_to_discuss(request.user, uid)
    lead = _("Those who answer for it are told, and owe an answer within ten working days.")
    return writing(
        request, entry, actions.ask, form_of(request, entry), title=_("Ask a question"), lead=lead
    )


@never_cache
@reads_or_acts
def reply(request, uid):
    """Answer a comment; those who answer for the entry settle a question by it."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    comment, entry = queries.comment_at(request.user, uid)
    waits = comment.is_question and comment.answered_at is None
    settles = waits and request.user.has_perm("comments.answer", entry)
    queries.dress(request.user, [comment])
    return writing(
        request, entry, actions.answer if settles else actions.write,
        form_of(request, entry, parent=comment), title=_("Answer a comment"),
        parent={"writer": sheet.writer(comment), "text": comment.text if comment.is_said else ""},
    )  # fmt: skip


@never_cache
@reads_or_acts
@login_required
def edit(request, uid):
    comment, entry = queries.comment_at(request.user, uid)
    actions.own(request.user, entry, comment)
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1
    form = CommentForm(
        request.POST or None, initial={"text": comment.text},
        given={"comment": comment, "version": version},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(request.user, entry, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Changed; what it said before stays to be read."))
            return redirect(comment)
    page = {"entry": entry, "form": form, "version": comment.version}
    return render(request, "comments/edit.html", page)


@never_cache
@reads_or_acts
@login_required
def delete(request, uid):
    comment, entry = queries.comment_at(request.user, uid)
    actions.own(request.user, entry, comment)
    form = NothingForm(request.POST or None, given={"comment": comment})
    lead = _("Its words are deleted for good. Where it was answered, its place stays.")
    return act_page(
        request, entry, actions.delete, form, title=_("Delete your comment"), lead=lead,
        submit=_("Delete"),
    )  # fmt: skip


def reacted(request, entry, then, comment=None):
    meaning = request.POST.get("meaning", "")
    if meaning not in Meaning:
        raise Http404(meaning)
    try:
        actions.react(request.user, entry, meaning=meaning, comment=comment)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(then)


@require_POST
@login_required
def react(request, uid):
    comment, entry = queries.comment_at(request.user, uid)
    return reacted(request, entry, f"{entry.get_absolute_url()}#comment-{uid}", comment)


@require_POST
@login_required
def react_to(request, uid):
    entry = queries.entry_to_discuss(request.user, uid)
    return reacted(request, entry, f"{entry.get_absolute_url()}#comments")


@require_POST
@login_required
def keep(request, uid):
    """Keep a draft while somebody types; answers with a line that says so."""
    entry = queries.entry_to_discuss(request.user, uid)
    actions.keep_draft(request.user, entry, request.POST.get("text", ""))
    moment = date_format(localtime(), "TIME_FORMAT")
    return HttpResponse(escape(_("Kept as a draft at %(time)s.") % {"time": moment}))
