"""What the directory's page shows of what was found: words and addresses."""

from django.conf import settings
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from terreau.prepared.addresses import address, asking
from terreau.search import analysis
from terreau.search.addresses import CHANGED, NEWEST, RELEVANCE, TITLE
from terreau.search.candidates import CAP
from terreau.search.exports import MOST, columns
from terreau.search.facets import named
from terreau.search.queries import PAGE
from terreau.territories.models import Territory
from terreau.territories.queries import named as named_places

SORT_LABELS = {
    RELEVANCE: gettext_lazy("Relevance"),
    NEWEST: gettext_lazy("Newest"),
    TITLE: gettext_lazy("Title"),
    CHANGED: gettext_lazy("Recently changed"),
}


class Place:
    """Where a directory lives: of all kinds at its own address, of one at that of the kind."""

    def __init__(self, kind=None):
        self.kind = kind
        self.own = address(f"{kind.slug}:index") if kind else ""
        self.whole = address("directory:index")

    def address(self, query, **extra):
        """The address of a search, on this page where it is about the same kind."""
        parameters = query.parameters | extra
        if self.kind and query.kind == self.kind.slug:
            del parameters["kind"]
            path = self.own
        else:
            path = self.whole
        return asking(path, parameters)

    @property
    def title(self):
        return capfirst(self.kind.name_plural) if self.kind else _("Directory")


def page(found, place):
    """The context of search/directory.html."""
    query = found.query
    here = query.but()
    chosen = named(found.filters)
    return {
        "found": found,
        "title": place.title,
        "slot": f"directory-{place.kind.slug}" if place.kind else "directory",
        "swaps": "false" if place.kind else "true",
        "breadcrumbs": breadcrumbs(place),
        "search": {
            "action": place.address(query.__class__(kind=query.kind)).split("?")[0],
            "hidden": _hidden(query, place),
        },
        "count": count_words(found),
        "notes": notes(found, place),
        "places": places(query),
        "chosen": [
            {"label": removable(title, label), "url": place.address(query.but(**{name: ""}))}
            for name, title, label in chosen
            if not (place.kind and name == "kind")
        ],
        "facets": [_facet(facet, query, place) for facet in found.facets],
        "sorts": [
            {
                "label": SORT_LABELS[sort],
                "url": place.address(query.but(sort=sort)),
                "current": sort == found.sort,
            }
            for sort in found.sorts
        ],
        "pagination": pagination(found, place),
        "empty": None if found.entries else empty(found, place, chosen),
        "feed_url": feed_address(here),
        "downloads": [
            {"label": "CSV", "url": place.address(here, format="csv")},
            {"label": "JSON", "url": place.address(here, format="json")},
            {"label": "Atom", "url": feed_address(here)},
            {"label": "JSON Feed", "url": feed_address(here, format="json")},
        ],
        "columns": [{"term": name, "text": text} for name, text in columns().items()],
        "most_exported": number_format(MOST, force_grouping=True),
    }


def breadcrumbs(place):
    trail = [{"label": _("Directory"), "url": address("directory:index")}]
    return trail + ([{"label": place.title, "url": ""}] if place.kind else [])


def feed_address(query, **extra):
    return asking(address("directory:feed"), query.but().parameters | extra)


def feed_title(found):
    """What the feed of a search is called: the words and the filters."""
    said = [label for _name, _title, label in named(found.filters)]
    text = [quoted(found.query.text)] if found.query.text else []
    return " · ".join([settings.BRAND["name"], *(text + said or [_("Directory")])])


def count_words(found):
    """“662 entries”, “more than 1,000 entries”."""
    amount = number_format(found.total, force_grouping=True)
    if found.more_than:
        return _("more than %(n)s entries") % {"n": amount}
    return ngettext("%(n)s entry", "%(n)s entries", found.total) % {"n": amount}


def notes(found, place):
    """[notice]: what was searched in another way than it was typed, and what was left out."""
    notes, asked = [], found.asked
    if found.suggestion and found.entries:
        text = _("Nothing holds every word of “%(typed)s”: this is what was found for “%(found)s”.")
        said = text % {"typed": found.query.text, "found": found.suggestion}
        notes.append({"text": said, "tone": "info"})
    if asked.ignored and asked.wanted:
        text = _("Too common to tell anything, and left out: %(words)s.")
        notes.append({"text": text % {"words": ", ".join(asked.ignored)}, "tone": "info"})
    if found.capped and found.entries:
        if asked.wanted:
            text = _(
                "The list and the numbers beside it are of %(n)s entries: those with the words in "
                "their title, then the newest. Another word or a filter narrows it down."
            )
        else:
            text = _(
                "The list, and the numbers beside it but for kind and state, are of the newest "
                "%(n)s entries. Another filter narrows it down."
            )
        amount = number_format(CAP, force_grouping=True)
        notes.append({"text": text % {"n": amount}, "tone": "info"})
    return notes


