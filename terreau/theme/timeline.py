"""The picture of a project's life: where every band, tick and label of the timeline stands.

Time runs from left to right in percent of the width, so that text keeps its size on every screen;
heights are pixels. Phases climb above the ground line, one row a phase, the earliest lowest; lanes
(incubators, sponsors) lie under it like layers of soil. Nothing here knows a language: dates are
given to the template, which writes them.
"""

from datetime import date, timedelta
from itertools import pairwise

TOP, ROW, BAND = 34, 46, 16
AXIS = 30
LANE, LANE_BAND = 42, 8
CROWDED = 38  # percent of a phone's width that the longest label may need
WHOLE = 18  # and half a whole date
MONTH = 30.4375
YEARS_ON_PHONE, MONTHS_ON_PHONE, TICKS = 6, 4, 13


def timeline(spells, lanes=(), *, today, start=None, end=None):
    """What `components/timeline.html` draws.

    `spells`: dicts in the order of life with `phase` (key: the tone of the stylesheet), `label`,
    `start` (date, or None where the source gives none), `end` (date or None: still true), and
    optionally `planned` (True), `terminal` (True: an exit, drawn as a point), `note` (text).
    `lanes`: dicts with `label`, optionally `url` and `note`, and `spans`: pairs (or dicts) of
    `start` and `end` (dates or None). `today`: the date of the marker. `start`, `end`: the dates of
    the picture's edges, by default wide enough for everything.

    Returns a dict: `height`, `ground` (pixels), `start`, `end` (dates), `today` (date, x, anchor),
    `ahead` (x and width of what lies after today, or None), `bands`, `points`, `stems`, `ticks`,
    `lanes`, `table` (one dict a spell and a span: label, start, end, months, note, planned,
    undated, terminal, lane), `hatched` and `empty`. Every x and width is a text, in percent.
    """
    spells = [_spell(spell, today) for spell in spells]
    lanes = [_lane(lane, today) for lane in lanes]
    scale = Scale(*_edges(spells, lanes, today, start, end), today)
    table = [_line(spell) for spell in spells]
    table += [_line({**lane, **span}) for lane in lanes for span in lane["spans"]]
    phases = list(dict.fromkeys(spell["phase"] for spell in spells))
    ground = TOP + ROW * len(phases)
    bands = [
        _band(spell, scale, ground - ROW * phases.index(spell["phase"]))
        for spell in _dated(spells, scale)
        if scale.shows(spell)
    ]
    _name(bands, scale)
    layers = _layers(lanes, scale, ground + AXIS)
    return {
        "height": ground + AXIS + LANE * len(layers) + (10 if layers else 0),
        "ground": ground,
        "start": scale.start,
        "end": scale.end,
        "today": {"date": today, "x": scale.x(today), "anchor": _anchor(scale.at(today), WHOLE)},
        "ahead": scale.ahead(),
        "bands": [band for band in bands if not band["terminal"]],
        "points": [band for band in bands if band["terminal"]],
        "stems": _stems(bands),
        "ticks": _ticks(scale),
        "lanes": layers,
        "table": table,
        "hatched": any(band["hatched"] for band in bands),
        "empty": not bands and not layers,
    }


class Scale:
    """From dates to percent of the width."""

    def __init__(self, start, end, today):
        self.start, self.end, self.today = start, end, today
        self.days = (end - start).days

    def at(self, day):
        return 100 * min(max((day - self.start).days / self.days, 0), 1)

    def x(self, day):
        return f"{self.at(day):.2f}"

    def until(self, span):
        """The date at which a band ends in the picture: its end, today, or the edge for a plan."""
        if span["end"]:
            return span["end"]
        return self.end if span["planned"] else max(self.today, span["start"])

    def shows(self, span):
        return span["start"] < self.end and (span["end"] is None or span["end"] > self.start)

    def ahead(self):
        if self.end <= self.today:
            return None
        return {"x": self.x(self.today), "width": f"{100 - self.at(self.today):.2f}"}

    def label(self, first, last):
        """Where a label stands, so that it stays inside the picture: percent and anchor."""
        if first <= 100 - CROWDED - 8:
            return first, "start"
        return last, "end"


def _spell(spell, today):
    start = spell["start"]
    planned = bool(spell.get("planned") or (start and start > today))
    return {
        "phase": spell["phase"],
        "label": spell["label"],
        "start": start,
        "end": spell.get("end"),
        "note": spell.get("note") or "",
        "terminal": bool(spell.get("terminal")),
        "planned": planned,
        "undated": start is None,
        "hatched": planned or start is None,
    }


def _lane(lane, today):
    spans = []
    for span in lane["spans"]:
        start, end = (span["start"], span["end"]) if isinstance(span, dict) else span
        planned = bool(start and start > today)
        spans.append({"start": start, "end": end, "planned": planned, "undated": start is None})
    texts = {key: lane.get(key) or "" for key in ("url", "note")}
    return {"label": lane["label"], **texts, "spans": spans}


