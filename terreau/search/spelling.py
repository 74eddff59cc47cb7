"""How far two words are apart, and the pieces by which near ones are found. Plain Python."""


def trigrams(word):
    """The groups of three signs of a word between two spaces, each once and sorted."""
    padded = f" {word} "
    return sorted({padded[at : at + 3] for at in range(len(padded) - 2)})


def allowed(word):
    """How many slips a word may hold and still be understood: none in short ones."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def distance(one, other, limit):
    """Insertions, deletions, substitutions and swaps of neighbours between two words.

    The optimal string alignment distance (Damerau 1964, Levenshtein 1966); limit + 1 where it is
    more than limit.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before, row = [], list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, mark in enumerate(other, 1):
            step = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != mark))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == mark:
                step = min(step, older[j - 2] + 1)
            row.append(step)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def nearest(word, candidates):
    """The likeliest of [(word, how many entries have it)], or None.

    Fewest slips first, then the same first letter, then the most usual, then the alphabet.
    """
    best, ranked = allowed(word), []
    for other, count in candidates:
        slips = distance(word, other, best)
        if 0 < slips <= best:
            best = slips
            ranked.append((slips, other[:1] != word[:1], -count, other))
    return min(ranked)[3] if ranked else None
