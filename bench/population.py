"""Invented entries with all that goes with them, as rows: the same ones for one seed and size."""

import json
from bisect import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random

from bench.lives import DAY, LAST, known, life
from bench.words import Language, lexemes, pairs
from terreau.organizations.models import OrganizationType as Type
from terreau.projects.phases import UNLISTED
from terreau.projects.queries import INCUBATED_BY, SPONSORED_BY
from terreau.search import analysis, marks

ORGANIZATIONS = 9  # in a hundred entries
UNIT = 2**128
STEP = 0x9E3779B97F4A7C15F39CC0605CEDC835  # odd: each number gives another uid
BODIES = [
    (Type.STATE_SERVICE, 18), (Type.LOCAL_AUTHORITY, 38), (Type.OPERATOR, 8), (Type.MINISTRY, 1),
    (Type.ASSOCIATION, 16), (Type.COMPANY, 12), (Type.RESEARCH, 3), (Type.OTHER, 4),
]  # fmt: skip
THEMES = """
    Agriculture, Aménagement du territoire, Citoyenneté, Culture, Éducation, Emploi,
    Énergie et climat, Environnement, Finances publiques, Formation, Handicap, Justice, Logement,
    Mobilité, Numérique, Petite enfance, Santé, Sécurité, Solidarité, Sport, Tourisme,
    Transformation publique, Vie associative, Économie, Démocratie locale
    """
AUDIENCES = ("agents publics", "habitants", "entreprises", "associations", "communes", "élèves")
ADDRESSES = (
    ("website", 0.8), ("repository", 0.75), ("statistics_url", 0.45), ("budget_url", 0.3),
    ("impact_url", 0.2),
)  # fmt: skip
ACCESSIBILITY = ("", "", "", "non_compliant", "non_compliant", "partially_compliant")
EVENTS = ("committee", "committee", "product_launch", "other", "national_impact", "end")


@dataclass(frozen=True)
class Place:
    """A territory that entries may lie in: its own words, its marks and all that contains it."""

    pk: int
    piece: tuple
    marks: str
    codes: tuple


@dataclass
class Counts:
    """What is counted on the way: cells of tallies, and documents of each pair of words."""

    places: Counter = field(default_factory=Counter)
    topics: Counter = field(default_factory=Counter)
    ties: Counter = field(default_factory=Counter)
    kinds: Counter = field(default_factory=Counter)
    pairs: Counter = field(default_factory=Counter)


