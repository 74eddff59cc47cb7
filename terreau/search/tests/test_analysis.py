import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.search import analysis


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Œuvre", "l'oeuvre"),
        ("ÉCOLE", "ecole"),
        ("ﬁnance", "finance"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("e\u0301te", "ete"),
    ],
)
def test_fold_forgets_case_accents_and_ligatures(text, folded):
    assert analysis.fold(text) == folded


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "＇"])
def test_elided_words_are_no_words(apostrophe):
    text = "l'État d'aujourd'hui qu'une jusqu'ici lorsqu'on".replace("'", apostrophe)

    assert analysis.words(text) == ["etat", "aujourdhui", "une", "ici", "on"]


@pytest.mark.parametrize(
    "forms",
    [
        ("logement", "Logements", "LOGEMENT"),
        ("numérique", "numeriques", "NUMÉRIQUE"),
        ("développer", "développement", "développé"),
        ("démarche", "demarches"),
        ("œuvre", "oeuvres"),
        ("vélo", "vélos"),
        ("emploi", "emplois"),
        ("jeu", "jeux"),
        ("public", "publics", "publique", "publiques"),
        ("accessible", "accessibilité", "accessibles"),
        ("étudiante", "étudiants"),
    ],
)
def test_french_forms_share_a_lexeme(forms):
    assert len({tuple(analysis.lexemes(form, "fr")) for form in forms}) == 1


def test_english_is_stemmed_as_english():
    assert analysis.lexemes("The buildings of the users", "en") == ["build", "user"]


@pytest.mark.parametrize(
    ("code", "language"), [("en-GB", "en"), ("fr", "fr"), ("", "fr"), ("br", "fr")]
)
def test_a_text_is_french_unless_it_says_english(code, language):
    assert analysis.language_of(code) == language


def test_a_query_is_analysed_in_both_languages():
    terms, _ignored = analysis.query_terms("buildings")

    assert [term.lexemes for term in terms] == [("building", "build")]


@pytest.mark.parametrize(
    ("typed", "words", "ignored"),
    [
        ("l'accès aux droits", ["acces", "droits"], ["aux"]),
        ("the projects", ["projects"], ["the"]),
        ("thé", ["the"], []),
        ("de la", ["de", "la"], []),
        ("a on", [], ["a", "on"]),
        ('"a" OR ( NEAR * ^ - ~ ', ["near"], ["a", "or"]),
        ("", [], []),
    ],
)
def test_words_that_say_nothing_are_left_out(typed, words, ignored):
    terms, left_out = analysis.query_terms(typed)

    assert [term.word for term in terms] == words
    assert left_out == ignored


@pytest.mark.parametrize(
    ("typed", "open_words"),
    [("accès logem", ["logem"]), ("accès logement ", []), ("log* accès ", ["log"])],
)
def test_the_last_word_and_one_with_an_asterisk_may_be_beginnings(typed, open_words):
    terms, _ignored = analysis.query_terms(typed)

    assert [term.word for term in terms if term.open] == open_words


def test_spellings_keep_accents_for_people():
    assert analysis.spellings("L’Œuvre numérique, NUMERIQUE d'État") == {
        "l": "l", "oeuvre": "œuvre", "numerique": "numérique", "d": "d", "etat": "état",
    }  # fmt: skip


def test_titles_sort_without_their_accents_and_signs():
    titles = ["Zoé", "École", "« Eau »", "ecole 2", "Éclair"]

    assert sorted(titles, key=analysis.sort_key) == ["« Eau »", "Éclair", "École", "ecole 2", "Zoé"]


@given(st.text())
def test_any_text_becomes_storable_lexemes(text):
    for lexeme in [*analysis.lexemes(text, "fr"), *analysis.lexemes(text, "en")]:
        assert lexeme
        assert len(lexeme) <= analysis.LONGEST_WORD
        assert not set(lexeme) & set(" \0\"'\\=:_")
        lexeme.encode()


@given(st.text(max_size=300))
def test_any_text_becomes_a_query(text):
    terms, ignored = analysis.query_terms(text)

    assert len(terms) + len(ignored) <= analysis.MOST_QUERY_WORDS
    assert all(term.lexemes for term in terms)


def test_a_long_text_is_read_up_to_a_limit():
    assert len(analysis.lexemes("service " * 10_000, "fr")) == analysis.MOST_LEXEMES
