import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.territories.names import fold, slug_of


@pytest.mark.parametrize(
    "text, folded",
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("St-Malo", "saint malo"),
        ("CC du Val d'Œ (Ste-Luce)", "val d oe sainte luce"),
        ("CA de l'Ouest Rhodanien", "ouest rhodanien"),
        ("cc", "cc"),
        ("  ' OR 1=1; -- ", "or 1 1"),
        ("100%_[a]*?\x00\\", "100 a"),
        ("\ud800<script>", "script"),
        ("Αθήνα", "αθηνα"),
        ("東京", "東京"),
        ("🌱", ""),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_is_words_and_folds_no_further(text):
    folded = fold(text)

    assert all(word.isalnum() for word in folded.split(" ")) or folded == ""
    assert len(folded) <= 200
    assert fold(folded.upper()) in (folded, fold(folded))


@pytest.mark.parametrize(
    "given, slug",
    [
        (("FR", "country", "France", "FR"), "france"),
        (("FR-REG-53", "region", "Bretagne", "53"), "bretagne"),
        (("FR-DEP-2A", "department", "Corse-du-Sud", "2A"), "corse-du-sud-2a"),
        (("FR-COM-35238", "commune", "Rennes", "35238"), "rennes-35238"),
        (("GR-COM-1", "commune", "Αθήνα", "1"), "gr-com-1"),
        (("FR-COM-1", "commune", "a" * 500, "1"), "a" * 120 + "-1"),
    ],
)
def test_slug(given, slug):
    assert slug_of(*given) == slug
