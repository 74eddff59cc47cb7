"""Samples of what frames a page."""

from terreau.theme.samples.facts import CARDS


def shown():
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
            (
                "A front page",
                {"title": "See what grows, where, and how far it is", "size": "large"},
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
            ("The least", {"title": "Sources", "level": 3}),
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
