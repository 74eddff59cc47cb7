from dataclasses import dataclass

import pytest

from terreau.search.ranking import Wanted, ranked, rarity, score

ONE = [Wanted({"log": 1.0}, 10)]


@dataclass
class Paper:
    entry_id: int
    title_lexemes: str = ""
    body_lexemes: str = ""
    sort_title: str = ""


def test_a_score_is_the_formula_worked_by_hand():
    # title 1 of 2 lexemes: 4 / (0.4 + 0.6 × 2/5) = 6.25; body 2 of 30: 2 / (0.5 + 0.5/2) = 2.6667
    # rarity of 10 in 100: ln(1 + 90.5/10.5) = 2.26375; 8.91667 × 2.5 / (1.5 + 8.91667) = 2.14
    body = "log log" + " mot" * 28

    assert score("log toit", body, ONE, 100) == pytest.approx(2.26375 * 2.14, rel=1e-5)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Paper(1, "log"), Paper(2, "toit", "log")),
        (Paper(1, "log"), Paper(2, "log social ville")),
        (Paper(1, "toit", "log log"), Paper(2, "toit", "log")),
        (Paper(1, "toit", "log"), Paper(2, "toit", "log" + " mot" * 200)),
    ],
)
def test_what_answers_better_comes_first(better, worse):
    assert ranked([worse, better], ONE, 100) == [better, worse]


def test_a_rare_word_weighs_more_than_a_usual_one():
    wanted = [Wanted({"log": 1.0}, 90), Wanted({"toit": 1.0}, 2)]
    usual, rare = Paper(1, "", "log log"), Paper(2, "", "toit")

    assert ranked([usual, rare], wanted, 100) == [rare, usual]


def test_a_word_only_begun_weighs_less():
    wanted = [Wanted({"art": 1.0, "artisan": 0.8}, 5)]
    whole, begun = Paper(2, "", "art"), Paper(1, "", "artisan")

    assert ranked([begun, whole], wanted, 100) == [whole, begun]


def test_equals_come_by_title_then_age():
    papers = [Paper(3, "log", "", "b"), Paper(2, "log", "", "a"), Paper(1, "log", "", "b")]

    assert [paper.entry_id for paper in ranked(papers, ONE, 100)] == [2, 1, 3]


@pytest.mark.parametrize(("documents", "total"), [(0, 0), (5, 0), (200, 100), (0, 100)])
def test_rarity_bears_counts_that_are_behind(documents, total):
    assert rarity(documents, total) > 0
