"""What the gallery shows: for every component, calls with few and with all parameters.

Everything here is invented. Tests render the same samples, so that a component cannot change its
parameters without its picture changing too.
"""

from terreau.theme.samples import figures, forms, frame, lists, pictures, record, words

CHAPTERS = (frame, figures, pictures, lists, record, words, forms)


def samples():
    """Component name to a list of (caption, parameters), in the order that the gallery shows."""
    return {name: calls for chapter in CHAPTERS for name, calls in chapter.shown().items()}