class Population:
    """Makes batches: {name of a table: rows}; the names and columns are those of generate.TABLES.

    places: [(Place, inhabitants)]; topics: {name: key}.
    """

    def __init__(self, size, places, topics, seed, lexicon):
        self.size, self.seed = size, seed
        self.random = Random(seed)  # noqa: S311  not for secrets
        self.lexicon = lexicon
        self.language = Language(self.lexicon, seed)
        self.places = [place for place, _ in places]
        self.inhabitants = running(people for _, people in places)
        self.topics = [(key, name, self.lexicon.piece(name)) for name, key in topics.items()]
        self.audiences = [(text, self.lexicon.piece(text)) for text in AUDIENCES]
        self.hosts = min(60, max(25, round(12 * len(str(size)) - 20)))
        self.taking = running(1 / (rank + 2) for rank in range(self.hosts))
        self.bodies = []
        self.counts = Counts()
        self.next = Counter()
        self.published = {}  # the days of entries that are not drawn from their keys

    def batches(self, length=5000):
        for start in range(1, self.size + 1, length):
            rows = defaultdict(list)
            for pk in range(start, min(start + length, self.size + 1)):
                if pk <= self.hosts or (pk * ORGANIZATIONS) % 100 < ORGANIZATIONS:
                    self.organization(pk, rows)
                else:
                    self.project(pk, rows)
            yield dict(rows)

    def uid(self, pk):
        return f"{(pk * STEP + self.seed) % UNIT:032x}"

    def day(self, pk):
        """The day an entry was published, an index of DAY: later ones later, more each year."""
        if pk in self.published:
            return self.published[pk]
        return 700 + int((LAST - 720) * (pk / self.size) ** 0.7)

    def number(self, table):
        self.next[table] += 1
        return self.next[table]

    def organization(self, pk, rows, kind=None):
        random = self.random
        kind = kind or (Type.INCUBATOR if pk <= self.hosts else self.drawn_type())
        title, title_pieces = self.language.title(random)
        summary, pieces = self.language.sentence(random)
        acronym = "".join(word[0] for word in title.split() if word[0].isalpha()).upper()
        place = self.place() if random.random() < 0.7 else None
        parent = random.choice(self.bodies) if self.bodies and random.random() < 0.15 else None
        if kind != Type.INCUBATOR:
            self.bodies.append(pk)
        topics = self.some_topics() if random.random() < 0.3 else []
        opened = self.day(pk) - random.randint(0, 600)
        rows["organizations"].append(
            (pk, acronym, siren(random), f"https://o{pk}.example.org/", parent, DAY[opened])
        )
        self.entry(
            pk, "organization", kind.value, title, title_pieces, summary, place, topics, (),
            [*pieces, self.lexicon.piece(acronym)], "organizations.create",
            {"title": title, "type": kind.value}, rows,
        )  # fmt: skip

    def project(self, pk, rows, host=None, spells=None):
        """A project; returns its title with the pieces. host, spells: given, or drawn here."""
        random, published = self.random, self.day(pk)
        title, title_pieces = self.language.title(random)
        summary, pieces = self.language.sentence(random)
        problem, problem_pieces = self.language.text(random, random.randint(1, 3))
        solution, solution_pieces = self.language.text(random, random.randint(1, 3))
        audience, audience_piece = random.choice(self.audiences)
        born = spells[0][1] if spells else max(0, published - int(random.expovariate(1 / 500)))
        gone = not spells and random.random() < 0.01
        spells = spells or life(random, born)
        state = UNLISTED if gone else spells[-1][0]
        self.write_life(pk, spells, published, gone, rows)
        ties = self.write_ties(pk, born, published, rows, host)
        links = [f"https://p{pk}.example.org/{name}" if random.random() < n else ""
                 for name, n in ADDRESSES]  # fmt: skip
        rows["projects"].append(
            (pk, problem, solution, audience, DAY[born], *links, random.choice(ACCESSIBILITY))
        )
        place = self.place() if random.random() < 0.6 else None
        self.entry(
            pk, "project", state, title, title_pieces, summary, place, self.some_topics(), ties,
            [*pieces, *problem_pieces, *solution_pieces, audience_piece], "projects.create",
            {"on": DAY[born], "phase": spells[0][0], "title": title}, rows, author=host,
        )  # fmt: skip
        if random.random() < 0.66:
            self.write_source(pk, title, spells, published, rows)
        return title, title_pieces

    def entry(self, pk, kind, state, title, title_pieces, summary, place, topics, ties, pieces,
              verb, payload, rows, *, author=None, context=None):  # fmt: skip
        """What every entry has: its own row, themes, statement, document, and its counts."""
        uid, moment = self.uid(pk), at(self.day(pk))
        sort_title = analysis.sort_key(title)
        slug = f"{sort_title.replace(' ', '-')[:80]}-{pk}"
        territory = place.pk if place else None
        rows["entries"].append(
            (pk, uid, kind, slug, title, summary, territory, author, context, state, moment, moment,
             moment, 1, 1)
        )  # fmt: skip
        rows["topics"] += [(self.number("topics"), pk, key) for key, _, _ in topics]
        rows["statements"].append(statement(self.seed, pk, uid, verb, payload, moment))
        body = [*pieces, *(piece for _, _, piece in topics), *([place.piece] if place else ())]
        in_title = lexemes(title_pieces)
        told = [
            marks.of_kind(kind), marks.of_state(state), *([place.marks] if place else ()),
            *(marks.about(key) for key, _, _ in topics),
            *dict.fromkeys(marks.linked(role, target) for role, target in sorted(ties)),
            *dict.fromkeys(map(marks.in_title, in_title.split())),
        ]  # fmt: skip
        rows["documents"].append(
            (pk, kind, state, sort_title, moment, moment, in_title, lexemes(body), " ".join(told))
        )
        counts = self.counts
        counts.pairs.update(pairs(title_pieces, body))
        counts.kinds[kind, state] += 1
        if place:
            counts.places[place.pk, kind, state] += 1
        for _, name, _ in topics:
            counts.topics[name, kind, state] += 1
        for role, target in set(ties):
            counts.ties[role, target, kind, state] += 1

    def write_life(self, pk, spells, published, gone, rows):
        for phase, begun, end, number, cause, recorded, superseded in known(
            self.random, spells, published
        ):
            rows["spells"].append(
                (self.number("spells"), pk, phase, DAY[begun], end and DAY[end], number, cause,
                 "Date corrigée." if cause == "correction" else "", at(recorded),
                 superseded and at(superseded))
            )  # fmt: skip
        rows["listings"].append(
            (self.number("listings"), pk, at(published), at(LAST) if gone else None)
        )
        for number in range(self.random.choice((0, 0, 1, 1, 2))):
            day = min(LAST, spells[0][1] + self.random.randint(20, 900))
            rows["events"].append(
                (self.number("events"), pk, self.random.choice(EVENTS), DAY[day], number,
                 at(max(day, published)))
            )  # fmt: skip

    def write_ties(self, pk, born, published, rows, host=None):
        """Links of a project; those that are true to this day are returned: [(role, target)]."""
        random, recorded, now = self.random, at(published), []

        def tie(target, role, leads, begun, ended=None):
            rows["links"].append(
                (self.number("links"), pk, target, role, leads, DAY[begun],
                 ended and DAY[ended], recorded)
            )  # fmt: skip
            if ended is None:
                now.append((role, target))

        if host:
            tie(host, INCUBATED_BY, True, born)
        elif random.random() < 0.92:
            host, begun = self.drawn_host(), born
            former = self.drawn_host()
            if random.random() < 0.12 and former != host and born + 90 < published:
                begun = random.randint(born + 30, published)
                tie(former, INCUBATED_BY, True, born, begun)
            tie(host, INCUBATED_BY, True, begun)
        if self.bodies and random.random() < 0.85:
            near = int(len(self.bodies) * random.random() ** 3)  # the first ones sponsor the most
            tie(self.bodies[near], SPONSORED_BY, False, born)
        if random.random() < 0.02:
            tie(random.randint(1, pk - 1), "grew_from", False, born)
        return now

    def write_source(self, pk, title, spells, published, rows):
        record = self.number("records")
        facts = {"title": title, "phases": [{"name": p, "start": DAY[d]} for p, d in spells]}
        text = json.dumps(facts, ensure_ascii=False)
        rows["records"].append(
            (record, 1, "startups", f"p{pk}", pk, f"https://source.example.org/p{pk}")
        )
        rows["versions"].append(
            (self.number("versions"), record, DAY[published], DAY[LAST], hashed(text), text)
        )

    def place(self):
        return self.places[bisect(self.inhabitants, self.random.random() * self.inhabitants[-1])]

    def drawn_host(self):
        return 1 + bisect(self.taking, self.random.random() * self.taking[-1])

    def drawn_type(self):
        return self.random.choices([kind for kind, _ in BODIES], [n for _, n in BODIES])[0]

    def some_topics(self):
        return sorted(self.random.sample(self.topics, self.random.choice((1, 1, 1, 2, 3))))


