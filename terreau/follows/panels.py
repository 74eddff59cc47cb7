"""The button to follow, on the page of every entry that can be, of places, themes and accounts."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.entries.kinds import Feature, kind_of
from terreau.entries.panels import Panel, register_panel
from terreau.follows import queries
from terreau.follows.forms import STOP
from terreau.follows.sheet import options
from terreau.prepared.addresses import address, asking


def of_entry(user, entry):
    """No query for anonymous readers, whose page is kept; two for who is signed in."""
    if not kind_of(entry).allows(Feature.FOLLOW) or not entry.is_public:
        return None
    here = entry.get_absolute_url()
    if not user.is_authenticated:
        return {"sign_in": asking(address("account_login"), {"next": here})}
    mine = queries.follow_of(user, entry)
    return {
        "sign_in": "",
        "action": address("follows:follow", entry.uid),
        "mine": mine,
        "options": options(mine.level) if mine else [],
        "stop": STOP,
        "count": counted(queries.followers(entry)),
    }


def counted(n):
    """How many follow it, in words; "" for nobody."""
    words = ngettext("%(n)d person follows this", "%(n)d people follow this", n)
    return words % {"n": n} if n else ""


def of_territory(_user, territory):
    """No query."""
    words = _("Follow what happens here")
    return watching(words, territory=territory.code)


def of_topic(_user, topic):
    """No query."""
    return watching(_("Follow this theme"), topic=topic.slug)


def watching(label, **filters):
    return {"label": label, "url": asking(address("follows:watch"), filters)}


def of_account(user, _subject):
    return {} if user.is_authenticated else None


def of_publishing(_user, acting):
    """Who will be reached by what somebody is about to publish: one query."""
    entry, act = acting
    if not entry.pk or not entry.is_public:
        return None
    n = queries.reached(entry, is_decision=getattr(act, "is_decision", False))
    if not n:
        return {"text": _("Nobody follows this yet: your words are found on its page.")}
    words = ngettext(
        "%(n)d person follows this and will hear of it.",
        "%(n)d people follow this and will hear of it.",
        n,
    )
    return {"text": words % {"n": n}}


register_panel(Panel("entry-top", "follows/panels/entry.html", of_entry, order=10))
register_panel(Panel("territory", "follows/panels/filter.html", of_territory, order=5))
register_panel(Panel("topic", "follows/panels/filter.html", of_topic, order=5))
register_panel(Panel("account", "follows/panels/account.html", of_account, order=35))
register_panel(Panel("publishing", "follows/panels/publishing.html", of_publishing))
