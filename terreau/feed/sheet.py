"""What the pages of the feed show, as the parameters of the components, and its items elsewhere."""

from html import unescape
from itertools import chain

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terreau.entries.invented import mark_of
from terreau.entries.kinds import all_kinds
from terreau.entries.queries import all_topics
from terreau.entries.sentences import quoted, readable
from terreau.entries.syndication import Item
from terreau.feed.readings import count_words, read_words
from terreau.harvest.readings import SOURCE_READ
from terreau.ledger.queries import LAST
from terreau.prepared.addresses import address


def lines(user, page):
    """[{sentence, date, url, statement, entry}] of a page of the feed: one query.

    Of what the user may see; a reading of a source is one line, and its entry None. mark: words
    for what is invented, or "".
    """
    seen = {each["statement"].pk: each for each in readable(user, chain(*page.lines))}
    found = []
    for group in page.lines:
        visible = [each for each in group if each.pk in seen]
        whole = next((each for each in visible if each.verb == SOURCE_READ), None)
        if whole is not None:
            found.append(line(seen[whole.pk]))
        elif len(visible) > 1:
            found.append(reading(visible))
        elif visible:
            found.append(line(seen[visible[0].pk]))
    return found


def line(told):
    statement = told["statement"]
    return {
        "sentence": told["html"],
        "quote": quoted(statement, told["entry"]),
        "date": statement.at,
        "url": statement.get_absolute_url(),
        "statement": statement,
        "entry": told["entry"],
        "mark": mark_of(told["entry"]),
    }


def reading(group):
    page = f"{reverse('record:index')}?{urlencode({'kind': 'harvest'})}"
    words = read_words(group[0])
    return {
        "sentence": format_html('{} <a href="{}">{}</a>', words, page, count_words(group)),
        "quote": "",
        "date": group[0].at,
        "url": group[0].get_absolute_url(),
        "statement": group[0],
        "entry": None,
        "mark": "",
    }


def shown(told):
    """The lines as the parameters of `statement_list`."""
    return [
        {name: each[name] for name in ("sentence", "date", "url", "quote")}
        | {"quote_language": each["entry"].language if each["quote"] else ""}
        | {"known": each["mark"]}
        for each in told
    ]


def items(told):
    """The lines as items for feed readers."""
    return [
        Item(
            uid=each["statement"].uid,
            title=" · ".join(filter(None, (unescape(strip_tags(each["sentence"])), each["mark"]))),
            url=each["entry"].get_absolute_url() if each["entry"] else each["url"],
            published=each["date"],
            updated=each["date"],
            html=html(each),
            tags=(each["statement"].verb,),
        )
        for each in told
    ]


def html(each):
    """A line and what stands under it, as HTML that is safe to show."""
    under = [text for text in (each["quote"], each["mark"]) if text]
    if not under:
        return str(each["sentence"])
    parts = ((text,) for text in (each["sentence"], *under))
    return str(format_html_join("", "<p>{}</p>", parts))


def title_of(asked):
    """What a feed is called: its filters in words."""
    said = [asked.entry.title] if asked.entry else []
    said += [capfirst(str(asked.kind.name_plural))] if asked.kind else []
    said += [asked.topic.name] if asked.topic else []
    said += [asked.territory.name] if asked.territory else []
    said += [_("Decisions")] if asked.decisions else []
    return " · ".join([settings.BRAND["name"], *(said or [_("What happens")])])


def older(page, **given):
    """The address of what is older, "" where nothing is."""
    if not page.older or page.older >= LAST:
        return ""
    return f"?{urlencode(given | {'before': page.older})}"


def filters(asked, typed):
    """The fields of the filter bar: two queries. typed: the place as it was typed."""
    kinds = [("", _("Any"))]
    kinds += [(kind.slug, capfirst(str(kind.name_plural))) for kind in all_kinds()]
    topics = [("", _("Any"))]
    topics += sorted(((topic.slug, topic.name) for topic, _n in all_topics()), key=lambda t: t[1])
    return [
        select("kind", _("Kind"), kinds, asked.kind and asked.kind.slug),
        {
            "name": "territory",
            "label": _("Territory"),
            "value": asked.territory.code if asked.territory else typed,
        },
        select("topic", _("Theme"), topics, asked.topic and asked.topic.slug),
        {
            "name": "decisions",
            "label": _("Decisions only"),
            "type": "checkbox",
            "value": "1",
            "checked": asked.decisions,
        },
    ]


def select(name, label, choices, chosen):
    options = [
        {"value": value, "label": words, "selected": value == (chosen or "")}
        for value, words in choices
    ]
    return {"name": name, "label": label, "type": "select", "options": options}


def downloads(asked):
    """The ways to read it elsewhere."""
    question = f"?{asked.query_string}" if asked.parameters else ""
    return [
        {"label": "Atom", "url": address("feed:atom") + question},
        {"label": "JSON Feed", "url": address("feed:json") + question},
    ]


def views(here, asked, signed_in):
    """The tabs: everything, and for who is signed in what they follow."""
    if not signed_in:
        return []
    ways = [("index", _("What happens")), ("mine", _("What I follow"))]
    return [
        {"label": label, "url": reverse(f"feed:{name}"), "current": name == here}
        for name, label in ways
    ]


def home(question=""):
    return address("feed:index") + question
