from dataclasses import replace
from datetime import date

import pytest

from terreau.matching import WEIGHTS, Candidate, Place, Seeker, Sought, narrowest, rank
from terreau.matching.places import NEARNESS

RENNES = Place({
    "commune": ("35238", "Rennes"), "intercommunality": ("243500139", "Rennes Métropole"),
    "department": ("35", "Ille-et-Vilaine"), "region": ("53", "Bretagne"),
    "country": ("FR", "France"),
})  # fmt: skip
BRETAGNE = Place({"region": ("53", "Bretagne"), "country": ("FR", "France")})
LYON = Place({"commune": ("69123", "Lyon"), "country": ("FR", "France")})
SOUGHT = Sought.of(["accueil", "parcelle", "borne"], {"accueil": 40, "parcelle": 3}, 100)
SEEKER = Seeker(
    SOUGHT, {"sante": "Santé"}, RENNES, "expertise", date(2026, 6, 1), today=date(2026, 3, 1)
)


def plain(key="x", **given):
    return Candidate(key, **{"lexemes": ["parcelle", "autre"]} | given)


def only(candidate, seeker=SEEKER):
    found = rank(seeker, [candidate], 5)
    return {each.key: each.parameters for each in found[0].reasons} if found else None


@pytest.mark.parametrize("level", ["commune", "intercommunality", "department", "region"])
def test_the_smallest_territory_that_holds_both_counts(level):
    levels = list(NEARNESS)
    other = Place({each: RENNES.chain[each] for each in levels[levels.index(level) :]})
    assert narrowest(RENNES, other).level == level
    code, name = RENNES.chain[level]
    assert only(plain(place=other))["place"] == {"level": level, "code": code, "name": name}


def test_the_same_country_alone_is_no_reason():
    assert narrowest(RENNES, LYON).level == "country"
    assert narrowest(RENNES, Place({})) is None
    assert set(only(plain(place=LYON))) == {"words"}


def test_nearer_is_better():
    near, far = plain("near", place=RENNES), plain("far", place=BRETAGNE)
    assert [each.key for each in rank(SEEKER, [far, near], 5)] == ["near", "far"]


def test_each_reason_names_its_fact():
    reasons = only(
        plain(
            themes={"sante": "Santé", "eau": "Eau"}, form="expertise", until=date(2026, 12, 31),
            free=2, successes=[date(2025, 3, 1), date(2026, 2, 1)], place=BRETAGNE,
        )
    )  # fmt: skip
    assert reasons == {
        "words": {"lexemes": ["parcelle"]},
        "theme": {"names": ["Santé"]},
        "place": {"level": "region", "code": "53", "name": "Bretagne"},
        "form": {"form": "expertise"},
        "available": {"free": 2, "until": date(2026, 12, 31)},
        "success": {"on": date(2026, 2, 1), "times": 2},
    }


def test_the_words_that_count_most_come_first():
    text = ["accueil", "parcelle", "borne"]
    assert only(plain(lexemes=text))["words"] == {"lexemes": ["borne", "parcelle", "accueil"]}


def test_another_form_is_no_reason_and_no_obstacle():
    assert "form" not in only(plain(form="room"))
    assert "form" not in only(plain(form=""), replace(SEEKER, form=""))


@pytest.mark.parametrize("gone", [{"free": 0}, {"until": date(2026, 2, 28)}])
def test_what_is_spent_or_over_helps_nobody(gone):
    assert only(plain(**gone)) is None


def test_a_last_day_still_serves():
    assert only(plain(until=date(2026, 3, 1)))


def test_nearness_or_a_theme_alone_is_not_enough():
    assert only(plain(lexemes=[], place=RENNES)) is None
    assert only(plain(lexemes=[], themes={"sante": "Santé"})) is None
    together = plain(lexemes=[], place=RENNES, themes={"sante": "Santé"})
    assert set(only(together)) == {"place", "theme"}


def test_the_score_is_the_sum_of_its_reasons_and_order_is_settled():
    same = [plain(key) for key in "cab"]
    found = rank(SEEKER, same, 2)
    assert [each.key for each in found] == ["a", "b"]
    for each in found:
        assert each.score == pytest.approx(sum(reason.weight for reason in each.reasons), abs=1e-5)


def test_every_reason_has_its_weight():
    full = plain(
        themes=SEEKER.themes, form="expertise", free=1, successes=[date(2026, 1, 1)], place=RENNES
    )
    (found,) = rank(SEEKER, [full], 1)
    assert {each.key for each in found.reasons} == set(WEIGHTS)
