"""From the drawing engine's SVG to one that may stand in a page.

Only known elements and attributes are kept. Colours become custom properties, ids carry the
chart's own prefix, the picture has a title and a description, no size, no style and no class; the
text takes the page's font.
"""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from terreau.charts.lettering import clean
from terreau.charts.palette import LIGHT, SENTINELS

NAMESPACE = "http://www.w3.org/2000/svg"

KEPT = {
    "g": {"transform", "clip-path"},
    "path": {"d", "transform"},
    "line": {"transform", "x1", "y1", "x2", "y2"},
    "rect": {"transform", "x", "y", "width", "height"},
    "circle": {"transform", "cx", "cy", "r"},
    "text": {"transform", "x", "y", "dx", "dy", "text-anchor", "font-weight", "font-size"},
    "tspan": {"x", "dy"},
    "defs": set(),
    "clipPath": {"id"},
}
PAINT = {
    "fill",
    "fill-opacity",
    "opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
}
_DECIMALS = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_CURVED = re.compile(r"[^-MLZ\d.,e\s]")
_STEPS = re.compile(r"([MLZ])\s*(?:(-?[\d.e-]+)[,\s](-?[\d.e-]+))?")
_STILL = re.compile(r"translate\(0,\s*0\)")
_VARIABLE = re.compile(r"var\((--chart-\w+), (#\w+)\)")

Element = ElementTree.Element


def dress(drawing: str, *, prefix: str, title: str, description: str) -> str:
    """The finished SVG, a single `<svg>` element without an XML declaration.

    `prefix` begins every id; it must be unique in the page and made of letters, digits and
    hyphens. Raises ValueError when `drawing` is not the SVG of a chart.
    """
    try:
        # Our own child process wrote this, not a visitor.
        root = ElementTree.fromstring(drawing)  # noqa: S314
    except ElementTree.ParseError as error:
        raise ValueError(f"the drawing is not well-formed: {error}") from error
    box = root.get("viewBox")
    if _tag(root) != "svg" or not box:
        raise ValueError("the drawing is not an SVG picture with a viewBox")
    ids = {
        element.get("id"): f"{prefix}-{number}"
        for number, element in enumerate(root.iter(f"{{{NAMESPACE}}}clipPath"))
    }
    picture = Element(
        "svg",
        {
            "xmlns": NAMESPACE,
            "viewBox": box,
            "width": "100%",
            "role": "img",
            "aria-labelledby": f"{prefix}-title {prefix}-desc",
            "fill": "none",
            "overflow": "visible",
            "direction": "ltr",
            "stroke-miterlimit": "10",
        },
    )
    for name, text in (("title", title), ("desc", description)):
        element = ElementTree.SubElement(picture, name, {"id": f"{prefix}-{name}"})
        element.text = clean(text, 2000)
    for child in root:
        picture.extend(_dressed(child, ids))
    return ElementTree.tostring(picture, encoding="unicode")


def standing_alone(svg: str, palette: Mapping[str, str] = LIGHT) -> str:
    """A finished SVG as a file of its own: colours (LIGHT or DARK), a size, a font, a paper."""
    if not svg:
        return ""
    plain = _VARIABLE.sub(lambda match: palette[match[1]], svg)
    _, _, width, height = re.search(r'viewBox="([^"]+)"', plain)[1].split()  # type: ignore[index]
    size = f'width="{width}" height="{height}" font-family="system-ui, sans-serif"'
    paper = f'<rect width="{width}" height="{height}" fill="{palette["--chart-paper"]}"/>'
    return plain.replace('width="100%"', size, 1).replace("</desc>", f"</desc>{paper}", 1)


def _dressed(element: Element, ids: dict[str | None, str]) -> list[Element]:
    """The element as it may stand in a page, its children instead of it, or nothing."""
    tag = _tag(element)
    children = [kept for child in element for kept in _dressed(child, ids)]
    if tag not in KEPT or _is_invisible(element, tag, children):
        return []
    kept = {
        name: _value(name, value, ids)
        for name, value in element.attrib.items()
        if name in KEPT[tag] or name in PAINT
    }
    kept = {name: value for name, value in kept.items() if not _is_idle(name, value)}
    if tag == "g" and not kept:
        return children
    if tag == "text" and "stroke" in kept:
        kept |= {"paint-order": "stroke", "stroke-linejoin": "round"}
    dressed = Element(tag, kept)
    dressed.text = element.text
    dressed.extend(children)
    return [dressed]


def _is_invisible(element: Element, tag: str, children: list[Element]) -> bool:
    if element.get("display") == "none":
        return True
    if tag in ("g", "defs"):
        return not children
    if tag == "path":
        painted = {element.get("fill", "none"), element.get("stroke", "none")}
        return not element.get("d") or painted == {"none"}
    if tag == "text":
        return not (element.text or "").strip() and not children
    return False


def _is_idle(name: str, value: str) -> bool:
    if name == "transform":
        return not _STILL.sub("", value).strip()
    return (name, value) in {("opacity", "1"), ("font-weight", "normal"), ("fill", "none")}


def _value(name: str, value: str, ids: dict[str | None, str]) -> str:
    if name == "id":
        return ids[value]
    if name == "clip-path":
        return re.sub(r"url\(#([^)]+)\)", lambda match: f"url(#{ids[match[1]]})", value)
    if name in ("fill", "stroke"):
        token = SENTINELS.get(value.lower())
        return f"var({token}, {LIGHT[token]})" if token else value
    if name == "font-size":
        return value.removesuffix("px")
    if name == "d":
        return _shortened(value)
    return _DECIMALS.sub(lambda match: f"{round(float(match[0]), 2):g}", value)


def _shortened(path: str) -> str:
    """A path of straight lines to a tenth of a pixel, level and upright steps written as such.

    Steps are half of a survival curve; anything but absolute M, L and Z is left as it is.
    """
    if _CURVED.search(path):
        return path
    short, before = [], ("", "")
    for command, x, y in _STEPS.findall(path):
        if command == "Z":
            short.append("Z")
            continue
        at = (f"{round(float(x), 1):g}", f"{round(float(y), 1):g}")
        if command == "M" or (at[0] != before[0] and at[1] != before[1]):
            short.append(f"{command}{at[0]},{at[1]}")
        elif at != before:
            short.append(f"V{at[1]}" if at[0] == before[0] else f"H{at[0]}")
        before = at
    return "".join(short)


def _tag(element: Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")
