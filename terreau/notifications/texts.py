"""The words of notices: rooms register them, readers read them in their own language."""

from dataclasses import dataclass

from django.utils.functional import Promise

_texts: dict[str, "Text"] = {}


@dataclass(frozen=True)
class Text:
    """words: a lazy text with {entry}, the title of what it is about, and names of parameters;
    labels: {name of a parameter: function value → words}."""

    words: Promise
    labels: dict


def register_text(name, words, **labels):
    if name in _texts:
        raise ValueError(f"two notices are called {name!r}")
    _texts[name] = Text(words, labels)


def said(notice):
    """What a notice says, as plain text in the language in force; its entry where words lack."""
    text = _texts.get(notice.text)
    if text is None:
        return notice.entry.title
    given = dict(notice.parameters)
    for name, label in text.labels.items():
        if name in given:
            given[name] = label(given[name])
    return str(text.words).format_map(given | {"entry": notice.entry.title})
