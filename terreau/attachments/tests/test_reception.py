"""What people send is what its content says, or it is not kept."""

import io
import struct
import zipfile
import zlib
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from terreau.attachments import office
from terreau.attachments.pictures import SIDE
from terreau.attachments.reception import examined, received
from terreau.attachments.tests.factories import (
    GPS,
    ODT,
    PDF,
    make_archive,
    make_docx,
    make_located_picture,
    make_odt,
    make_picture,
    sent,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (make_picture("JPEG"), "image/jpeg"),
        (make_picture("PNG"), "image/png"),
        (make_picture("WEBP"), "image/webp"),
        (PDF, "application/pdf"),
        (make_odt(), ODT),
        (make_docx(), WORD),
        ("nom;âge\nZébuline;41\n".encode(), "text/csv"),
        ("nom;âge\nZébuline;41\n".encode("cp1252"), "text/csv"),
        ("\ufeffCher voisin, voici.\nÀ bientôt.\n".encode(), "text/plain"),
        (b"a < b and <c> later", "text/plain"),
    ],
)
def test_the_sort_is_found_in_the_content(content, media_type):
    assert examined(content).media_type == media_type
    lying = sent(content, "page.html", "text/html")
    assert received(lying).media_type == media_type


def test_texts_are_kept_in_utf_8():
    assert examined("é;à\nï;ù".encode("cp1252")).content == "é;à\nï;ù".encode()


REFUSED = {
    "nothing": b"  \n ",
    "html": HTML,
    "html behind spaces and a mark": b"\xef\xbb\xbf \n\t<!-- --><p>",
    "html in a text": b"Bonjour " + HTML,
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "xml": b"<note/>",
    "program": b"\x7fELF\x02\x01\x01\x00" + bytes(64),
    "windows program": b"MZ\x90\x00" + bytes(64),
    "gif": b"GIF89a" + bytes(32),
    "gif that is a script": b"GIF89a=1;alert(1)\x00",
    "archive": make_archive({"a.txt": "a"}),
    "jar": make_archive({"META-INF/MANIFEST.MF": "Manifest-Version: 1.0"}),
    "cut picture": make_picture("PNG", (400, 300))[:80],
    "head of a picture": b"\x89PNG\r\n\x1a\n" + HTML,
    "cut pdf": PDF[:-8],
    "pdf not at its beginning": b"xx" + PDF + b"\x00",
    "pdf with a page": PDF[:9] + HTML + PDF[9:],
    "pdf with an archive": PDF + make_odt() + b"%%EOF",
    "document behind a page": HTML + make_odt(),
    "document before a page": make_odt() + HTML,
    "document of parts that climb": make_docx(**{"../../etc/cron.d/x": "x"}),
    "document of absolute parts": make_docx(**{"/etc/passwd": "x"}),
    "document of windows parts": make_docx(**{"C:\\x": "x"}),
    "docx with macros": make_docx(**{"word/vbaProject.bin": "x"}),
    "odt with macros": make_odt(**{"Basic/Standard/Module1.xml": "x"}),
    "two documents in one": make_docx(**{"xl/workbook.xml": "x"}),
    "cut document": make_docx()[:-10],
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_kept(name):
    with pytest.raises(ValidationError):
        examined(REFUSED[name])


def test_a_picture_says_nothing_of_place_camera_or_person():
    sent_picture = make_located_picture()
    with Image.open(io.BytesIO(sent_picture)) as before:
        assert before.getexif().get_ifd(GPS)
    kept = examined(sent_picture)
    assert (kept.width, kept.height) == (30, 40)  # upright
    assert b"ebuline" in sent_picture and b"ebuline" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as after:
        assert not after.getexif() and not after.info.get("comment")


def test_texts_in_a_png_are_gone_and_holes_stay():
    info = PngInfo()
    info.add_text("Author", "Zebuline")
    sent_picture = make_picture("PNG", mode="RGBA", colour=(0, 0, 0, 0), pnginfo=info)
    assert b"Zebuline" in sent_picture
    kept = examined(sent_picture)
    assert b"Zebuline" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as after:
        assert after.mode == "RGBA"


@pytest.mark.parametrize("tail", [HTML, make_odt(), b"<?php system('id'); ?>"])
def test_what_hides_behind_a_picture_is_gone(tail):
    kept = examined(make_picture() + tail)
    assert tail not in kept.content and b"PK\x05\x06" not in kept.content


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "LA"])
def test_pictures_of_every_mode_are_drawn(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    colour = {"CMYK": (0, 9, 9, 9), "LA": (3, 4)}.get(mode, 1)
    assert examined(make_picture(form, mode=mode, colour=colour)).width == 40


def test_large_pictures_are_made_smaller():
    kept = examined(make_picture(size=(SIDE * 2, SIDE)))
    assert (kept.width, kept.height) == (SIDE, SIDE // 2)


def png_of(width, height):
    """A PNG whose head promises so many pixels, of few bytes."""

    def chunk(name, data):
        mark = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + mark

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(10_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_000, 12_000, 60_000])
def test_a_bomb_of_pixels_is_refused_unpacked(side, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda image: pytest.fail("unpacked"))
    with pytest.raises(ValidationError, match="mégapixels"):
        examined(png_of(side, side))


def test_a_bomb_of_zeros_is_refused():
    with pytest.raises(ValidationError, match="trop"):
        examined(make_docx(**{"word/media/a.bin": bytes(20 * 2**20)}))


def test_many_small_parts_are_refused(monkeypatch):
    monkeypatch.setattr(office, "MOST_PARTS", 3)
    with pytest.raises(ValidationError):
        examined(make_docx(a="a", b="b"))


def test_parts_that_share_bytes_are_refused():
    """A bomb without a great ratio in any part: many entries that point at the same bytes."""
    stream = io.BytesIO(make_docx(**{"word/a.bin": b"x" * 3_000_000}))
    with zipfile.ZipFile(stream, "a") as archive:
        twin = archive.getinfo("word/a.bin")
        for number in range(50):
            clone = zipfile.ZipInfo(f"word/b{number}.bin")
            for name in ("header_offset", "CRC", "file_size", "compress_size", "compress_type"):
                setattr(clone, name, getattr(twin, name))
            archive.filelist.append(clone)
        archive._didModify = True
    with pytest.raises(ValidationError):
        examined(stream.getvalue())


def test_a_part_larger_than_it_says_is_refused():
    """The directory says one byte; a program that goes on reading would get twenty millions."""
    content = make_docx(**{"word/a.bin": bytes(20 * 2**20)})
    true = struct.pack("<I", 20 * 2**20)
    assert true in content
    with pytest.raises(ValidationError):
        examined(content.replace(true, struct.pack("<I", 1)))


def test_encrypted_documents_are_refused():
    content = bytearray(make_docx())
    at = content.index(b"PK\x01\x02") + 8
    content[at] |= 1
    with pytest.raises(ValidationError):
        examined(bytes(content))


def test_a_file_is_measured_before_it_is_read(settings):
    settings.FILE_MOST_BYTES = 10
    file = SimpleNamespace(size=11, read=lambda: pytest.fail("read"))
    with pytest.raises(ValidationError, match="trop"):
        received(file)
