"""The picture: dots for everybody, none for anybody in particular where there are many."""

import pytest

from terreau.charts import Cloud, scatter
from terreau.opinionmap import Words, opinion_map, picture
from terreau.opinionmap.picture import dots, letter
from terreau.opinionmap.tests.samples import make_votes


@pytest.fixture(scope="module")
def found():
    return opinion_map(make_votes(people=300, topics=40), draws=0, factors=False)


def test_dots_stand_for_everybody(found):
    drawn = dots(found)
    assert sum(len(group) for group in drawn) <= 100
    assert [sum(dot[2] for dot in group) for group in drawn] == found.groups.sizes.tolist()


def test_the_table_says_what_the_picture_shows(found):
    chart = picture(found, Words(group="Groupe {name} ({size})"), language="fr")
    assert chart.header == ("Group", "Participants", "x", "y")
    assert len(chart.rows) == sum(len(group) for group in dots(found))
    assert chart.rows[0][0] == f"Groupe A ({found.groups.sizes[0]})"
    assert chart.wide and chart.narrow


def test_groups_have_letters():
    assert [letter(group) for group in range(5)] == list("ABCDE")


def test_a_cloud_must_be_somewhere():
    with pytest.raises(ValueError, match="weighs 0"):
        scatter("", "", [Cloud("A", [(0, 0, 0)])])
    with pytest.raises(ValueError, match="not a finite number"):
        scatter("", "", [Cloud("A", [(float("nan"), 0, 1)])])
    assert scatter("", "", []).wide is None
    assert scatter("", "", [Cloud("A", [(1, 1, 1)])]).wide