def running(weights):
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums


def at(day):
    return f"{DAY[day]} 10:00:00"


def hashed(text):
    return sha256(text.encode()).hexdigest()


def siren(random):
    """Nine digits with their check digit (Luhn)."""
    digits = [random.randint(1, 9) for _ in range(8)]
    summed = sum(d if n % 2 == 0 else (2 * d) // 10 + (2 * d) % 10 for n, d in enumerate(digits))
    return "".join(map(str, digits)) + str(-summed % 10)


def statement(seed, pk, subject, verb, payload, moment):
    """A row of the ledger with the digests that `ledger.leaves` gives: RFC 8785 sorts the keys.

    The payload's keys are sorted already, and hold only what JSON writes the same everywhere.
    """
    uid = f"{((pk + 2**64) * STEP + seed) % UNIT:032x}"
    salt = f"{(pk * STEP * STEP + seed) % UNIT:032x}"
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    digest = hashed(salt + text)
    leaf = (
        f'{{"actor":null,"at":"{moment.replace(" ", "T")}.000000+00:00","payload":"{digest}",'
        f'"subject":"{dashed(subject)}","uid":"{dashed(uid)}","v":1,"verb":"{verb}"}}'
    )
    return pk, uid, moment, verb, subject, text, salt, digest, hashed(f"\x00{leaf}")


def dashed(uid):
    return f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}"
