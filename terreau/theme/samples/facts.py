"""Invented facts that several samples share."""

from datetime import date

from django.utils.safestring import mark_safe

TODAY = date(2026, 8, 20)

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
        "sentence": mark_safe(
            '<a href="#clear-water">Clear Water</a> entered acceleration, after a committee '
            "of <strong>Incubator of the Two Valleys</strong>."
        ),
        "quote": "Passer à la phase suivante. Les usages sont là tous les mois.",
        "quote_language": "fr",
        "date": date(2026, 8, 18),
        "url": "#statement-3",
    },
    {
        "sentence": mark_safe('<a href="#desk">The Quiet Desk</a> began its investigation.'),
        "date": date(2026, 8, 12),
        "url": "#statement-2",
        "known": "recorded 40 days later",
    },
    {
        "sentence": "Une source a été lue : 662 projets, 3 avertissements.",
        "date": date(2026, 8, 1),
        "language": "fr",
    },
]

PRESENCES = [
    {
        "label": "Source code",
        "present": True,
        "text": "code.example.org/clear-water",
        "url": "#code",
    },
    {"label": "Statistics of use", "present": True, "text": "Updated every night"},
    {"label": "Budget", "present": False, "text": "No page says what it costs."},
    {"label": "Accessibility", "present": False},
]

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
