"""What the gallery shows: for every component, calls with few and with all parameters.

Everything here is invented. Tests render the same samples, so that a component cannot change its
parameters without its picture changing too.
"""

from datetime import date

from django import forms
from django.utils.safestring import mark_safe

from terreau.theme.shares import share_bar
from terreau.theme.timeline import timeline

TODAY = date(2026, 8, 20)


class SampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(label="Name of the project", help_text="As people will say it.")
    email = forms.EmailField(label="E-mail address", required=False)
    since = forms.DateField(label="Since", widget=forms.DateInput(attrs={"type": "date"}))
    phase = forms.ChoiceField(
        label="Phase", choices=[("investigation", "Investigation"), ("construction", "Construction")]
    )
    audience = forms.MultipleChoiceField(
        label="For whom",
        required=False,
        choices=[("people", "People"), ("agents", "Public servants"), ("firms", "Companies")],
        widget=forms.CheckboxSelectMultiple,
    )
    visibility = forms.ChoiceField(
        label="Who sees it",
        choices=[("all", "Everybody"), ("members", "Members")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="I have checked these facts with the team.")
    page = forms.CharField(widget=forms.HiddenInput, initial="1")


FIGURES = [
    {
        "value": 207,
        "label": "projects accompanied",
        "definition": "In construction, acceleration or consolidation on that day.",
        "as_of": TODAY,
        "known_at": date(2026, 9, 1),
        "url": "#figure",
        "trend": {"direction": "up", "text": "12 more than a year before"},
    },
    {
        "value": 24,
        "label": "in investigation",
        "definition": "A problem is being looked into; nothing is built yet.",
        "as_of": TODAY,
    },
    {
        "value": 104,
        "label": "sustained",
        "definition": "Operated by an administration, or transferred to one.",
        "as_of": TODAY,
    },
    {
        "value": 73.9,
        "unit": "%",
        "label": "alive three years after construction began",
        "definition": "Censored estimate of Kaplan and Meier; 95 % interval from 69.1 to 78.1.",
        "n": 419,
        "as_of": TODAY,
    },
]

CARDS = [
    {
        "title": "Clear Water",
        "url": "#card",
        "kind": "Project",
        "summary": "Tells every village, in one page, whether its tap water can be drunk this week "
        "and what is being done about it.",
        "badge": {"label": "Acceleration", "tone": "acceleration"},
        "meta": [
            {"label": "Incubator", "text": "Incubator of the Two Valleys", "url": "#incubator"},
        ],
        "tags": [{"label": "Water", "url": "#water"}, {"label": "Health", "url": "#health"}],
    },
    {
        "title": "The Quiet Desk",
        "url": "#card-2",
        "kind": "Project",
        "summary": "A counter where one question is asked once.",
        "badge": {"label": "Construction", "tone": "construction"},
        "meta": [{"label": "Incubator", "text": "Workshop of the Coast"}],
    },
    {
        "title": "Incubator of the Two Valleys",
        "url": "#card-3",
        "kind": "Organization",
        "summary": "Helps eleven municipalities to try small things first.",
        "meta": [{"text": "14 projects"}],
    },
]

STATEMENTS = [
    {
        "sentence": mark_safe(  # noqa: S308
            '<a href="#clear-water">Clear Water</a> entered acceleration, after a committee '
            "of <strong>Incubator of the Two Valleys</strong>."
        ),
        "date": date(2026, 8, 18),
        "url": "#statement-3",
    },
    {
        "sentence": mark_safe('<a href="#desk">The Quiet Desk</a> began its investigation.'),  # noqa: S308
        "date": date(2026, 8, 12),
        "url": "#statement-2",
        "known": "recorded 40 days later",
    },
    {"sentence": "A source was read: 662 projects, 3 warnings.", "date": date(2026, 8, 1)},
]

PRESENCES = [
    {"label": "Source code", "present": True, "text": "code.example.org/clear-water", "url": "#code"},
    {"label": "Statistics of use", "present": True, "text": "Updated every night"},
    {"label": "Budget", "present": False, "text": "No page says what it costs."},
    {"label": "Accessibility", "present": False},
]

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

PICTURE = mark_safe(  # noqa: S308
    '<svg viewBox="0 0 640 220" width="640" height="220" role="img" aria-label="Projects a year, '
    'rising from 12 in 2022 to 41 in 2026"><g fill="none" stroke="var(--chart-grid)">'
    '<path d="M40 20h600M40 100h600M40 180h600"/></g><g fill="var(--chart-1)">'
    '<path d="M70 132h60v48H70zM190 116h60v64h-60zM310 84h60v96h-60zM430 60h60v120h-60z'
    'M550 16h60v164h-60z"/></g><g fill="var(--chart-muted)" font-size="13" text-anchor="middle">'
    '<text x="100" y="202">2022</text><text x="220" y="202">2023</text><text x="340" y="202">2024'
    '</text><text x="460" y="202">2025</text><text x="580" y="202">2026</text></g></svg>'
)
CHART = {
    "svg": PICTURE,
    "title": "Projects that began construction, by year",
    "description": "Counted by the day on which construction began.",
    "header": ["Year", "Projects"],
    "rows": [["2022", 12], ["2023", 16], ["2024", 24], ["2025", 30], ["2026", 41]],
    "note": "The last year is not over.",
    "downloads": [{"label": "SVG", "url": "#svg"}, {"label": "CSV", "url": "#csv"}],
}

PHASES = [
    ("Investigation", "investigation"),
    ("Construction", "construction"),
    ("Acceleration", "acceleration"),
    ("Consolidation", "consolidation"),
    ("Operated", "operated"),
    ("Transferred", "transferred"),
    ("Merged", "merged"),
    ("Sustained", "sustained"),
    ("Dormant", "dormant"),
    ("Paused", "paused"),
    ("Stopped", "stopped"),
    ("Stopped in investigation", "stopped_in_investigation"),
    ("Ended", "ended"),
]
TONES = ["info", "warn", "error", "success"]


def samples():
    """Component name to a list of (caption, parameters), in the order in which the gallery shows them."""
    return {**_page(), **_figures(), **_pictures(), **_lists(), **_record(), **_words(), **_forms()}


def _page():
    pages = [{"label": "1", "current": True}, {"label": "2", "url": "?page=2"}, {}]
    return {
        "logo": [("Beside the brand's name", {}), ("Alone", {"label": "Terreau"})],
        "ground": [("", {})],
        "page_header": [
            (
                "A project",
                {
                    "kicker": "Project",
                    "kicker_url": "#projects",
                    "title": "Clear Water",
                    "lead": CARDS[0]["summary"],
                    "badges": [CARDS[0]["badge"]],
                    "actions": [
                        {"label": "Follow", "url": "#follow"},
                        {"label": "As it was known on…", "url": "#known", "tone": "quiet"},
                    ],
                    "language": "en",
                },
            ),
            ("The least", {"title": "Directory"}),
        ],
        "section": [
            (
                "All",
                {
                    "title": "How far they are",
                    "id": "how-far",
                    "kicker": "Portfolio",
                    "lead": "Each figure says what it counts, on which day, and as known when.",
                },
            ),
            ("The least", {"title": "Sources"}),
        ],
        "breadcrumbs": [
            (
                "",
                {
                    "items": [
                        {"label": "Home", "url": "/"},
                        {"label": "Projects", "url": "#projects"},
                        {"label": "Clear Water"},
                    ]
                },
            )
        ],
        "tabs": [
            (
                "",
                {
                    "label": "Views of the project",
                    "items": [
                        {"label": "Overview", "url": "#overview", "current": True},
                        {"label": "History", "url": "#history", "count": 12},
                        {"label": "Data", "url": "#data"},
                    ],
                },
            )
        ],
        "pagination": [
            (
                "Numbered",
                {
                    "summary": "1–20 of 662",
                    "next_url": "?page=2",
                    "pages": [*pages, {"label": "34", "url": "?page=34"}],
                },
            ),
            (
                "By cursor",
                {"previous_url": "?before=a", "next_url": "?after=b", "label": "More projects"},
            ),
        ],
    }


def _figures():
    return {
        "figure_row": [("", {"figures": FIGURES, "label": "The portfolio in four figures"})],
        "figure_grid": [("", {"figures": FIGURES, "label": "The same, the first one larger"})],
        "figure": [
            ("All", {**FIGURES[0], "n": 419, "link": "Reproduce this count"}),
            ("The least", {"value": 11, "label": "incubators"}),
        ],
        "progress": [("", {"label": "Transparency", "value": 3, "maximum": 5})],
        "share_bar": [
            (
                "",
                {
                    "bar": share_bar(
                        [
                            {"label": label, "value": value, "tone": tone}
                            for (label, tone), value in zip(
                                PHASES[:6], (24, 109, 74, 24, 14, 90), strict=True
                            )
                        ],
                        title="Where the projects stand",
                    )
                },
            )
        ],
    }


def _pictures():
    return {
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
                {"timeline": timeline([], today=TODAY), "title": "A life", "id": "timeline-3"},
            ),
        ],
        "chart": [("", {"chart": CHART})],
    }


