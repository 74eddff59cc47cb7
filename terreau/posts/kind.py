from django.utils.translation import gettext_lazy as _

from terreau.entries.kinds import Feature, Kind, register
from terreau.posts.models import Post, State
from terreau.posts.queries import export_rows, searched_texts


def states():
    return dict(State.choices)


register(
    Kind(
        model=Post,
        path="posts",
        name=_("post"),
        name_plural=_("posts"),
        urls="terreau.posts.urls",
        api="terreau.posts.api.router",
        card="posts/_card.html",
        text=searched_texts,
        states=states,
        export=export_rows,
        features=frozenset({Feature.ATTACH, Feature.COMMENT, Feature.FOLLOW}),
        in_menu=False,
    )
)
