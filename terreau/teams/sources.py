from terreau.harvest.formats import Format, register_format
from terreau.teams import findings  # noqa: F401  the words for what a reading finds
from terreau.teams.actions import bring
from terreau.teams.missions import read


def read_as_of(source, known_at, progress):
    return read(source, progress)


register_format(Format("missions", read_as_of, bring))
