"""Writing the index: documents follow their entries in the transaction of each change."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from terreau.entries.kinds import kind_named
from terreau.entries.models import Entry, Link
from terreau.entries.queries import specific
from terreau.search import analysis, engines, marks, spelling
from terreau.search.models import Document, Trigram, Word
from terreau.territories.models import Containment

BATCH = 500
_KEPT = [
    "kind", "state", "sort_title", "published_at", "changed_at",
    "title_lexemes", "body_lexemes", "marks",
]  # fmt: skip


def index(entry):
    """Make what search knows of an entry what it is now, or forget it where it is not public.

    Counts of usual words are left to importers and `rebuild`, so that two changes of two entries
    never wait for one another.
    """
    _index([entry.pk] if entry.pk else [], count=False)


def index_many(entry_ids, count=True):
    """The same for many entries, set-wise; for imports, and for changes that no action made.

    Runs in the transaction of the caller, or in one of its own per batch of entries. Returns how
    many have a document now.
    """
    ids = list(entry_ids)
    written = 0
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            written += _index(ids[start : start + BATCH], count=count)
    return written


def index_turning(days=7):
    """Index the entries with a link that began or ended in the last days; how many they are.

    So many days as a worker may have been away; safe to run twice.
    """
    today = timezone.localdate()
    lately = (today - timedelta(days=days), today)
    turning = Link.objects.known().filter(Q(valid_from__range=lately) | Q(valid_to__range=lately))
    return index_many(turning.order_by("source").values_list("source", flat=True).distinct())


def rebuild(progress=None):
    """Write all documents and count all words afresh, while searches go on. Returns how many.

    progress: (done, total) → None. Safe to stop at any moment and to run again.
    """
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    total = Entry.objects.count()
    done = written = last = 0
    vocabulary = _Vocabulary()
    while last < newest:
        ids = list(
            Entry.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
        )
        if not ids:
            break
        with transaction.atomic():
            written += _index(ids, vocabulary=vocabulary)
        last, done = ids[-1], done + len(ids)
        if progress:
            progress(done, max(done, total))
    with transaction.atomic():
        vocabulary.replace(written)
    engines.settle()
    return written


def words_of(entry):
    """{(word, lexeme)} that search reads in an entry: four queries."""
    return _Read(entry, _Around([entry])).pairs


def _index(ids, *, count=True, vocabulary=None):
    """Write the documents of at most BATCH entries: how many there are of them now."""
    entries = specific(Entry.objects.public().filter(pk__in=ids).order_by("pk"))
    around = _Around(entries)
    held = set(Document.objects.filter(pk__in=ids).values_list("pk", flat=True))
    documents, words, counted = [], _Vocabulary(), vocabulary or _Vocabulary()
    for entry in entries:
        read = _Read(entry, around)
        documents.append(_document(entry, read, around))
        is_counted = vocabulary is not None or (count and entry.pk not in held)
        (counted if is_counted else words).add(read)
    gone = held - {each.pk for each in documents}
    if gone:
        Document.objects.filter(pk__in=gone).delete()
    Document.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["entry"], update_fields=_KEPT
    )
    if vocabulary is None:
        words.join(count=False)
        counted.join(count=True)
    return len(documents)


class _Around:
    """What lies around a batch of entries: territories, topics and links, three queries."""

    def __init__(self, entries):
        self.territories = defaultdict(list)
        self.topics = defaultdict(list)
        self.links = defaultdict(list)
        pks = [entry.pk for entry in entries]
        places = {entry.territory_id for entry in entries if entry.territory_id}
        inside = Containment.objects.filter(descendant__in=places).order_by("ancestor")
        for place, ancestor, name in inside.values_list(
            "descendant_id", "ancestor_id", "ancestor__name"
        ):
            self.territories[place].append((ancestor, name))
        through = Entry.topics.through.objects.filter(entry__in=pks).order_by("topic")
        for pk, topic, name, english in through.values_list(
            "entry_id", "topic_id", "topic__name", "topic__name_en"
        ):
            self.topics[pk].append((topic, name, english))
        links = Link.objects.at(timezone.localdate()).filter(source__in=pks)
        for pk, role, target in links.order_by("role", "target").values_list(
            "source_id", "role", "target_id"
        ):
            self.links[pk].append((role, target))


class _Read:
    """The words and lexemes of an entry's title, and of all that is read beside it."""

    def __init__(self, entry, around):
        place = dict(around.territories[entry.territory_id]).get(entry.territory_id, "")
        themes = [name for _pk, *names in around.topics[entry.pk] for name in names]
        texts = [entry.summary, *kind_named(entry.kind).text(entry), *themes, place]
        self.title = entry.title
        self.body = "\n".join(str(each) for each in texts if each)
        language = analysis.language_of(entry.language)
        self.title_words = analysis.telling_words(self.title, language)
        self.body_words = analysis.telling_words(self.body, language)
        self.title_lexemes = analysis.stems(self.title_words, language)
        self.body_lexemes = analysis.stems(self.body_words, language)

    @property
    def pairs(self):
        """{(word, lexeme)} of the whole."""
        pairs = set(zip(self.title_words, self.title_lexemes, strict=True))
        return pairs.union(zip(self.body_words, self.body_lexemes, strict=True))

    @property
    def spellings(self):
        return analysis.spellings(f"{self.title}\n{self.body}")


