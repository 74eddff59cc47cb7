"""Samples of what fills a directory."""

from terreau.theme.samples.facts import CARDS, PHASES, TONES


def shown():
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
        "card": [
            *[(card["kind"], card) for card in CARDS],
            ("In another language", {"title": "Eau claire", "language": "fr", "level": 4}),
            ("The least", {"title": "A title"}),
        ],
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
        "row_list": [
            (
                "",
                {
                    "label": "Passkeys",
                    "csrf_token": "token",
                    "rows": [
                        {
                            "title": "Work laptop",
                            "text": "Since 3 March 2026",
                            "badge": {"label": "this one", "tone": "success"},
                            "actions": [
                                {"label": "Rename", "url": "#rename"},
                                {
                                    "label": "Remove",
                                    "action": "#remove",
                                    "name": "remove",
                                    "hidden": {"key": "1"},
                                },
                            ],
                        },
                        {"title": "Telephone", "url": "#telephone"},
                    ],
                },
            ),
            ("Nothing", {"rows": [], "empty": "There is none yet."}),
        ],
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
                    "id": "count",
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
                    "name": "words",
                    "label": "Search the directory",
                    "placeholder": "A project, a place, a theme",
                    "hidden": [{"name": "kind", "value": "project"}],
                },
            ),
            ("Small", {"action": "/directory/", "query": "eau potable", "id": "search-2"}),
        ],
    }
