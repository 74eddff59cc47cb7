"""What the pages of posts say, as the parameters of the components that show it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from terreau.comments import sheet as comments
from terreau.offers.sheet import speaker
from terreau.posts.models import State


def day(moment):
    return date_format(localtime(moment), "DATE_FORMAT")


def state_badge(state):
    if state != State.WITHDRAWN:
        return None
    return {"label": pgettext("post", "Withdrawn"), "tone": "ended"}


def sheet(user, page):
    """`queries.post_page` with what its template draws: no query, but for rights."""
    post = page["post"]
    badges = [state_badge(post.state)]
    if post.shared_at is not None:
        badges.append({"label": _("Seen by members alone"), "tone": "neutral"})
    return page | {
        "badges": [badge for badge in badges if badge],
        "facts": facts(post),
        "tags": [{"label": each.name, "url": each.get_absolute_url()} for each in page["topics"]],
        "actions": deeds(user, post),
        "history": reverse("post:history", args=[post.slug]) if post.version > 1 else "",
        "is_withdrawn": post.state == State.WITHDRAWN,
        "downloads": [
            {"label": _("As data (JSON)"), "url": reverse("api:get_post", args=[post.uid])}
        ],
    }


def facts(post):
    place, group = post.territory, post.context
    if group is not None and not group.is_public and post.shared_at is None:
        group = None  # a post of the open does not name what is hidden
    known = [
        (pgettext("post", "By"), *speaker(post)),
        (_("In the group"), group and group.title, group and group.get_absolute_url()),
        (pgettext("post", "On"), day(post.created_at), ""),
        (_("Changed on"), post.edited_at and day(post.edited_at), ""),
        (_("Territory"), place and place.name, place and place.get_absolute_url()),
    ]
    return [{"term": term, "text": text, "url": url or ""} for term, text, url in known if text]


def deeds(user, post):
    if not user.is_authenticated:
        return []
    named = [("edit", _("Edit")), ("withdraw", _("Withdraw"))]
    return [
        {"label": words, "url": reverse(f"post:{name}", args=[post.slug]), "tone": "quiet"}
        for name, words in named
        if user.has_perm(f"posts.{name}", post)
    ]


def history(post, versions):
    return {"post": post, "versions": comments.history(versions)}


def card(post):
    """A post as the parameters of the component `card`."""
    by, url = speaker(post)
    meta = [{"text": by, "url": url}] if by else []
    return {
        "title": post.title,
        "url": post.get_absolute_url(),
        "summary": post.summary,
        "meta": [*meta, {"text": day(post.created_at)}],
        "badge": state_badge(post.state),
    }


def of_group(group, posts, older):
    return {
        "group": group,
        "cards": [card(each) for each in posts],
        "older": f"?{urlencode({'before': older})}" if older else "",
    }


def drafts(found):
    """Drafts as rows of `row_list`."""
    return [
        {
            "title": each.title.strip() or _("Without a title"),
            "url": writing_url(each),
            "text": " · ".join(
                part for part in (each.group and each.group.title, day(each.saved_at)) if part
            ),
            "actions": [
                {"label": _("Delete"), "action": reverse("post:drop_draft", args=[each.uid])}
            ],
        }
        for each in found
    ]


def writing_url(draft):
    """Where one goes on with a draft."""
    where = reverse("post:create_in", args=[draft.group.slug]) if draft.group else ""
    return f"{where or reverse('post:create')}?{urlencode({'draft': draft.uid})}"
