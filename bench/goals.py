"""What was promised of the pages' speed, each with the figure that it is judged by."""

from dataclasses import dataclass

from bench.client import AFRESH, AGAIN, UNCHANGED

EMPTY, BARE, PORTFOLIO = "empty view", "bare page", "portfolio"
MANAGER, COVERAGE = "manager's view", "coverage of reviews"
MINE = "what one follows"
SIGNED_IN = (MANAGER, MINE)  # pages of somebody whom the server knows
COUNTED = (PORTFOLIO, COVERAGE, MANAGER)  # that keep their figures beside the shelf
REVIEWS = ("evidence", "dossier", "decision", "profile", COVERAGE)
QUICK = ("home", "directory", "project", "organization", "territory", "feed")
SEARCHES = ("search, common", "search, rare", "search, typo")
PUBLIC = (*QUICK, "facet", *SEARCHES, *REVIEWS, PORTFOLIO)
SMALL, MIDDLING, LARGE = 1_000, 100_000, 1_000_000


@dataclass(frozen=True)
class Goal:
    """What is promised, the figure that was found, and the most that it may be."""

    text: str
    found: float
    most: float
    unit: str = "×"

    @property
    def met(self):
        return self.found <= self.most


def goals(measures, harvest, matched=None):
    """[(where, Goal)] of all that was measured; what was not is left out."""
    found = []
    for measured in measures:
        where = f"{measured['size']:,} on {measured['database']}"
        found += [(where, goal) for goal in of_one(measured)]
    for database in sorted({each["database"] for each in measures}, reverse=True):
        of_size = {each["size"]: each for each in measures if each["database"] == database}
        if {SMALL, LARGE} <= of_size.keys():
            pairs = of_size[SMALL]["pages"], of_size[LARGE]["pages"]
            found += [(f"{LARGE:,} and {SMALL:,} on {database}", g) for g in of_growth(*pairs)]
    found += [("harvest", goal) for goal in of_harvest(harvest)]
    return found + [("matching", goal) for goal in of_matching(matched)]


def of_one(measured):
    pages = measured["pages"]
    for page in QUICK:
        if ratio := over(pages, page, AFRESH):
            yield Goal(f"{page} afresh ÷ bare page", ratio, 5)
    if ratio := over(pages, MANAGER, AFRESH):
        yield Goal(f"{MANAGER} of {measured['managed']:,} projects afresh ÷ bare page", ratio, 10)
    if ratio := over(pages, MANAGER, AGAIN):
        yield Goal(f"{MANAGER}, asked again, ÷ bare page", ratio, 10)
    if ratio := over(pages, MINE, AFRESH):
        yield Goal(f"{MINE}, {measured['followed']:,} entries, afresh ÷ bare page", ratio, 6)
    for way, most in ((AGAIN, 1.5), (UNCHANGED, 1.0)):
        ratios = {page: over(pages, page, way) for page in PUBLIC}
        slowest = max(ratios, key=lambda page: ratios[page] or 0)
        if ratios[slowest]:
            words = {AGAIN: "served again", UNCHANGED: "304"}[way]
            yield Goal(f"{words} ÷ bare page, slowest page: {slowest}", ratios[slowest], most)
    for page in SEARCHES:
        if (took := p50(pages, page)) and (sql := pages[page]["sql"]["p50"]):
            yield Goal(f"{page} ÷ its SQL", took / sql, 2)
    if measured["size"] == LARGE and (took := p50(pages, "search, common")):
        yield Goal("search for a common word", took, 100, "ms")
    projects = measured["rows"]["projects"]
    if measured["size"] == MIDDLING and (took := p50(pages, PORTFOLIO)):
        most = 300 * projects / 100_000
        yield Goal(f"portfolio page afresh at {projects:,} projects", took, most, "ms")
    if measured["size"] == MIDDLING and (took := measured["suggestions"]):
        yield Goal("suggestions for a need", took, 100, "ms")
    if measured["memory"]:
        most = max(each["proportional"] for each in measured["memory"])
        yield Goal("memory of a worker (PSS)", most, 150, "MiB")


def of_growth(small, large):
    for page in small.keys() & large.keys() - {*SEARCHES, EMPTY, BARE}:
        if (before := p50(small, page)) and (after := p50(large, page)):
            yield Goal(f"{page}: p50 at {LARGE:,} ÷ at {SMALL:,}", after / before, 1.5)


def of_harvest(harvest):
    if harvest:
        yield Goal("harvest ÷ its YAML alone (PyYAML)", harvest["harvest"] / harvest["yaml"], 3)
        ratio = harvest["harvest"] / harvest["libyaml"]
        yield Goal("harvest ÷ its YAML alone (libyaml)", ratio, 3)


def of_matching(matched):
    """What is promised is a share at least, so that what is missed has a most."""
    if matched:
        lost = {name: 100 * (1 - matched[name]) for name in ("first", "within_ten", "themes")}
        yield Goal("problems that do not find their own project first", lost["first"], 19, "%")
        yield Goal("… nor within ten", lost["within_ten"], 3, "%")
        yield Goal("neighbours that share no theme", lost["themes"], 66, "%")


def p50(pages, page, way=AFRESH):
    """Milliseconds, None where the page was not there or failed."""
    return pages.get(page, {}).get(way, {}).get("p50")


def over(pages, page, way):
    """A page's p50 over that of the bare page made afresh; None where there is none."""
    took, bare = p50(pages, page, way), p50(pages, BARE)
    return took / bare if took and bare else None
