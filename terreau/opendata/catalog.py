"""What is published, as a DCAT-AP catalogue in JSON-LD."""

from django.conf import settings
from django.utils import timezone

from terreau.harvest.queries import sources
from terreau.opendata.tables import FORMATS, published

MEDIA = "https://www.iana.org/assignments/media-types/"


def catalog():
    """The catalogue as plain values: one query."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": f"{settings.SITE_URL}/data/catalog.json",
        "@type": "dcat:Catalog",
        "dct:title": settings.BRAND["name"],
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": settings.BRAND["name"]},
        "dct:modified": timezone.localdate().isoformat(),
        "dct:source": [
            {"dct:title": each.name, "dct:rights": each.attribution, "dct:license": each.licence}
            for each in sources()
        ],
        "dcat:dataset": [dataset(each) for each in published()],
    }


def dataset(kind):
    """A kind or a table of facts as one data set."""
    landing = getattr(kind, "landing", kind.path)
    return {
        "@id": f"{settings.SITE_URL}/data/{kind.path}",
        "@type": "dcat:Dataset",
        "dct:title": str(kind.name_plural),
        "dcat:landingPage": f"{settings.SITE_URL}/{landing}/",
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": f"{kind.path}.{name}",
                "dcat:downloadURL": f"{settings.SITE_URL}/data/{kind.path}.{name}",
                "dcat:mediaType": {"@id": MEDIA + media.split(";")[0]},
            }
            for name, (_, media) in FORMATS.items()
        ],
    }
