"""Write the official French territories as package data. For maintainers, once a year.

    python scripts/build_territories.py decoupage-administratif.tgz 2026-01-01

reads the npm package @etalab/decoupage-administratif (its tarball, as downloaded) and writes
`terreau/territories/data/france-YEAR.csv.gz`, always the same bytes for the same tarball. The
columns are explained in `terreau/territories/data/LICENCE.md`; the date is the day the official
geographic code speaks of. Only Python's standard library is needed.
"""

import argparse
import csv
import gzip
import io
import json
import tarfile
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

DATA = Path(__file__).parents[1] / "terreau" / "territories" / "data"
COUNTRY = "FR"
# In this order the file is a tenth smaller: neighbours of one column resemble each other.
COLUMNS = [
    "code", "level", "parent", "also_within", "postcodes", "siren", "population", "former", "name",
]  # fmt: skip


def read_tarball(path):
    """The lists of the package, by the stem of their file name."""
    lists = {}
    with tarfile.open(path) as archive:
        for name in ("regions", "departements", "epci", "communes"):
            lists[name] = json.load(archive.extractfile(f"package/data/{name}.json"))
    current = [each for each in lists["communes"] if each["type"] == "commune-actuelle"]
    return lists | {"communes": current, "former": former_codes(lists["communes"])}


def former_codes(communes):
    """{code of a commune: codes that lead to it}: of communes that became part of it, of its
    delegated communes and municipal districts. Without those that are a commune's own today, and
    those of which parts lie in several."""
    current = {each["code"] for each in communes if each["type"] == "commune-actuelle"}
    leads = defaultdict(set)
    for each in communes:
        if each["code"] in current and each["type"] == "commune-actuelle":
            pairs = [(old, each["code"]) for old in each.get("anciensCodes", [])]
        else:
            pairs = [(each["code"], each.get("chefLieu") or each.get("commune"))]
        for old, code in pairs:
            if old not in current:
                leads[old].add(code)
    found = defaultdict(list)
    for old, codes in sorted(leads.items()):
        if len(codes) == 1:
            found[codes.pop()].append(old)
    return found


def populations(lists):
    """Inhabitants by code. Above communes it is the sum of the communes, so that sums agree."""
    found = Counter()
    for commune in lists["communes"]:
        people = commune.get("population")
        if people is None:
            continue
        for holder in (
            COUNTRY,
            f"{COUNTRY}-REG-{commune['region']}",
            f"{COUNTRY}-DEP-{commune['departement']}",
            f"{COUNTRY}-COM-{commune['code']}",
        ):
            found[holder] += people
    for group in lists["epci"]:
        for member in group["membres"]:
            found[f"{COUNTRY}-EPCI-{group['code']}"] += found[f"{COUNTRY}-COM-{member['code']}"]
    return found


def main_department(group, department_of, people):
    """The department where most of an intercommunality's inhabitants live; ties by code."""
    count = Counter()
    for member in group["membres"]:
        department = department_of[member["code"]]
        count[department] += people[f"{COUNTRY}-COM-{member['code']}"]
    return min(count, key=lambda department: (-count[department], department))


def clean(name):
    return " ".join(name.replace("''", '"').split())


def rows(lists):
    """One dictionary per territory, largest level first, by code within a level."""
    people = populations(lists)
    group_of = {m["code"]: group["code"] for group in lists["epci"] for m in group["membres"]}
    department_of = {commune["code"]: commune["departement"] for commune in lists["communes"]}

    def row(prefix, official_code, name, parent, **more):
        code = f"{COUNTRY}-{prefix}-{official_code}"
        return {
            "code": code,
            "name": clean(name),
            "parent": parent,
            "population": people.get(code, ""),
        } | more

    country = {"code": COUNTRY, "level": "country", "name": "France"}
    yield country | {"population": people[COUNTRY]}
    for region in sorted(lists["regions"], key=lambda found: found["code"]):
        yield row("REG", region["code"], region["nom"], COUNTRY, level="region")
    for department in sorted(lists["departements"], key=lambda found: found["code"]):
        parent = f"{COUNTRY}-REG-{department['region']}"
        yield row("DEP", department["code"], department["nom"], parent, level="department")
    for group in sorted(lists["epci"], key=lambda found: found["code"]):
        parent = f"{COUNTRY}-DEP-{main_department(group, department_of, people)}"
        more = {"level": "intercommunality", "siren": group["code"]}
        yield row("EPCI", group["code"], group["nom"], parent, **more)
    for commune in sorted(lists["communes"], key=lambda found: found["code"]):
        group = group_of.get(commune["code"])
        yield row(
            "COM",
            commune["code"],
            commune["nom"],
            f"{COUNTRY}-DEP-{commune['departement']}",
            level="commune",
            also_within=f"{COUNTRY}-EPCI-{group}" if group else "",
            siren=commune.get("siren", ""),
            postcodes=" ".join(sorted(commune.get("codesPostaux", []))),
            former=" ".join(lists["former"].get(commune["code"], [])),
        )


def write(path, found):
    """Comma-separated values in UTF-8, compressed without a name or a time inside."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(found)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tarball", type=Path)
    parser.add_argument("day", type=date.fromisoformat, help="the day the code speaks of")
    given = parser.parse_args()
    found = list(rows(read_tarball(given.tarball)))
    path = DATA / f"france-{given.day.year}.csv.gz"
    write(path, found)
    levels = Counter(territory["level"] for territory in found)
    print(f"{path.name}: {path.stat().st_size:,} bytes", dict(levels))


if __name__ == "__main__":
    main()
