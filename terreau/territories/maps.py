"""What the map component draws: territories coloured by a number."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.territories.outlines import (
    CREDIT,
    CREDIT_URL,
    Outline,
    department_outlines,
    region_outlines,
)

# Which steps of the ramp of five colours serve when there are fewer classes.
RAMP = {0: (), 1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}


def choropleth(
    counts: Mapping[str, int],
    href: Callable[[str], str],
    title: str,
    description: str = "",
    level: str = "department",
    *,
    region: str | None = None,
    unit: str = "",
    elsewhere: int = 0,
    key: str = "map",
) -> dict[str, Any]:
    """The context of `components/map.html`, as `map`; no query.

    counts: a number by territory code, absent for zero; codes of other levels are left aside.
    href: the address of a territory page by code. level: "department" or "region".
    region: the code of the region whose departments alone are drawn, as large as the picture.
    unit: what is counted ("Projects"), the heading of the column. elsewhere: how many the map
    cannot show, said below it. key: the start of the element ids, one for each map of a page.

    `drawing` is the inside of the picture; a theme that draws otherwise has the same in `shapes`.
    Non-zero values make up to five classes of about equal size (quantiles), equal values always in
    the same class; zero has a class of its own. The legend gives the values that really occur.
    """
    outlines = region_outlines() if level == "region" else department_outlines(region)
    values = [max(0, counts.get(shape.code, 0)) for shape in outlines.shapes]
    starts = class_starts([value for value in values if value])
    steps = RAMP[len(starts)]
    texts = {value: number_format(value, force_grouping=True) for value in set(values)}
    label = _("%(name)s: %(count)s")
    shapes = [
        {
            "outline": outline,
            "url": href(outline.code),
            "value": value,
            "count": texts[value],
            "step": _step(value, starts, steps),
            "title": label % {"name": outline.name, "count": texts[value]},
        }
        for outline, value in zip(outlines.shapes, values, strict=True)
    ]
    return {
        "key": key,
        "title": title,
        "description": description,
        "view_box": outlines.view_box,
        "captions": _captions(outlines.captions),
        "shapes": shapes,
        "drawing": _drawing(shapes),
        "legend": _legend(values, starts, steps, texts),
        "elsewhere": number_format(elsewhere, force_grouping=True) if elsewhere else "",
        "table": {
            "place": _("Region") if level == "region" else _("Department"),
            "unit": unit or _("Number"),
            "rows": sorted(shapes, key=lambda shape: (-shape["value"], shape["outline"].code)),
        },
        "credit": CREDIT,
        "credit_url": CREDIT_URL,
    }


def class_starts(values: Sequence[int], classes: int = 5) -> list[int]:
    """The smallest value of each class, ascending; a class ends where the next one starts.

    Each value has a class of its own when they are few. Otherwise each class takes its share of
    what is left, and all values equal to its last one: a very frequent value is alone in its class,
    and the others still tell themselves apart.
    """
    if len(set(values)) <= classes:
        return sorted(set(values))
    left, starts = sorted(values), []
    for remaining in range(classes, 0, -1):
        if left:
            starts.append(left[0])
            last = left[-(-len(left) // remaining) - 1]
            left = left[bisect_right(left, last) :]
    return starts


def _step(value: int, starts: Sequence[int], steps: Sequence[int]) -> int:
    return steps[bisect_right(starts, value) - 1] if value else 0


def _drawing(shapes: Sequence[dict[str, Any]]) -> SafeString:
    """The links of the picture. Written here because a template takes eight times as long."""
    return format_html_join(
        "\n",
        '<a class="map-{}" href="{}"><title>{}</title><path d="{}"/>{}</a>',
        (
            (
                shape["step"],
                shape["url"],
                shape["title"],
                SafeString(shape["outline"].path),
                _beside(shape["outline"]),
            )
            for shape in shapes
        ),
    )


def _beside(outline: Outline) -> SafeString:
    """What a link shows beside its shape: the same shape larger, or the text of a square."""
    if outline.inset:
        return format_html('<path d="{}"/>', outline.inset)
    if outline.box:
        x, y = outline.label
        text = '<text x="{}" y="{}" aria-hidden="true">{}</text>'
        return format_html(text, str(x), str(y), outline.box)
    return SafeString("")


def _legend(
    values: Sequence[int], starts: Sequence[int], steps: Sequence[int], texts: Mapping[int, str]
) -> list[dict[str, Any]]:
    """One line per class that occurs: the step of the ramp, the range, how many territories."""
    classes: dict[int, list[int]] = {}
    for value in values:
        classes.setdefault(_step(value, starts, steps), []).append(value)
    return [
        {
            "step": step,
            "range": texts[min(found)]
            if min(found) == max(found)
            else f"{texts[min(found)]}–{texts[max(found)]}",
            "territories": len(found),
        }
        for step, found in sorted(classes.items())
    ]


def _captions(places: Mapping[str, tuple[int, int]]) -> list[dict[str, str]]:
    names = {"inset": _("Paris and around"), "boxes": _("Overseas")}
    return [{"text": names[name], "x": str(x), "y": str(y)} for name, (x, y) in places.items()]