def _edges(spells, lanes, today, start, end):
    """The first and last date shown: a little air before the first date and after the last."""
    spans = [*spells, *(span for lane in lanes for span in lane["spans"])]
    days = [day for span in spans for day in (span["start"], span["end"]) if day] + [today]
    first, last = min(days), max(days)
    if any(span["planned"] and span["start"] for span in spans):
        last += timedelta(days=120)
    air = timedelta(days=max((last - first).days // 40, 10))
    if spells and spells[0]["undated"]:
        first -= max((last - first) // 8, timedelta(days=180))
    first, last = start or first - air, end or last + air
    return first, max(last, first + timedelta(days=30))


def _dated(spells, scale):
    """Spells without a date stretch from the last date known before to the first known after."""
    dated = []
    for number, spell in enumerate(spells):
        if spell["start"] is None:
            after = next((other["start"] for other in spells[number + 1 :] if other["start"]), None)
            before = dated[-1]["end"] or dated[-1]["start"] if dated else scale.start
            end = spell["end"] or after
            spell = {**spell, "start": min(before, end or before), "end": end}
        dated.append(spell)
    return dated


def _band(spell, scale, foot):
    """A spell with its place; `foot` is the bottom of its row in pixels."""
    first, last = scale.at(spell["start"]), scale.at(scale.until(spell))
    place, anchor = scale.label(first, first if spell["terminal"] else last)
    return {
        **spell,
        "x": f"{first:.2f}",
        "width": f"{max(last - first, 0.4):.2f}",
        "y": foot - BAND - 6,
        "middle": foot - BAND // 2 - 6,
        "height": BAND,
        "open": spell["end"] is None and not spell["planned"],
        "label_x": f"{place:.2f}",
        "label_y": foot - BAND - 13,
        "anchor": anchor,
    }


def _name(bands, scale):
    """Marks the bands whose label is drawn: one that would run into its neighbour's is left out."""
    taken = {}
    for band in sorted(bands, key=lambda band: band["start"]):
        place = float(band["label_x"]) - (CROWDED if band["anchor"] == "end" else 0)
        band["named"] = place >= taken.get(band["phase"], place)
        if band["named"]:
            taken[band["phase"]] = place + CROWDED


def _stems(bands):
    """A thin upright line wherever one phase hands over to the next on the same day."""
    stems = []
    for one, following in pairwise(bands):
        if one["end"] == following["start"] and one["y"] != following["y"]:
            low, high = sorted((one["middle"], following["middle"]))
            stems.append({"x": following["x"], "y1": low, "y2": high})
    return stems


def _layers(lanes, scale, top):
    layers = []
    for lane in lanes:
        spans = [{**span, "start": span["start"] or scale.start} for span in lane["spans"]]
        spans = [span for span in spans if scale.shows(span)]
        if not spans:
            continue
        y = top + LANE * len(layers) + 24
        bands = []
        for span in spans:
            first, last = scale.at(span["start"]), scale.at(scale.until(span))
            width = f"{max(last - first, 0.4):.2f}"
            bands.append({**span, "x": f"{first:.2f}", "width": width, "height": LANE_BAND})
        # Names of organizations are long: each begins at the edge, so that a phone shows all of it.
        label = {"label_x": "0", "label_y": y - 6, "anchor": "start"}
        layers.append({**lane, **label, "y": y, "bands": bands})
    return layers


def _ticks(scale):
    """Years, or months where the picture is short; the `minor` ones are left out on phones."""
    months = scale.days / MONTH
    steps = (1, 3, 12, 24, 60, 120) if months < 30 else (12, 24, 60, 120)
    step = next((step for step in steps if months / step <= TICKS), steps[-1])
    number = scale.start.year * 12 + scale.start.month - 1
    number += -number % step
    ticks = []
    while (day := date(number // 12, number % 12 + 1, 1)) <= scale.end:
        if day >= scale.start:
            place = scale.at(day)
            anchor = _anchor(place)
            year = str(day.year) if step >= 12 else ""
            ticks.append({"date": day, "x": f"{place:.2f}", "anchor": anchor, "year": year})
        number += step
    room = YEARS_ON_PHONE if step >= 12 else MONTHS_ON_PHONE
    every = -(-len(ticks) // room)
    for position, tick in enumerate(ticks):
        tick["minor"] = position % every != 0
    return ticks


def _anchor(percent, room=6):
    """room: percent of a phone's width that half a label may need."""
    return "start" if percent < room else "end" if percent > 100 - room else "middle"


def _line(item):
    """A row of the data table."""
    start, end = item["start"], item["end"]
    return {
        "label": item["label"],
        "lane": "phase" not in item,
        "start": start,
        "end": end,
        "months": round((end - start).days / MONTH) if start and end else None,
        **{key: item[key] for key in ("note", "planned", "undated")},
        "terminal": item.get("terminal", False),
    }