def _lists():
    filters = [
        {
            "name": "definition",
            "label": "What counts",
            "type": "select",
            "options": [
                {"value": "accompanied", "label": "Accompanied", "selected": True},
                {"value": "live", "label": "Live"},
            ],
        },
        {"name": "as_of", "label": "On", "type": "date", "value": "2026-08-20"},
        {
            "name": "known_at",
            "label": "As known on",
            "type": "date",
            "value": "2026-09-01",
            "help": "Later corrections are left out.",
        },
        {"name": "code", "label": "Source code published", "type": "checkbox", "value": "1"},
    ]
    return {
        "card": [*[(card["kind"], card) for card in CARDS], ("The least", {"title": "A title"})],
        "badge": [
            *[(label, {"label": label, "tone": tone}) for label, tone in PHASES],
            *[(tone, {"label": tone.capitalize(), "tone": tone}) for tone in TONES],
            ("The least", {"label": "Draft"}),
            ("With another sign", {"label": "Planned", "tone": "info", "icon": "calendar"}),
        ],
        "tag": [
            ("With a count", {"label": "Health", "url": "#health", "count": 31}),
            ("Without a link", {"label": "Housing"}),
        ],
        "tag_list": [("", {"tags": CARDS[0]["tags"], "label": "Themes"})],
        "facet_group": [
            (
                "",
                {
                    "title": "Phase",
                    "items": [
                        {"label": "Construction", "url": "?", "selected": True},
                        {"label": "Acceleration", "url": "?phase=acceleration", "count": 74},
                        {"label": "Investigation", "url": "?phase=investigation", "count": 24},
                    ],
                    "more": {"label": "All phases", "url": "#phases"},
                },
            ),
            (
                "Folded at first",
                {
                    "title": "Theme",
                    "items": [{"label": "Water", "url": "?theme=water", "count": 0}],
                    "closed": True,
                },
            ),
        ],
        "filter_bar": [
            (
                "",
                {
                    "action": "",
                    "fields": filters,
                    "hidden": [{"name": "by", "value": "phase"}],
                    "submit": "Count again",
                    "reset_url": "?",
                    "label": "What is counted",
                },
            )
        ],
        "search_box": [
            (
                "Large, on a front page",
                {
                    "action": "/directory/",
                    "id": "search-1",
                    "size": "large",
                    "label": "Search the directory",
                    "placeholder": "A project, a place, a theme",
                    "hidden": [{"name": "kind", "value": "project"}],
                },
            ),
            ("Small", {"action": "/directory/", "query": "eau potable", "id": "search-2"}),
        ],
    }