def places(query):
    """[tag]: the places that are called what was searched, for those who look for what is near."""
    if query.page > 1:
        return []
    return [
        {"label": described(each), "url": address("territories:detail", each.code)}
        for each in named_places(query.text)
    ]


def described(place):
    """“Rennes · commune · Ille-et-Vilaine”: names of places repeat."""
    above = [place.parent.name] if place.parent else []
    return " · ".join([place.name, str(Territory.Level(place.level).label), *above])


def pagination(found, place):
    """The parameters of the component, or None where one page holds all."""
    if not (found.previous or found.next):
        return None

    def address(changes):
        return place.address(found.query.but(**changes)) if changes else ""

    amount = number_format(found.total, force_grouping=True)
    about = {"n": len(found.entries), "total": amount}
    summary = _("%(n)s shown of %(total)s") % about
    if found.first:
        about |= {"first": found.first, "last": found.first + len(found.entries) - 1}
        summary = _("%(first)s–%(last)s of %(total)s") % about
    return {
        "previous_url": address(found.previous),
        "next_url": address(found.next),
        "pages": _numbers(found, address) if found.first else [],
        "summary": summary,
    }


def _numbers(found, address):
    """Links to the first and last page and to those beside this one."""
    last = -(-min(found.total, CAP) // PAGE)
    current = (found.first - 1) // PAGE + 1
    near = sorted({1, last} | {n for n in range(current - 2, current + 3) if 1 <= n <= last})
    pages = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            pages.append({"label": "", "url": "", "current": False})
        pages.append(
            {"label": number, "url": address({"page": number}), "current": number == current}
        )
    return pages


def empty(found, place, chosen):
    """The parameters of empty_state: what was searched, and what to drop."""
    query, asked = found.query, found.asked
    droppable = [each for each in chosen if not (place.kind and each[0] == "kind")]
    said, actions = [], []
    if asked.missing:
        words = ", ".join(quoted(word) for word in asked.missing)
        said.append(_("No entry holds %(words)s, nor a word like it.") % {"words": words})
        known = " ".join(word for word in query.text.split() if not missing(word, asked))
        if known:
            label = _("Search for “%(text)s”") % {"text": known}
            actions.append({"label": label, "url": place.address(query.but(text=known))})
    elif query.text:
        said.append(_("No entry answers to “%(text)s”.") % {"text": query.text})
    if found.filters.unknown:
        said.append(_("One of the filters names something that does not exist."))
    if droppable and not asked.missing:
        said.append(_("Perhaps without one of the filters?"))
        actions += [
            {
                "label": _("Without “%(label)s”") % {"label": label},
                "url": place.address(query.but(**{name: ""})),
                "tone": "quiet",
            }
            for name, _title, label in droppable
        ]
    if query.text and droppable:
        label = _("Without “%(label)s”") % {"label": query.text}
        url = place.address(query.but(text="", sort=""))
        actions.append({"label": label, "url": url, "tone": "quiet"})
    whole = {"label": _("See the whole directory"), "url": address("directory:index")}
    return {
        "title": _("Nothing found"),
        "text": " ".join(said),
        "actions": [*actions, whole | ({"tone": "quiet"} if actions else {})],
    }


def removable(title, label):
    """The words of a filter that a click removes."""
    return _("%(title)s: %(label)s") % {"title": title, "label": label} + " ×"


def quoted(text):
    return _("“%(text)s”") % {"text": text}


def missing(typed, asked):
    """Whether a word as it was typed is one that no entry holds."""
    return not set(analysis.words(typed)).isdisjoint(asked.missing)


def _facet(facet, query, place):
    return {
        "title": facet.title,
        "closed": facet.name not in ("kind", "state") and not facet.is_chosen,
        "items": [
            {
                "label": value.label,
                "url": place.address(query.but(**value.changes)),
                "count": value.count,
                "selected": value.selected,
            }
            for value in facet.values
        ],
    }


def _hidden(query, place):
    """The filters that another text is searched within."""
    kept = query.but(text="", sort="").parameters
    if place.kind:
        kept.pop("kind", None)
    return [{"name": name, "value": value} for name, value in kept.items()]
