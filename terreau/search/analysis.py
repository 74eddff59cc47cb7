"""From text to lexemes, the same for both databases: fold, elisions, stop words, stems.

Plain Python. Lexemes hold letters and digits only, so that any other sign may mark a token that
is not a word of a text.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

FRENCH, ENGLISH = "fr", "en"
LONGEST_TEXT = 100_000
LONGEST_WORD = 40
LONGEST_QUERY = 200
MOST_LEXEMES = 3_000
MOST_QUERY_WORDS = 12

_WHOLE = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
_ACCENTS = re.compile(
    "[" + "".join(chr(c) for c in range(0x300, 0xFFFF) if unicodedata.combining(chr(c))) + "]+"
)
_NOT_STORED = re.compile("[\x00\ud800-\udfff]")
_APOSTROPHES = re.compile("[\u2019\u2018\u02bc\u02b9\u2032\uff07\u00b4`]")
_ELISIONS = re.compile(
    r"\b(?:l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr)'(?=\w)"
)
_POSSESSIVES = re.compile(r"(?<=\w)'s\b")
_WORDS = re.compile(r"[^\W_]+")

_FRENCH_STOP = """
    a afin ainsi au aujourdhui aussi aux avec ce ces cet cette ceux chez comme dans de des donc dont
    du elle elles en entre est et etre eu eux fait il ils je la le les leur leurs lui ma mais me
    meme mes moi mon ne ni nos notre nous on ont ou par pas pour qu que quel quelle quelles quels
    qui sa sans se ses si son sont sous sur ta te tes toi ton tous tout toute toutes tres tu un une
    vers vos votre vous y"""
_ENGLISH_STOP = """
    a about an and are as at be been but by can do for from had has have he her his how i if in
    into is it its me my no not of on or our she so some such than that the their them then there
    these they this to us was we were what when where which who will with would you your"""
_STOP = {FRENCH: frozenset(_FRENCH_STOP.split()), ENGLISH: frozenset(_ENGLISH_STOP.split())}
_ENDINGS = (
    (re.compile("(?<=..[aiou])s$|(?<=.[eo]u)x$"), ""),
    (re.compile("(?<=..)iqu$"), "ic"),
    (re.compile("(?<=.)bilit$"), "bl"),
)
_SNOWBALL = {FRENCH: "french", ENGLISH: "english"}
_stemmers = threading.local()


@dataclass(frozen=True)
class Term:
    """One word that was asked for: as folded, and the lexemes of which one must be there.

    open: the word may be the beginning of one (it is the last, or ends in an asterisk).
    """

    word: str
    lexemes: tuple
    open: bool = False
    asked_open: bool = False


def language_of(code):
    """The language that a text is analysed in: English where it says so, French otherwise."""
    return ENGLISH if (code or "").lower().startswith(ENGLISH) else FRENCH


def clean(text):
    """The text without what no database takes: NUL and halves of surrogate pairs."""
    return _NOT_STORED.sub(" ", text or "")


def fold(text):
    """Without case, accents and ligatures, apostrophes made plain: “L’Œuvre” → “l'oeuvre”."""
    if text.isascii():
        return clean(text).lower()
    plain = _APOSTROPHES.sub("'", clean(text)).casefold()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    for sign, letters in _WHOLE.items():
        plain = plain.replace(sign, letters)
    return plain


def words(text):
    """The folded words of a text in their order, without elided articles; bounded."""
    plain = fold((text or "")[:LONGEST_TEXT]).replace("aujourd'hui", "aujourdhui")
    plain = _POSSESSIVES.sub("", _ELISIONS.sub("", plain))
    return [word[:LONGEST_WORD] for word in _WORDS.findall(plain)]


def spellings(text):
    """{folded word: the word as it is written, in small letters} of a text; the first wins."""
    plain = _APOSTROPHES.sub("'", clean((text or "")[:LONGEST_TEXT])).lower()
    written = _WORDS.findall(unicodedata.normalize("NFC", plain))
    folded = _WORDS.findall(fold(plain))
    if len(written) != len(folded):  # a sign was folded to several words, or to none
        pairs = [(word, each) for each in written for word in _WORDS.findall(fold(each))]
    else:
        pairs = zip(folded, written, strict=True)
    return {word[:LONGEST_WORD]: each[:LONGEST_WORD] for word, each in reversed(list(pairs))}


@lru_cache(maxsize=100_000)
def stem(word, language):
    """The lexeme of a folded word: Snowball's stem, and what it misses in French.

    Its algorithm looks for accents, which are folded, and leaves the plural of words in -a, -i,
    -o and -u as it is: vélos, emplois, jeux, accessibilité, publique.
    """
    found = _stemmer(language).stemWord(word)
    if language == FRENCH:
        for ending, better in _ENDINGS:
            found = ending.sub(better, found)
    return found


def telling_words(text, language):
    """The folded words of a text that say something, in their order; bounded."""
    stop = _STOP[language]
    kept = [w for w in words(text) if w not in stop and (len(w) > 1 or w.isdigit())]
    return kept[:MOST_LEXEMES]


def stems(words, language):
    """The lexeme of each word."""
    return [stem(word, language) for word in words]


def lexemes(text, language):
    """The lexemes of a text in their order, repeated as often as their words; bounded."""
    return stems(telling_words(text, language), language)


def query_terms(text):
    """[Term] of what somebody typed, and the words left out for being too common.

    A query has no language: a word counts unless it is a stop word in either, and is found by its
    French or its English stem. Where only stop words were typed, those of one language count.
    """
    typed = clean(text)[:LONGEST_QUERY]
    asterisks = {word for each in re.findall(r"(\S+)\*", typed) for word in words(each)[-1:]}
    found = list(dict.fromkeys(words(typed)))[:MOST_QUERY_WORDS]
    telling = [w for w in found if all(_says_something(w, each) for each in _STOP)]
    telling = telling or [w for w in found if any(_says_something(w, each) for each in _STOP)]
    last = telling[-1] if telling and not typed.endswith((" ", "\t")) else None
    terms = [
        Term(word, _both(word), word == last or word in asterisks, word in asterisks)
        for word in telling
    ]
    return terms, [word for word in found if word not in telling]


def sort_key(title):
    """A key by which titles sort alike everywhere: folded words, separated by one space."""
    return " ".join(_WORDS.findall(fold(title)))[:120]


def _both(word):
    stems = (stem(word, each) for each in _STOP if _says_something(word, each))
    return tuple(dict.fromkeys(stems))


def _says_something(word, language):
    return (len(word) > 1 or word.isdigit()) and word not in _STOP[language]


def _stemmer(language):
    """One a thread: Snowball's stemmers keep a state while they work."""
    stemmer = getattr(_stemmers, language, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(_SNOWBALL[language])
        setattr(_stemmers, language, stemmer)
    return stemmer