def _record():
    return {
        "statement_list": [
            (
                "",
                {
                    "statements": STATEMENTS,
                    "label": "Latest lines of the public record",
                    "more": {"label": "The whole record", "url": "#record"},
                },
            ),
            ("Empty", {"statements": []}),
        ],
        "statement": [("", STATEMENTS[1])],
        "presence_list": [("", {"items": PRESENCES, "label": "Transparency"})],
        "presence": [("Present", PRESENCES[0]), ("Missing", PRESENCES[3])],
        "provenance": [
            (
                "All",
                {
                    "source": "Register of the Two Valleys",
                    "url": "#source",
                    "identifier": "clear.water",
                    "date": date(2026, 8, 20),
                    "licence": "Licence Ouverte 2.0",
                    "licence_url": "#licence",
                    "attribution": "Facts by the Register of the Two Valleys, read without change.",
                    "note": "Nothing is copied but facts.",
                },
            ),
            ("The least", {"source": "Typed on this site"}),
        ],
        "share": [
            (
                "",
                {
                    "title": "Clear Water",
                    "url": "https://terreau.example.org/projects/clear-water/",
                    "feed_url": "#feed",
                    "downloads": [{"label": "JSON", "url": "#json"}],
                },
            )
        ],
        "definition_list": [
            (
                "",
                {
                    "items": [
                        {"term": "Problem", "text": "Nobody knows whether the water is good."},
                        {"term": "Site", "text": "water.example.org", "url": "#site"},
                        {"term": "Mission", "text": "De l’eau claire", "language": "fr"},
                    ]
                },
            )
        ],
        "data_table": [
            (
                "",
                {
                    "caption": "Projects by incubator",
                    "header": ["Incubator", "Territory", "Projects", "Sustained"],
                    "rows": [
                        [{"text": "Two Valleys", "url": "#valleys"}, "Upper Valley", 1414, 3],
                        ["Workshop of the Coast", "Coast", 9, None],
                    ],
                    "numeric": [3, 4],
                    "note": "A project with two incubators counts in both.",
                    "highlight": [1],
                },
            )
        ],
        "language_text": [
            (
                "",
                {"text": "De l’eau claire", "language": "fr", "page_language": "en", "name": "French"},
            ),
            ("The page's own", {"text": "Clear water"}),
        ],
    }


