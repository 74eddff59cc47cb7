"""The words of notices: rooms register them, readers read them in their own language."""

from dataclasses import dataclass

from django.utils.functional import Promise

_texts: dict[str, "Text"] = {}


@dataclass(frozen=True)
class Text:
    """words: a lazy text with {entry}, the title of what it is about, and names of parameters;
    labels: {name of a parameter: function value → words}; is_apart: told also to those who may
    not see what it is about, where the words tell them no more than they may know."""

    words: Promise
    labels: dict
    is_apart: bool = False


def register_text(name, words, *, is_apart=False, **labels):
    if name in _texts:
        raise ValueError(f"two notices are called {name!r}")
    _texts[name] = Text(words, labels, is_apart)


def apart():
    """The names of the texts that are told whatever became of the entry."""
    return [name for name, text in _texts.items() if text.is_apart]


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
