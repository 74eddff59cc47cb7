from terreau.betagouv.actions import harvest
from terreau.betagouv.reader import read
from terreau.harvest.formats import Format, register_format


def read_as_of(source, known_at, progress):
    return read(source, progress, snapshot_date=known_at)


register_format(Format("betagouv", read_as_of, harvest))