def _words():
    return {
        "notice": [
            *[
                (tone, {"tone": tone, "title": "What happened", "text": "And what you can do next."})
                for tone in TONES
            ],
            ("The least", {"text": "A line of information."}),
            ("With a heading", {"title": "Read this", "level": 3, "role": "status", "text": "Now."}),
        ],
        "empty_state": [
            (
                "",
                {
                    "title": "Nothing grows here yet",
                    "text": "No project of this territory is known. Try a wider one, or tell us "
                    "about a project.",
                    "actions": [
                        {"label": "All of France", "url": "#france"},
                        {"label": "Clear the filters", "url": "?", "tone": "quiet"},
                    ],
                    "level": 3,
                },
            )
        ],
        "icon": [
            ("With a label", {"name": "feed", "label": "Atom feed"}),
            *[(name, {"name": name}) for name in ("search", "place", "person", "code", "link")],
        ],
    }


def _forms():
    wrong = SampleForm({"title": "", "email": "nobody", "page": "1", "audience": ["people"]}, prefix="b")
    return {
        "button": [
            ("Full", {"label": "Save"}),
            ("Quiet", {"label": "Cancel", "tone": "quiet", "type": "button"}),
            ("Danger", {"label": "Withdraw", "tone": "danger", "name": "do", "value": "withdraw"}),
            ("Link with a sign", {"label": "Download", "url": "#all", "icon": "download"}),
            ("Disabled", {"label": "Wait", "disabled": True}),
            ("Opens the dialog", {"label": "Stop the project…", "opens": "stop", "tone": "quiet"}),
        ],
        "dialog": [
            (
                "",
                {
                    "id": "stop",
                    "title": "Stop this project?",
                    "text": "The record keeps what was done. Give the reason in a sentence.",
                    "action": "#stop",
                    "submit": "Stop it",
                    "tone": "danger",
                },
            ),
            ("The least", {"id": "tell", "title": "To know"}),
        ],
        "form": [
            ("Empty", {"form": SampleForm(prefix="a"), "submit": "Publish", "cancel_url": "#back"}),
            ("With errors", {"form": wrong, "action": "#send", "csrf_token": "token", "id": "wrong"}),
        ],
        "field": [("", {"field": SampleForm(prefix="c")["title"]})],
        "error_summary": [("", {"form": wrong})],
    }
