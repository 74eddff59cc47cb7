"""Long forms in parts, each under a title."""

from typing import Any, ClassVar


class Sectioned:
    """A form whose fields stand in sections; those that no section names come first, untitled."""

    SECTIONS: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()

    @property
    def sections(self):
        """[{title, fields}] of what is shown; a section without fields is left out."""
        shown = {field.name: field for field in self.visible_fields()}  # type: ignore[attr-defined]
        named = [(title, names) for title, names in self.SECTIONS]
        placed = {name for _, names in named for name in names}
        parts = [("", tuple(name for name in shown if name not in placed)), *named]
        found = [
            {"title": title, "fields": [shown[name] for name in names if name in shown]}
            for title, names in parts
        ]
        return [part for part in found if part["fields"]]
