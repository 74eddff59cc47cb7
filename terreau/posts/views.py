from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terreau.entries.dates import number_of
from terreau.entries.pages import act_page, add_errors
from terreau.entries.queries import entry_at
from terreau.groups.queries import group_at
from terreau.people.speaking import offer_speaking, speakers
from terreau.people.speaking_page import nobody_page, spoken_for
from terreau.posts import actions, forms, queries, sheet
from terreau.posts.models import MOST, Post
from terreau.search.views import directory

reads_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request):
    return directory(request, kind=Post.KIND)


@require_safe
def detail(request, slug):
    page = queries.post_page(request.user, slug)
    return render(request, "posts/detail.html", sheet.sheet(request.user, page))


@require_safe
def history(request, slug):
    """All that a post said, and what each change changed."""
    post = entry_at(Post, request.user, slug)
    return render(request, "posts/history.html", sheet.history(post, queries.versions_of(post)))


@require_safe
def of_group(request, slug):
    """All posts of a group, page by page."""
    group = group_at(request.user, slug)
    page = queries.posts_in(request.user, group, number_of(request, "before"))
    return render(request, "posts/of_group.html", sheet.of_group(group, *page))


@never_cache
@login_required
@require_safe
def drafts(request):
    rows = sheet.drafts(queries.drafts_of(request.user))
    return render(request, "posts/drafts.html", {"rows": rows})


@never_cache
@login_required
@reads_or_acts
def create(request, slug=None):
    """Write: publish, keep as a draft, or look at it first."""
    if not speakers(request.user).exists():
        return nobody_page(request, _("Write a post"))
    group = group_at(request.user, slug) if slug else None
    form = form_of(request, group)
    post = Post(author=spoken_for(form), context=group)
    actions.create.check(request.user, post)
    do, preview = request.POST.get("do", ""), ""
    if do in ("draft", "preview"):
        kept = keep_given(request, group)
        if do == "draft" and kept:
            messages.success(request, _("Kept: you alone see it, and find it here again."))
            return redirect("post:drafts")
        preview = request.POST.get("text", "")[:MOST]
    elif request.method == "POST" and form.is_valid():
        try:
            actions.create(request.user, post, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Published."))
            return redirect(post)
    page = {"group": group, "form": form, "preview": preview}
    return render(request, "posts/write.html", page)


def form_of(request, group):
    """The form with what was kept of an earlier time; nothing is checked before it is published."""
    if request.POST.get("do") in ("draft", "preview"):
        initial = request.POST.dict() | {"topics": request.POST.getlist("topics")}
        form = forms.PostForm(initial=initial)
    else:
        kept = queries.draft_at(request.user, request.GET.get("draft", ""))
        initial = {"draft": kept.uid, "title": kept.title, "text": kept.text} if kept else {}
        place = group.territory_id if group else None
        initial = {"draft": uuid4(), "territory": place} | initial
        form = forms.PostForm(request.POST or None, initial=initial)
    address = reverse("post:keep_in", args=[group.slug]) if group else reverse("post:keep")
    form.fields["text"].widget.attrs |= {
        "hx-post": address, "hx-trigger": "keyup changed delay:2s", "hx-target": "#kept",
        "hx-include": "closest form",
    }  # fmt: skip
    return offer_speaking(form, request.user)


def keep_given(request, group):
    """Keep what was sent as a draft; whether there was room for it."""
    given = [request.POST.get(name, "") for name in ("title", "text")]
    uid = queries.uid_of(request.POST.get("draft", ""))
    try:
        actions.keep_draft(request.user, uid, group, *given)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


@require_POST
@login_required
def keep(request, slug=None):
    """Keep a draft while somebody types; answers with a line that says so."""
    group = group_at(request.user, slug) if slug else None
    given = [request.POST.get(name, "") for name in ("title", "text")]
    try:
        uid = queries.uid_of(request.POST.get("draft", ""))
        actions.keep_draft(request.user, uid, group, *given)
    except ValidationError as error:
        return HttpResponse(escape(" ".join(error.messages)))
    moment = date_format(localtime(), "TIME_FORMAT")
    return HttpResponse(escape(_("Kept as a draft at %(time)s.") % {"time": moment}))


@require_POST
@login_required
def drop_draft(request, uid):
    actions.drop_draft(request.user, uid)
    messages.success(request, _("The draft was deleted."))
    return redirect("post:drafts")


@never_cache
@reads_or_acts
def edit(request, slug):
    post = entry_at(Post, request.user, slug)
    form = forms.EditForm(request.POST or None, instance=entry_at(Post, request.user, slug))
    lead = _("What it said before stays to be read in its history.")
    return act_page(request, post, actions.edit, form, title=_("Change this post"), lead=lead)


@never_cache
@reads_or_acts
def withdraw(request, slug):
    post = entry_at(Post, request.user, slug)
    form = forms.WithdrawalForm(request.POST or None)
    lead = _("Its words are deleted for good. In its place stands that it was withdrawn.")
    group = post.context
    then = group.get_absolute_url() if group is not None else reverse("post:index")
    return act_page(
        request, post, actions.withdraw, form, title=_("Withdraw this post"), lead=lead,
        submit=_("Withdraw"), then=then,
    )  # fmt: skip
