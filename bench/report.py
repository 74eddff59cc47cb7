"""The table that a person reads: pages, then goals."""

from bench.client import AFRESH, AGAIN, UNCHANGED
from bench.goals import BARE, EMPTY, p50

COLUMNS = (
    "page", "p50", "p95", "p99", "÷ bare", "÷ empty", "again", "÷ bare", "304", "÷ bare",
    "queries", "SQL", "req/s/core",
)  # fmt: skip
LEGEND = """\
p50, p95, p99: milliseconds of a page computed afresh: production settings, one request at a time
over loopback. Each request names a host of its own (n1.bench.localhost, n2 …), so that no page
comes from the shelf, though each is looked for and put there; the portfolio, the coverage of
reviews and the manager's view, which keep their figures beside the shelf, are asked of a server
that keeps nothing. The manager is signed in, so that no shelf holds the page, only its figures.
again, 304: p50 of the same addresses asked for again, without and with their validators. queries,
SQL: number of queries of a page, and the milliseconds they take run alone. req/s/core: requests,
afresh and four at once, that a second of CPU time of the server's processes answers."""


def tables(measures, harvest, matched, goals):
    """All that was found as text: one table a size and database, then the goals."""
    parts = [LEGEND]
    parts += [table_of(measured) for measured in measures]
    if harvest:
        parts.append(harvest_lines(harvest))
    if matched:
        parts.append(matching_lines(matched))
    parts.append(goal_lines(goals))
    return "\n\n".join(parts)


def table_of(measured):
    pages = measured["pages"]
    rows = [COLUMNS] + [row_of(name, pages) for name in pages]
    lines = [title(measured), "", *aligned(rows), "", memory_line(measured)]
    if took := measured["suggestions"]:
        lines.append(f"suggestions for a need, with their reasons: {took:.0f} ms (median)")
    return "\n".join(lines)


def title(measured):
    rows = measured["rows"]
    said = ", ".join(f"{n:,} {name}" for name, n in rows.items() if name != "entries")
    return (
        f"## {measured['size']:,} entries on {measured['database']}\n"
        f"{said}; {measured['megabytes']:,} MB, written in {measured['seconds_to_generate']:.0f} s"
    )


def row_of(name, pages):
    page = pages[name]
    afresh = page[AFRESH]
    if "failed" in afresh:
        return (name, afresh["failed"], *[""] * (len(COLUMNS) - 2))

    def over(reference, way):
        took, other = p50(pages, name, way), p50(pages, reference)
        return f"{took / other:.2f}" if took and other else ""

    return (
        name,
        *(milliseconds(afresh[figure]) for figure in ("p50", "p95", "p99")),
        over(BARE, AFRESH), over(EMPTY, AFRESH),
        milliseconds(p50(pages, name, AGAIN)), over(BARE, AGAIN),
        milliseconds(p50(pages, name, UNCHANGED)), over(BARE, UNCHANGED),
        f"{page['sql']['queries']:g}", milliseconds(page["sql"]["p50"]),
        f"{page['per_core']:,.0f}" if page["per_core"] else "",
    )  # fmt: skip


def milliseconds(value):
    return "" if value is None else f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def memory_line(measured):
    said = [
        f"{each['resident']:.0f} MiB resident, {each['proportional']:.0f} proportional (PSS), of "
        f"which {each['anonymous']:.0f} that no file holds"
        for each in measured["memory"]
    ]
    return "memory of a worker: " + ("; ".join(said) or "this system does not say")


def harvest_lines(harvest):
    said = ", ".join(f"{work} {harvest[work]:.2f} s" for work in ("yaml", "libyaml", "reader"))
    return (
        f"## harvest of {harvest['archive']}, CPU time\n"
        f"whole {harvest['harvest']:.2f} s; parsing alone: {said}"
    )


def matching_lines(matched):
    named = {
        "first": "first",
        "within_ten": "within ten",
        "themes": "neighbours that share a theme",
    }
    said = ", ".join(f"{words} {matched[name]:.1%}" for name, words in named.items())
    return (
        f"## matching in {matched['archive']}: {matched['queries']} projects by their own problem\n"
        f"{said} (by chance {matched['chance']:.1%})"
    )


def goal_lines(goals):
    rows = [("goal", "where", "found", "at most", "")]
    for where, goal in goals:
        found, most = (
            f"{value:.2f} {goal.unit}" if value < 100 else f"{value:,.0f} {goal.unit}"
            for value in (goal.found, goal.most)
        )
        rows.append((goal.text, where, found, most, "met" if goal.met else "MISSED"))
    missed = sum(not goal.met for _, goal in goals)
    verdict = f"{len(goals) - missed} of {len(goals)} goals met"
    return "\n".join(["## goals", "", *aligned(rows), "", verdict])


def aligned(rows):
    """Lines of a Markdown table: its first row is the header, its first column to the left."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "| "
        + " | ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in rows
    ]
    rule = "|-" + "-|-".join("-" * width for width in widths) + "-|"
    return [lines[0], rule, *lines[1:]]
