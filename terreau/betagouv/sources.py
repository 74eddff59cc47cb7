from terreau.betagouv.actions import harvest
from terreau.betagouv.reader import read
from terreau.harvest.formats import Format, register_format

register_format(Format("betagouv", read, harvest))
