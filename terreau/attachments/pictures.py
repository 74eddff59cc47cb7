"""Pictures are drawn anew: what they say of place, camera and person is left out, and whatever
else a file of that name may hold."""

import io
from threading import Lock

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image, ImageOps

from terreau.attachments.types import PICTURES

SIDE = 1600  # pixels of the longer side of what is kept
_one_at_a_time = Lock()  # a picture that is unpacked takes a hundred times its bytes


def redrawn(content, most_pixels):
    """(bytes, media type, width, height) of a picture drawn anew. Raises ValidationError.

    most_pixels: of the picture as it was sent, read from its head before anything is unpacked.
    """
    try:
        with _one_at_a_time, Image.open(io.BytesIO(content), formats=list(PICTURES)) as image:
            if image.width * image.height > most_pixels:
                raise too_many(most_pixels)
            return drawn(image)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_many(most_pixels) from None
    except Exception:  # what hostile bytes raise in decoders is not listed anywhere
        raise ValidationError(_("This picture cannot be read.")) from None


def drawn(image):
    name = image.format
    image.thumbnail((SIDE, SIDE))
    upright = ImageOps.exif_transpose(image)
    has_holes = name != "JPEG" and upright.has_transparency_data
    plain = upright.convert("RGBA" if has_holes else "RGB")
    plain.info = {}  # comments, profiles and the like, which would be written again
    stream = io.BytesIO()
    plain.save(stream, name, quality=85, optimize=True)
    return stream.getvalue(), PICTURES[name], plain.width, plain.height


def too_many(most_pixels):
    n = most_pixels // 10**6
    words = ngettext(
        "This picture is too large: %(n)d megapixel at most.",
        "This picture is too large: %(n)d megapixels at most.",
        n,
    )
    return ValidationError(words % {"n": n})
