"""The map as a picture with its data table, drawn by `charts`: dots, not persons.

A dot stands for participants of one group who lie close together, at most `groups.CELLS` of them
on a map, as many as fit a screen and a table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from terreau.charts import Chart, Cloud, scatter
from terreau.opinionmap.groups import CELLS, cut, distinct
from terreau.opinionmap.mapping import OpinionMap


@dataclass(frozen=True)
class Words:
    """What a picture says, for whoever shows it to translate. group: {name} and {size}."""

    title: str = "Opinion map"
    description: str = "Participants who vote alike lie close together; each dot is some of them."
    group: str = "{name} ({size})"
    columns: tuple[str, str, str, str] = ("Group", "Participants", "x", "y")
    note: str = ""


def letter(group: int) -> str:
    """A, B, C… as groups are called."""
    return chr(ord("A") + group)


def dots(found: OpinionMap) -> list[list[tuple[float, float, float]]]:
    """(x, y, participants) of the dots of each group."""
    groups, places = found.groups, found.likeliest.positions
    total = max(1, int(groups.sizes.sum()))
    drawn = []
    for group, size in enumerate(groups.sizes):
        points, weights = distinct(places[groups.labels == group])
        share = max(1, int(CELLS * size) // total)
        means, sizes = cut(points, weights, share)
        drawn.append(
            [(*mean, size) for mean, size in zip(means.tolist(), sizes.tolist(), strict=True)]
        )
    return drawn


def picture(
    found: OpinionMap,
    words: Words | None = None,
    *,
    language: str = "en",
    name: Callable[[int], str] = letter,
) -> Chart:
    """The chart of a map; `name` says what a group is called."""
    said = words or Words()
    clouds = [
        Cloud(said.group.format(name=name(group), size=int(size)), points)
        for group, (points, size) in enumerate(zip(dots(found), found.groups.sizes, strict=True))
    ]
    return scatter(
        said.title,
        said.description,
        clouds,
        column_names=said.columns,
        note=said.note,
        language=language,
    )
