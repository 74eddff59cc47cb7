"""Long forms in parts, each under a title."""

from typing import Any, ClassVar, NamedTuple


class Section(NamedTuple):
    """names: of its fields in their order, a tuple of names for fields that stand side by side.

    part: a number where the section is shown once a choice that opens it is made; a choice opens
    sections by `data-opens`, their numbers with spaces between them.
    """

    title: Any
    names: tuple[Any, ...]
    note: Any = ""
    part: str = ""

    @property
    def flat(self):
        return [name for each in self.names for name in beside(each)]


def beside(names):
    return (names,) if isinstance(names, str) else names


class Sectioned:
    """A form whose fields stand in sections; those that no section names come first, untitled."""

    SECTIONS: ClassVar[tuple[tuple[Any, ...], ...]] = ()

    def parts(self):
        return [Section(*each) for each in self.SECTIONS]

    @property
    def sections(self):
        """[{title, note, part, rows}] of what is shown, a row being a list of bound fields; a
        section without fields and note is left out."""
        shown = {field.name: field for field in self.visible_fields()}  # type: ignore[attr-defined]
        named = self.parts()
        placed = {name for part in named for name in part.flat}
        rest = Section("", tuple(name for name in shown if name not in placed))
        found = []
        for part in (rest, *named):
            rows = [[shown[name] for name in beside(each) if name in shown] for each in part.names]
            rows = [row for row in rows if row]
            if rows or part.note:
                found.append(part._asdict() | {"rows": rows})
        return found
