"""Samples of the public record and of texts that say where facts come from."""

from datetime import date

from terreau.theme.samples.facts import PRESENCES, STATEMENTS


def shown():
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
            ("Empty", {"statements": [], "empty": "Nothing of this project yet."}),
        ],
        "statement": [
            ("", STATEMENTS[1]),
            ("In another language", STATEMENTS[2]),
            ("With what it says", STATEMENTS[0]),
        ],
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
                },
            ),
            (
                "Of a chart",
                {
                    "caption": "Projects a year",
                    "header": ["Year", "Projects", "Share"],
                    "rows": [["2025", "30", "41 %"], ["2026", "43", "59 %"]],
                    "kinds": ["date", "number", "percent"],
                    "hide_caption": True,
                },
            ),
        ],
        "language_text": [
            (
                "",
                {
                    "text": "De l’eau claire",
                    "language": "fr",
                    "page_language": "en",
                    "name": "French",
                },
            ),
            ("The page's own", {"text": "Clear water"}),
        ],
    }
