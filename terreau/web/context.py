"""What every page's layout shows, whatever the room. Without a query for an anonymous reader."""

from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.urls import LocalePrefixPattern, NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from terreau import __version__
from terreau.entries.kinds import all_kinds, kind_named
from terreau.entries.rules import is_moderator
from terreau.entries.syndication import ATOM, JSON
from terreau.feed.filters import NAMES
from terreau.notifications.queries import unread_count
from terreau.prepared.addresses import address

ROOMS = [
    ("feed:index", gettext_lazy("News")),
    ("actors:map", gettext_lazy("Map")),
    ("portfolio:index", gettext_lazy("Portfolio")),
    ("territories:index", gettext_lazy("Territories")),
    ("topics:index", gettext_lazy("Themes")),
]
STATEMENTS = [
    ("web:about", gettext_lazy("About")),
    ("record:index", gettext_lazy("The public record")),
    ("sources:index", gettext_lazy("Sources")),
    ("moderation:index", gettext_lazy("Moderation")),
    ("web:data", gettext_lazy("Data and licences")),
    ("web:accessibility", gettext_lazy("Accessibility")),
    ("web:legal", gettext_lazy("Legal notice and privacy")),
]
OPERATORS = [
    ("jobs:index", gettext_lazy("Jobs")),
    ("organization:claims", gettext_lazy("Claims of organizations")),
    ("rights:index", gettext_lazy("Rights")),
]


def layout(request):
    """The context of layout.html; opens no session where the reader brings none."""
    places = places_in(get_language(), settings.ROOT_URLCONF)
    return {
        "brand": settings.BRAND,
        "version": __version__,
        "canonical_url": settings.SITE_URL + request.path,
        "alternates": alternates(request),
        "home_url": places["home"],
        "search_url": places["search"],
        "navigation": with_current(places["navigation"], request.path),
        "footer_links": with_current(footer(request, places), request.path),
        "signed_in": is_signed_in(request),
        "account": account(request),
        "mistake": getattr(request, "mistake", ""),
        "notice_box": notice_box(request),
        "duties": duties(request),
        "feeds": feeds(request),
    }


def feeds(request):
    """[{type, title, url}] by which feed readers find the feeds of what a page is about."""
    match = request.resolver_match
    if match is None:
        return []
    name, given = match.view_name, match.kwargs
    kind, _colon, page = name.rpartition(":")
    asked = None
    if name == "feed:index":
        asked = {key: value for key, value in request.GET.items() if key in NAMES and value}
    elif name == "territories:detail":
        asked = {"territory": given["code"]}
    elif name == "topics:detail":
        asked = {"topic": given["slug"]}
    elif name == "directory:index":
        return [feed_of("directory:feed", request.GET.dict() | {"format": "json"}, JSON)]
    elif page == "detail" and kind_named(kind) is not None and "slug" in given:
        asked = {"entry": f"{kind}/{given['slug']}"}
    if asked is None:
        return []
    try:
        return [feed_of("feed:atom", asked), feed_of("feed:json", asked, JSON)]
    except NoReverseMatch:
        return []


def feed_of(name, asked, media_type=ATOM):
    question = f"?{urlencode(asked)}" if asked else ""
    title = "JSON Feed" if media_type == JSON else "Atom"
    return {"type": media_type, "title": title, "url": address(name) + question}


@lru_cache(maxsize=32)
def places_in(language, urlconf):
    """The addresses of a language, which change only with the program."""
    kinds = [(f"{kind.slug}:index", kind.name_plural) for kind in all_kinds() if kind.in_menu]
    search = [(name, _("Directory")) for name in ("directory:index", "search:index")]
    return {
        "home": "/" + LocalePrefixPattern(prefix_default_language=False).language_prefix,
        "search": next((item["url"] for item in existing(search)), ""),
        "navigation": [*existing(search)[:1], *existing(kinds), *existing(ROOMS)],
        "footer": existing(STATEMENTS),
        "operators": existing(OPERATORS),
        "account": existing([("account_login", _("Sign in")), ("account_email", _("My account"))]),
    }


def existing(places):
    """[{label, url}] of the places, (url name, label), that this installation has."""
    found = []
    for name, label in places:
        try:
            found.append({"label": str(label), "url": reverse(name)})
        except NoReverseMatch:
            continue
    return found


def footer(request, places):
    """The pages about this site, and for administrators those to run it."""
    if is_signed_in(request) and request.user.is_staff:
        return [*places["footer"], *places["operators"]]
    return places["footer"]


def with_current(items, path):
    return [item | {"current": path.startswith(item["url"])} for item in items]


def alternates(request):
    """[{language, label, url, current}]: this page in every language.

    Also of a page that is not there; what django.urls.translate_url says, at a tenth of the cost.
    """
    here, current = request.get_full_path(), get_language()
    bare = here if current == settings.LANGUAGE_CODE else here.removeprefix(f"/{current}")
    return [
        {
            "language": code,
            "label": get_language_info(code)["name_local"].capitalize(),
            "url": bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}",
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
    ]


def is_signed_in(request):
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return getattr(request, "user", None) is not None and request.user.is_authenticated


def account(request):
    """{label, url} of the way to one's account, or to sign in and come back; {} without one."""
    ways = places_in(get_language(), settings.ROOT_URLCONF)["account"]
    if len(ways) < 2:
        return {}
    sign_in, mine = ways
    if is_signed_in(request):
        return mine
    if request.method != "GET" or request.path.startswith(mine["url"]):
        return sign_in
    return sign_in | {"url": f"{sign_in['url']}?{urlencode({'next': request.get_full_path()})}"}


def duties(request):
    """[{label, url}] of what waits for whoever moderates: no query."""
    if is_signed_in(request) and is_moderator(request.user):
        return existing([("moderation:queue", _("Reports to settle"))])
    return []


def notice_box(request):
    """{label, url} of what somebody who is signed in was told, with how many are new: one query."""
    if not is_signed_in(request):
        return {}
    new = unread_count(request.user)
    label = _("Notices (%(new)d new)") % {"new": new} if new else _("Notices")
    return next(iter(existing([("notifications:index", label)])), {})