def _document(entry, read, around):
    tokens = [
        marks.of_kind(entry.kind),
        marks.of_state(entry.state),
        *(marks.inside(pk) for pk, _name in around.territories[entry.territory_id]),
        *(marks.about(pk) for pk, *_names in around.topics[entry.pk]),
        *dict.fromkeys(marks.linked(role, pk) for role, pk in around.links[entry.pk]),
        *dict.fromkeys(map(marks.in_title, read.title_lexemes)),
    ]
    return Document(
        entry_id=entry.pk,
        kind=entry.kind,
        state=entry.state,
        sort_title=analysis.sort_key(entry.title),
        published_at=entry.published_at,
        changed_at=entry.updated_at,
        title_lexemes=" ".join(read.title_lexemes),
        body_lexemes=" ".join(read.body_lexemes),
        marks=" ".join(tokens),
    )


class _Vocabulary:
    """Words of many documents, counted in memory before they are written."""

    def __init__(self):
        self.documents = Counter()
        self.written = {}

    def add(self, read):
        self.documents.update(read.pairs)
        if not self.written.keys() >= {*read.title_words, *read.body_words}:
            for word, written in read.spellings.items():
                self.written.setdefault(word, written)

    def join(self, *, count):
        """Add the words that are new, and the counts of all where asked."""
        if not self.documents:
            return
        known = {
            (each.word, each.lexeme): each.documents
            for each in Word.objects.filter(word__in={word for word, _ in self.documents})
        }
        new = self.documents.keys() - known.keys()
        if count:
            for pair in self.documents.keys() & known.keys():
                self.documents[pair] += known[pair]
        _write(self._rows(self.documents if count else new))
        _spell({word for word, _lexeme in new})

    def replace(self, total):
        """Make these words all the words, in short transactions; nothing is missing meanwhile.

        In a million documents, a word that a handful hold is likelier a slip than its repair, so
        it is not offered as one.
        """
        usual = total // 100_000
        known = {row[:2]: row[2:] for row in Word.objects.values_list(
            "word", "lexeme", "documents", "pk"
        )}  # fmt: skip
        pairs = sorted(self.documents)
        for start in range(0, len(pairs), BATCH):
            part = pairs[start : start + BATCH]
            changed = [each for each in part if known.get(each, (0,))[0] != self.documents[each]]
            common = {word for word, lexeme in part if self.documents[word, lexeme] >= usual}
            with transaction.atomic():
                _write(self._rows(changed))
                Trigram.objects.filter(word__word__in={word for word, _ in part} - common).delete()
                _spell(common)
        left = sorted(row[1] for pair, row in known.items() if pair not in self.documents)
        for start in range(0, len(left), BATCH):
            with transaction.atomic():
                Word.objects.filter(pk__in=left[start : start + BATCH]).delete()

    def _rows(self, pairs):
        return [
            Word(
                word=word, lexeme=lexeme, written=self.written.get(word, word),
                documents=self.documents[word, lexeme],
            )
            for word, lexeme in sorted(pairs)
        ]  # fmt: skip


def _write(rows):
    """Add words, or give those that are there their new counts."""
    Word.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["word", "lexeme"],
        update_fields=["documents"],
    )


def _spell(words):
    """Give words that can be repairs of others their trigrams, where they have none."""
    able = {word for word in words if len(word) >= 3 and word.isalpha()}
    fresh = Word.objects.filter(word__in=able, trigrams__isnull=True).order_by("word", "lexeme")
    rows = [
        (gram, len(each.word), each.pk) for each in fresh for gram in spelling.trigrams(each.word)
    ]
    _insert_trigrams(rows)


def _insert_trigrams(rows):
    """Insert many small rows as they are: making an object of each costs ten times the insert."""
    table = connection.ops.quote_name(Trigram._meta.db_table)
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        values = ", ".join(["(%s, %s, %s)"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (gram, length, word_id) VALUES {values}",  # noqa: S608
                [value for row in part for value in row],
            )
