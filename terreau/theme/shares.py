"""The parts of a whole, as one bar."""


def share_bar(parts, *, title=""):
    """What `components/share_bar.html` draws.

    `parts`: dicts with `label`, `value` (a number ≥ 0) and optionally `tone` (a phase, or 1 to 8
    for the colours of charts; default the position) and `url`. Returns a dict: `title`, `total`,
    and `parts`, each with `percent` (rounded, 0 to 100), `x` and `width` (texts, in percent of the
    bar). Parts that are zero stay in the list and have no width.
    """
    parts = list(parts)
    total = sum(part["value"] for part in parts)
    drawn, before = [], 0
    for number, part in enumerate(parts):
        drawn.append(
            {
                "tone": number % 8 + 1,
                **part,
                "percent": round(100 * part["value"] / total) if total else 0,
                "x": f"{100 * before / total if total else 0:.2f}",
                "width": f"{100 * part['value'] / total if total else 0:.2f}",
            }
        )
        before += part["value"]
    return {"title": title, "total": total, "parts": drawn}
