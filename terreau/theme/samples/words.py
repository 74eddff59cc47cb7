"""Samples of what speaks to the reader."""

from django.utils.safestring import mark_safe

from terreau.theme.samples.facts import TONES

MARKUP = mark_safe('<p>It is done: <a href="#done">see the result</a>.</p>')


def shown():
    return {
        "notice": [
            *[
                (
                    tone,
                    {"tone": tone, "title": "What happened", "text": "And what you can do next."},
                )
                for tone in TONES
            ],
            ("The least", {"text": "A line of information."}),
            ("With markup", {"html": MARKUP, "tone": "success"}),
            (
                "With a heading",
                {"title": "Read this", "level": 3, "role": "status", "text": "Now."},
            ),
        ],
        "problem": [
            (
                "",
                {
                    "kicker": "Error 404",
                    "title": "This page is not here",
                    "text": "The address may be old or mistyped.",
                    "search_url": "/directory/",
                    "home_url": "/en/",
                    "links": [{"label": "Projects", "url": "#projects"}],
                },
            )
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
