"""The newest posts on the page of a group; what one can do in the directory of posts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from terreau.entries.doors import register_doors
from terreau.entries.panels import Panel, register_panel
from terreau.posts.queries import SHOWN, posts_in
from terreau.posts.sheet import card


def of_group(user, group):
    """One query; two or three more for who is signed in, who may write here."""
    posts, older = posts_in(user, group, size=SHOWN)
    may = user.is_authenticated and not group.is_archived
    may = may and user.has_perm("groups.choose", group)  # whoever belongs to it
    return {
        "cards": [card(each) for each in posts],
        "all": reverse("post:of_group", args=[group.slug]) if older else "",
        "write": reverse("post:create_in", args=[group.slug]) if may else "",
        "is_closed": group.is_closed,
    }


register_panel(Panel("group", "posts/panels/group.html", of_group, order=20))
register_doors("post", (gettext_lazy("Write a post"), "post:create"))
