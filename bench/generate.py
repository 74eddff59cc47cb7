"""Fill a prepared, empty database with invented entries, as their own actions would leave them."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import chain

from django.db import connection, transaction

from bench import proofs
from bench.lives import DAY, LAST
from bench.managed import PROJECTS, Managed
from bench.population import THEMES, Place, Population, dashed
from bench.tables import Table, WithoutIndexes, analyze, follow_keys
from bench.words import Lexicon
from terreau.accounts.models import User
from terreau.entries import tallies
from terreau.entries.models import Entry, Link, Tally, Topic
from terreau.entries.slugs import slug_of
from terreau.follows.models import Follow, Level
from terreau.harvest.models import Record, Run, Source, Version
from terreau.ledger import guards
from terreau.ledger.models import Statement
from terreau.organizations.models import Organization
from terreau.people.models import Person
from terreau.portfolio import ahead
from terreau.projects.models import Event, Listing, Project, Spell
from terreau.reviews.models import Review
from terreau.search import engines, marks, spelling
from terreau.search.models import Document, Trigram, Word
from terreau.territories.models import Containment, Territory

SEED = 2026
ADDRESS = "manager@example.org"
FOLLOWED = 500  # entries that the manager follows
TABLES = {
    "entries": (Entry, "id uid kind slug title summary territory_id author_id context_id state "
                "published_at created_at updated_at revision statement_count"),
    "organizations": (Organization, "entry_ptr_id acronym siren website parent_id opened_on"),
    "projects": (Project, "entry_ptr_id problem solution audience born_on website repository "
                 "statistics_url budget_url impact_url accessibility"),
    "spells": (Spell, "id project_id phase valid_from valid_to sequence cause reason recorded_at "
               "superseded_at"),
    "listings": (Listing, "id project_id recorded_at superseded_at"),
    "events": (Event, "id project_id name happened_on sequence recorded_at"),
    "links": (Link, "id source_id target_id role leads valid_from valid_to recorded_at"),
    "people": (Person, "entry_ptr_id user_id bio"),
    "reviews": (Review, "entry_ptr_id subject_id due_on basis planned_on quorum held_on closed_at"),
    "topics": (Entry.topics.through, "id entry_id topic_id"),
    "records": (Record, "id source_id collection identifier entry_id url"),
    "versions": (Version, "id record_id first last digest facts"),
    "statements": (Statement, "id uid at verb subject payload salt payload_digest leaf_hash"),
    "documents": (Document, "entry_id kind state sort_title published_at changed_at "
                  "title_lexemes body_lexemes marks"),
}  # fmt: skip


def generate(size, *, managed=PROJECTS, seed=SEED, progress=None):
    """Write so many entries with their history, tallies and search; returns {table: rows}.

    managed: how many projects an incubator has that comes on top of them, with its reviews.

    The database holds the official territories and nothing else. progress: (what, done, total).
    """
    say = progress or (lambda what, done, total: None)
    written = {name: Table(model, names.split()) for name, (model, names) in TABLES.items()}
    with transaction.atomic():
        lexicon = Lexicon()
        population = Population(size, inhabited(lexicon), themes(), seed, lexicon)
        more = Managed(population, managed)
        manager = User.objects.create(email=ADDRESS)
        source()
        guards.remove(connection)
        engines.remove(connection)
        names = [table.name for table in written.values()]
        with WithoutIndexes(names, lambda name: say(f"index {name}", 0, 0)):
            done = 0
            for batch in chain(population.batches(), [more.rows(manager.pk)] if managed else []):
                for name, table in written.items():
                    if name in batch:
                        table.write(batch[name])
                done += len(batch["entries"])
                say("entries", done, size)
        guards.install(connection)
        say("search index", 0, 0)
        search_index()
        say("tallies and words", 0, 0)
        write_tallies(population)
        write_words(population, size)
        say("teams, evidence and reviews", 0, 0)
        beside = proofs.write(more, manager, written["statements"])
        beside["follows"] = follow(manager, size)
        follow_keys([*(model for model, _ in TABLES.values()), *proofs.MODELS])
    say("analyze", 0, 0)
    engines.settle()
    analyze()
    say("figures", 0, 0)
    with transaction.atomic():
        ahead.rebuild()
    return {name: table.count for name, table in written.items()} | beside


def follow(user, size):
    """Have somebody follow entries at even distances, one of ten for its decisions; how many."""
    keys = range(1, size + 1, max(1, size // FOLLOWED))[:FOLLOWED]
    levels = [Level.DECISIONS if at % 10 == 0 else Level.EVERYTHING for at in range(len(keys))]
    made = [
        Follow(user=user, entry_id=key, level=level)
        for key, level in zip(keys, levels, strict=True)
    ]
    return len(Follow.objects.bulk_create(made))


def inhabited(lexicon):
    """[(Place, weight)]: the country, regions, departments and larger communes."""
    inside = defaultdict(list)
    pairs = Containment.objects.order_by("descendant", "ancestor")
    for place, above, code in pairs.values_list("descendant_id", "ancestor_id", "ancestor__code"):
        inside[place].append((above, code))
    levels = Territory.Level
    weights = {levels.COUNTRY: 3e7, levels.REGION: 8e5, levels.DEPARTMENT: 1.5e5}
    found = []
    for place in Territory.objects.current().exclude(level=levels.INTERCOMMUNALITY).order_by("pk"):
        weight = weights.get(place.level, place.population or 0)
        if place.level == levels.COMMUNE and weight < 500:
            continue
        above = inside[place.pk]
        told = " ".join(marks.inside(pk) for pk, _ in above)
        codes = tuple(code for _, code in above)
        found.append((Place(place.pk, lexicon.piece(place.name), told, codes), weight))
    return found


def themes():
    """{name: key} of the themes, made here."""
    names = sorted(name.strip() for name in THEMES.replace("\n", " ").split(","))
    made = Topic.objects.bulk_create(Topic(name=name, slug=slug_of(name)) for name in names)
    return {topic.name: topic.pk for topic in made}


def source():
    """The invented source that two projects of three come from, read on the last day."""
    said = {"slug": "bench", "uid": f"{1:032x}", "name": "Source of the bench", "pk": 1}
    made = Source.objects.create(
        **said, url="https://source.example.org", licence="Licence Ouverte 2.0",
        attribution="Invented for measuring",
    )  # fmt: skip
    moment = datetime.fromisoformat(DAY[LAST]).replace(tzinfo=UTC)
    Run.objects.create(source=made, known_at=DAY[LAST], started_at=moment, completed_at=moment)


def search_index():
    """Install the full-text index over the documents that are there."""
    engines.install(connection)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")


def write_tallies(population):
    counts, cells = population.counts, Counter()
    slugs = {name: slug_of(name) for _, name, _ in population.topics}
    for (kind, state), n in counts.kinds.items():
        cells[tallies.ALL, "", kind, state] += n
    codes = {place.pk: place.codes for place in population.places}
    for (place, kind, state), n in counts.places.items():
        for code in codes[place]:
            cells["territory", code, kind, state] += n
    for (name, kind, state), n in counts.topics.items():
        cells["topic", slugs[name], kind, state] += n
    for (role, target, kind, state), n in counts.ties.items():
        cells[role, dashed(population.uid(target)), kind, state] += n
    table = Table(Tally, ["scope", "key", "kind", "state", "count"])
    table.write([(*cell, n) for cell, n in sorted(cells.items())])


def write_words(population, size):
    """The vocabulary with its counts, and the trigrams of what may be offered for a slip."""
    words, grams, usual = [], [], size // 100_000
    lexicon, documents = population.lexicon, population.counts.pairs
    for (word, lexeme), number in sorted(lexicon.pairs.items()):
        if not documents[number]:
            continue
        words.append((len(words) + 1, word, lexeme, lexicon.written[word], documents[number]))
        if documents[number] >= usual and len(word) >= 3 and word.isalpha():
            grams += [(gram, len(word), len(words)) for gram in spelling.trigrams(word)]
    vocabulary = Table(Word, ["id", "word", "lexeme", "written", "documents"])
    trigrams = Table(Trigram, ["gram", "length", "word_id"])
    with WithoutIndexes([vocabulary.name, trigrams.name]):
        vocabulary.write(words)
        trigrams.write(grams)
    follow_keys([Word, Trigram])
