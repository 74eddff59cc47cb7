"""Samples of pictures: timelines, charts, maps."""

from datetime import date

from django.utils.html import format_html, format_html_join

from terreau.theme.samples.facts import TODAY
from terreau.theme.timeline import timeline

SPELLS = [
    {
        "phase": "investigation",
        "label": "Investigation",
        "start": date(2021, 3, 1),
        "end": date(2021, 9, 15),
    },
    {
        "phase": "construction",
        "label": "Construction",
        "start": date(2021, 9, 15),
        "end": date(2023, 1, 10),
    },
    {
        "phase": "acceleration",
        "label": "Acceleration",
        "start": date(2023, 1, 10),
        "end": date(2023, 11, 2),
    },
    {
        "phase": "construction",
        "label": "Construction",
        "start": date(2023, 11, 2),
        "end": date(2024, 9, 1),
        "note": "A second construction, with another team.",
    },
    {"phase": "acceleration", "label": "Acceleration", "start": date(2024, 9, 1), "end": None},
    {"phase": "operated", "label": "Operated", "start": date(2027, 1, 1), "end": None},
]

LANES = [
    {
        "label": "Workshop of the Coast",
        "url": "#coast",
        "spans": [(date(2021, 3, 1), date(2023, 6, 30))],
    },
    {
        "label": "Incubator of the Two Valleys",
        "url": "#valleys",
        "spans": [(date(2023, 5, 1), None)],
    },
]

OLD_SPELLS = [
    {"phase": "investigation", "label": "Investigation", "start": None, "end": None},
    {
        "phase": "construction",
        "label": "Construction",
        "start": date(2014, 2, 1),
        "end": date(2017, 6, 1),
    },
    {
        "phase": "stopped",
        "label": "Stopped",
        "start": date(2017, 6, 1),
        "end": None,
        "terminal": True,
    },
]

COUNTS = [("2022", 12), ("2023", 16), ("2024", 24), ("2025", 30), ("2026", 41)]


def columns(width):
    """A small picture of COUNTS, as wide as a page column or as a phone."""
    step, said = width // len(COUNTS), "Projects a year, rising from 12 to 41"
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" fill="var(--chart-1)"/>'
        '<text x="{}" y="202" fill="var(--chart-muted)" font-size="13" text-anchor="middle">{}'
        "</text>",
        (
            (step * at + 8, 180 - 4 * count, step - 16, 4 * count, step * at + step // 2, year)
            for at, (year, count) in enumerate(COUNTS)
        ),
    )
    frame = '<svg viewBox="0 0 {} 214" role="img" aria-label="{}">{}</svg>'
    return format_html(frame, width, said, bars)


CHART = {
    "svg": columns(640),
    "svg_narrow": columns(360),
    "title": "Projects that began construction, by year",
    "description": "Counted by the day on which construction began.",
    "header": ["Year", "Projects"],
    "rows": COUNTS,
    "note": "The last year is not over.",
    "kinds": ("text", "number"),
}

DOWNLOADS = [{"label": "SVG", "url": "#svg"}, {"label": "CSV", "url": "#csv"}]

PLACES = [
    ("North", "M0 0h900v500H0z", 0, 12),
    ("West", "M0 500h400v600H0z", 3, 41),
    ("East", "M400 500h500v600H400z", 5, 97),
]

MAP = {
    "key": "map",
    "title": "Projects by region",
    "description": "Where the organizations that carry the projects have their seat.",
    "view_box": "0 0 1800 1100",
    "captions": [{"text": "Imagined", "x": "950", "y": "120"}],
    "drawing": format_html_join(
        "",
        '<a class="map-{}" href="#{}"><title>{}: {}</title><path d="{}"/></a>',
        ((step, name, name, count, path) for name, path, step, count in PLACES),
    ),
    "legend": [{"step": step, "range": str(count)} for _, _, step, count in PLACES],
    "elsewhere": "4",
    "table": {
        "place": "Region",
        "unit": "Projects",
        "rows": [
            {"url": f"#{name}", "outline": {"name": name}, "count": str(count)}
            for name, _, _, count in PLACES
        ],
    },
    "credit": "nobody",
    "credit_url": "#credit",
}


def mixed(values, **given):
    labels = ("State services", "local authorities", "public operators", "civil society",
              "private companies", "research")  # fmt: skip
    numbers = [value if isinstance(value, int) else 0 for value in values]
    rows = [
        {"label": label, "value": value, "width": f"{100 * n / max(numbers):.1f}"}
        for label, value, n in zip(labels, values, numbers, strict=True)
    ]
    return {"title": "Mix of actors", "rows": rows, **given}


def shown():
    return {
        "mix": [
            (
                "Organizations",
                mixed(
                    (4, 9, 0, 3, 1, 2),
                    headline="5 of the six kinds of actors take part.",
                    definition="Organizations that sponsor what it incubates.",
                    unit="Organizations",
                    note="n = 19, as of 1 December 2026.",
                ),
            ),
            (
                "People, few of some kinds",
                mixed(
                    (12, 5, "fewer than 5", "fewer than 5", "fewer than 5", 6),
                    headline="At least 3 of the six kinds of actors take part.",
                    unit="People",
                    level=4,
                ),
            ),
        ],
        "timeline": [
            (
                "A project's life, with a plan",
                {
                    "timeline": timeline(SPELLS, LANES, today=TODAY),
                    "title": "The life of Clear Water",
                    "note": "Phases climb above the ground; incubators lie under it.",
                },
            ),
            (
                "An old one, with an unknown date",
                {
                    "timeline": timeline(OLD_SPELLS, today=TODAY),
                    "title": "The life of The Quiet Desk",
                    "id": "timeline-2",
                },
            ),
            (
                "Nothing known",
                {
                    "timeline": timeline([], today=TODAY),
                    "title": "A life",
                    "id": "timeline-3",
                    "level": 4,
                },
            ),
        ],
        "chart": [
            ("", {"chart": CHART, "downloads": DOWNLOADS, "level": 3}),
            (
                "Where nothing can be drawn",
                {"chart": {**CHART, "svg": "", "svg_narrow": "", "title": "The same"}},
            ),
            (
                "With its table elsewhere",
                {
                    "chart": {**CHART, "rows": [], "title": "The same again"},
                    "table_url": "#figures",
                },
            ),
        ],
        "map": [("", {"map": MAP, "level": 3})],
    }
