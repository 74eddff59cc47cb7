"""A site of which part may not be seen: of every kind an entry in every such state, with all that
can hang on it, and public things around it that lead there."""

from dataclasses import dataclass, field
from importlib import import_module

from django.db.models import TextField
from django.utils import timezone

from terreau.attachments.models import Attachment
from terreau.attachments.tests.factories import make_attachment
from terreau.comments.models import Comment
from terreau.comments.tests.factories import make_comment
from terreau.entries import rights, tallies
from terreau.entries.actions import bury
from terreau.entries.kinds import Feature, all_kinds
from terreau.entries.models import Entry, Link
from terreau.entries.tests.factories import make_topic, make_user
from terreau.feed.models import Reader
from terreau.follows.tests.factories import make_follow
from terreau.ledger import actions as ledger
from terreau.ledger.models import Statement
from terreau.moderation.tests.factories import make_hidden
from terreau.notifications.actions import notify
from terreau.organizations.tests.factories import make_organization
from terreau.search.actions import index_many
from terreau.territories.models import Territory
from terreau.territories.tests.factories import make_territory

STATES = ("draft", "shared", "hidden", "erased")  # shared: with a circle, of which nobody here is
SHARED = "zorblinque"  # stands in whatever may not be seen
CANARY = r"\w*zq\b"  # ends the word of its own that each has, of its kind and state


@dataclass
class Site:
    """reader: somebody signed in who followed all that was public then, and was told of it;
    unseen, around: {kind: [address]} of what may not be seen and of what leads to it; uids: of what
    may not be seen, comments and files beside it, and all statements."""

    reader: object
    place: Territory
    topic: object
    speaker: Entry
    unseen: dict = field(default_factory=dict)
    around: dict = field(default_factory=dict)
    uids: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    files: list = field(default_factory=list)
    statements: list = field(default_factory=list)


def fill():
    """The whole site. Everything is made in the open first, as what is there to be hidden was."""
    place = make_territory(make_territory(level="region"))
    site = Site(make_user(), place, make_topic(), make_organization(title="Fabrique du pont"))
    Reader.objects.create(user=site.reader, told_to=0)
    follow(site.reader, site.speaker)
    made = [(k, state, unseen(site, k, state)) for k in all_kinds() for state in STATES]
    for kind, state, entry in made:
        surround(site, kind, state, entry)
    index_many(Entry.objects.order_by("pk").values_list("pk", flat=True))
    tallies.rebuild()
    for _kind, state, entry in made:
        site.unseen.setdefault(entry.kind, []).append(entry.slug)
        site.uids.append(entry.uid)
        if state == "erased":
            bury(entry, "Ce n’est plus d’ici.")
    tallies.rebuild()  # as whatever deletes entries does
    for _kind, state, entry in made:
        if state == "hidden":
            make_hidden(entry, words="Ce n’est pas d’ici.")
    site.comments += Comment.objects.order_by("pk").values_list("uid", flat=True)
    site.files += Attachment.objects.order_by("pk").values_list("uid", flat=True)
    site.statements += Statement.objects.order_by("pk").values_list("uid", flat=True)
    return site


def words(kind, state):
    return f"{SHARED} {kind.slug}{state}zq"


def make(kind, **given):
    """As a kind's own factory makes it."""
    app = kind.model.__module__.rsplit(".", 1)[0]
    return getattr(import_module(f"{app}.tests.factories"), f"make_{kind.slug}")(**given)


def texts_of(model):
    """The fields of a model that hold whatever somebody writes, by name."""
    return [each.name for each in model._meta.fields if isinstance(each, TextField)]


def unseen(site, kind, state):
    """An entry in a state, with its words wherever a text can stand, and what hangs on it."""
    said = words(kind, state)
    given = dict.fromkeys(texts_of(kind.model), said) | {"title": said, "territory": site.place}
    if not speaks(kind):
        given["author"] = site.speaker
    if state in ("draft", "shared"):
        given["published_at"] = None
    if state == "shared":
        given["shared_at"] = timezone.now()
    entry = make(kind, **given)
    entry.topics.add(site.topic)
    if state != "draft":
        hang(site, kind, entry, said)
    return entry


def speaks(kind):
    """Whether entries of a kind are spoken for in the name of nobody else."""
    return rights.is_speaker(kind) or hasattr(kind.model, "user")


def hang(site, kind, entry, said):
    """Comments and files beside an entry that is still public, its record, and who follows it."""
    follow(site.reader, entry)
    if not kind.features & {Feature.COMMENT, Feature.ATTACH}:
        return
    inside = make_user(edits=[entry])
    if kind.allows(Feature.COMMENT):
        first = make_comment(entry, inside, text=said)
        make_comment(entry, inside, text=f"{said}, pour répondre", parent=first)
    if kind.allows(Feature.ATTACH):
        make_attachment(entry, inside, content=said.encode(), title=said)


def follow(reader, entry):
    """Have somebody follow an entry and be told of it, and the record say something of it."""
    make_follow(reader, entry)
    notify([reader], entry, key=f"case:{entry.uid}", text="moderation.case")
    ledger.append(actor=None, verb="moderation.keep", subject=entry.uid, payload={"what": "entry"})


def surround(site, kind, state, entry):
    """Public things that lead to an entry: links, what it hosts, what it says elsewhere."""
    for each in all_kinds() if speaks(kind) and state != "erased" else ():
        if not speaks(each) and each.slug != "review":
            said = make(each, title="Un mot d’eux", author=entry)
            site.around.setdefault(each.slug, []).append(said.slug)
    near = make(kind, title="Un voisin", territory=site.place)
    if state != "erased":
        Entry.objects.filter(pk=near.pk).update(context=entry)
    site.around.setdefault(kind.slug, []).append(near.slug)
    for role in kind.roles:
        Link.objects.create(source=entry, target=site.speaker, role=role)
        Link.objects.create(source=near, target=entry, role=role)
    if (user := getattr(entry, "user", None)) and state != "draft":
        make_comment(site.speaker, user, text="Un mot de passage.")
