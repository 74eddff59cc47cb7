"""The pages that are asked for: addresses drawn evenly from what the database holds."""

from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from bench.generate import ADDRESS
from bench.goals import BARE, COVERAGE, EMPTY, MANAGER, MINE, PORTFOLIO
from terreau.accounts.models import User
from terreau.entries.models import Tally
from terreau.organizations.models import Organization
from terreau.people.models import Person
from terreau.projects.models import Project
from terreau.projects.phases import Phase
from terreau.projects.queries import INCUBATED_BY
from terreau.reviews.models import Review, State
from terreau.search.models import Document, Word
from terreau.territories.models import Territory

PENDING = (State.OPEN, State.FROZEN)  # whose dossier fills itself
MANY = 40  # different addresses of one sort of page


def targets():
    """{name: [path]}; a page that this installation does not have is missing."""
    found = {
        EMPTY: [reverse("bench-empty")],
        BARE: [reverse("bench-bare")],
        "home": ["/"],
        "directory": [directory()],
        "facet": facets(),
        **{f"search, {name}": [directory(q=text)] for name, text in words().items()},
        "project": [each.get_absolute_url() for each in spread()],
        "organization": [each.get_absolute_url() for each in largest_hosts()],
        "territory": [each.get_absolute_url() for each in places()],
        PORTFOLIO: existing("portfolio:index"),
        "feed": existing("directory:feed"),
        "evidence": [reverse("evidence:index", args=[each.slug]) for each in reviewed()],
        "dossier": [reverse("review:draft", args=[each.slug]) for each in meetings(PENDING)],
        "decision": [each.get_absolute_url() for each in meetings([State.DECIDED])],
        "profile": [each.get_absolute_url() for each in Person.objects.order_by("pk")[:MANY]],
        COVERAGE: [reverse("review:coverage")],
        MANAGER: [reverse("review:manage", args=[each.slug]) for each in managed()],
        "news": existing("feed:index"),
        MINE: existing("feed:mine"),
        "API list": ["/api/v1/projects/"],
        "API item": [f"/api/v1/projects/{each.uid}/" for each in spread()],
    }
    return {name: paths for name, paths in found.items() if paths}


def signed_in():
    """The cookie of the account that manages the incubator, signed in here and now."""
    client = Client()
    client.force_login(User.objects.get(email=ADDRESS))
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def managed():
    """The incubator that has an account which manages it, in a list."""
    return list(Organization.objects.filter(roles__user__email=ADDRESS))


def reviewed():
    """Projects of that incubator."""
    return list(Project.objects.filter(author__in=managed()).order_by("pk")[:MANY])


def meetings(states):
    """Reviews in these states, as many of different projects."""
    return list(Review.objects.filter(state__in=states).order_by("pk")[:MANY])


def directory(**asked):
    address = reverse("directory:index")
    return f"{address}?{urlencode(asked)}" if asked else address


def existing(name):
    try:
        return [reverse(name)]
    except NoReverseMatch:
        return []


def facets():
    """Projects of a phase in a region: filters enough for the list to be counted, not tallied."""
    regions = Territory.objects.filter(level=Territory.Level.REGION, country="FR").order_by("code")
    phases = (Phase.CONSTRUCTION, Phase.ACCELERATION)
    return [
        directory(kind=Project.KIND, state=phase.value, territory=region.code)
        for region in regions[:10]
        for phase in phases
    ]


def words():
    """{common, rare, typo}: words as entries hold them; the typo is of a middling word."""
    held = Word.objects.filter(documents__gt=0).order_by("-documents", "word")
    common = next(each for each in held.iterator() if each.word.isalpha())
    rare = held.filter(documents__gte=min(3, common.documents)).last()
    entries = Document.objects.count()
    middling = held.filter(documents__lte=entries // 50 + 2)
    return {"common": common.written, "rare": rare.written, "typo": mistyped(middling)}


def mistyped(held):
    """The first of some words that, with two letters swapped, is no word and begins none."""
    for each in held.iterator():
        word = each.word
        if len(word) < 8 or not word.isalpha() or word[3] == word[4]:
            continue
        slip = word[:3] + word[4] + word[3] + word[5:]
        if not Word.objects.filter(word__startswith=slip).exists():
            return slip
    raise LookupError("no word can be mistyped")


def spread():
    """Projects at even distances, oldest first; not those of the managed incubator."""
    keys = Project.objects.filter(author=None).order_by("pk")
    first, last = keys.first().pk, keys.last().pk
    wanted = range(first, last + 1, max(1, (last - first) // MANY))
    found = [keys.filter(pk__gte=pk).first() for pk in wanted]
    return list(dict.fromkeys(found))[:MANY]


def largest_hosts():
    """The three incubators with the largest portfolios, but for the managed one."""
    cells = Tally.objects.filter(scope=INCUBATED_BY).values_list("key", "count")
    cells = cells.exclude(key__in=[str(each.uid) for each in managed()])
    sizes = {}
    for key, count in cells:
        sizes[key] = sizes.get(key, 0) + count
    most = sorted(sizes, key=lambda key: (-sizes[key], key))[:3]
    return list(Organization.objects.filter(uid__in=most).order_by("pk"))


def places():
    """Departments, and the regions that hold them."""
    levels = (Territory.Level.DEPARTMENT, Territory.Level.REGION)
    found = Territory.objects.current().filter(level__in=levels, country="FR").order_by("code")
    return list(found[:: max(1, found.count() // MANY)])[:MANY]
