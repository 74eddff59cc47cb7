"""Sources on disk: whole, damaged and crafted ones."""

import gzip
import io
import json
import os
import stat
import tarfile
import tracemalloc
import zipfile

import pytest

from terreau.harvest.archive import open_file, open_source
from terreau.harvest.documents import Limits, SourceUnreadableError
from terreau.harvest.records import tally

MEBIBYTE = 1024 * 1024


def make_tar(members, *, mode="w:gz"):
    """The bytes of a tar archive of (name or TarInfo, data) pairs."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, format=tarfile.PAX_FORMAT) as archive:
        for name, data in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def make_zip(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def read(data, name="portfolio.tar.gz", **options):
    documents = open_file(io.BytesIO(data), name, **options)
    return list(documents), documents


def codes(documents):
    return sorted(tally(documents.findings).elements())


PAIRS = [("content/a.md", b"one"), ("content/b.md", b"two" * 400)]


@pytest.mark.parametrize(
    "data",
    [make_tar(PAIRS), make_tar(PAIRS, mode="w"), make_zip(PAIRS)],
    ids=["tar.gz", "tar", "zip"],
)
def test_every_kind_of_archive_gives_the_same_documents(data):
    found, documents = read(data)
    assert found == PAIRS
    assert documents.complete
    assert documents.findings == []


def test_a_folder_gives_the_same_documents_by_name(tmp_path):
    for path, data in reversed(PAIRS):
        place = tmp_path / path
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(data)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("secret")
    assert list(open_source(tmp_path)) == PAIRS


def test_a_json_file_is_one_document_plain_or_compressed(tmp_path):
    data = json.dumps({"data": []}).encode()
    for name, kept in (("a.json", data), ("a.json.gz", gzip.compress(data))):
        (tmp_path / name).write_bytes(kept)
        assert [document.data for document in open_source(tmp_path / name)] == [data]


def test_unwanted_files_are_passed_over_unread_whatever_their_size():
    data = make_tar([("people/x.md", b"p" * 5000), *PAIRS])
    found, documents = read(
        data, wanted=lambda path: path.startswith("content/"), limits=Limits(file_bytes=4000)
    )
    assert found == PAIRS
    assert documents.findings == []


@pytest.mark.parametrize(
    "name",
    ["../a.md", "content/../../a.md", "/etc/a.md", "C:/a.md", "content\\..\\a.md", "a\x07.md"],
)
@pytest.mark.parametrize("make", [make_tar, make_zip])
def test_a_path_that_climbs_is_refused_and_the_rest_is_read(name, make):
    found, documents = read(make([(name, b"x"), *PAIRS]))
    if make is make_zip and "\\" in name:
        name = "content/../a.md"  # as zipfile writes it
    assert found == PAIRS
    assert codes(documents) == ["path-refused"]
    assert documents.complete


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE],
)
def test_links_and_devices_in_an_archive_are_left_out(kind):
    info = tarfile.TarInfo("content/link.md")
    info.type, info.linkname = kind, "/etc/passwd"
    found, documents = read(make_tar([(info, b""), *PAIRS]))
    assert found == PAIRS
    assert codes(documents) == ["not-a-plain-file"]


def test_a_symbolic_link_in_a_zip_is_left_out():
    info = zipfile.ZipInfo("content/link.md")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    found, documents = read(make_zip([(info, b"/etc/passwd"), *PAIRS]))
    assert found == PAIRS
    assert codes(documents) == ["not-a-plain-file"]


def test_links_out_of_a_folder_and_pipes_are_left_out(tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_text("not ours")
    root = tmp_path / "root"
    (root / "real").mkdir(parents=True)
    (root / "a.md").write_text("ours")
    (root / "inside.md").symlink_to(root / "a.md")
    (root / "out.md").symlink_to(outside)
    (root / "loop").symlink_to(root)
    (root / "dangling.md").symlink_to(root / "nothing.md")
    os.mkfifo(root / "pipe.md")
    documents = open_source(root)
    assert [(path, data) for path, data in documents] == [("a.md", b"ours"), ("inside.md", b"ours")]
    assert codes(documents) == [
        "file-unreadable",
        "link-leads-out",
        "link-skipped",
        "not-a-plain-file",
    ]


@pytest.mark.parametrize("mode", ["w:gz", "w"])
def test_what_stands_before_the_cut_of_an_archive_is_read(mode):
    noise = [(f"content/{number:03}.md", os.urandom(3000)) for number in range(40)]
    whole = make_tar(noise, mode=mode)
    for share in (0.999, 0.9, 0.5, 0.1):
        found, documents = read(whole[: int(len(whole.rstrip(b"\0")) * share)])
        assert found == noise[: len(found)]
        assert 40 * share - 2 < len(found) <= 40
        assert not documents.complete
        assert codes(documents) == ["archive-cut-short"]


def test_a_tar_cut_between_two_members_is_seen_as_cut():
    whole = make_tar(PAIRS, mode="w")
    found, documents = read(whole[:1024])
    assert found == PAIRS[:1]
    assert not documents.complete


def test_a_damaged_archive_keeps_what_was_read_before():
    noise = [(f"content/{number:03}.md", os.urandom(3000)) for number in range(40)]
    whole = bytearray(make_tar(noise))
    whole[len(whole) // 2 : len(whole) // 2 + 2000] = bytes(2000)
    found, documents = read(bytes(whole))
    assert 10 < len(found) < 40
    assert not documents.complete


def test_a_zip_without_its_end_is_refused_with_a_reason():
    with pytest.raises(SourceUnreadableError) as refused:
        read(make_zip(PAIRS)[:-40])
    assert refused.value.finding.code == "archive-damaged"


def test_a_huge_file_is_passed_over_in_little_memory_and_the_rest_is_read(tmp_path):
    big = tarfile.TarInfo("content/big.md")
    big.size = 128 * MEBIBYTE
    path = tmp_path / "portfolio.tar.gz"
    path.write_bytes(
        gzip.compress(big.tobuf(tarfile.PAX_FORMAT))
        + gzip.compress(bytes(16 * MEBIBYTE)) * 8
        + gzip.compress(make_tar([("content/small.md", b"yes")], mode="w"))
    )
    documents = open_source(path)
    tracemalloc.start()
    assert list(documents) == [("content/small.md", b"yes")]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MEBIBYTE
    assert documents.refused == ["content/big.md"]
    assert codes(documents) == ["file-too-large"]
    assert documents.complete


def test_a_sparse_gigabyte_in_a_folder_is_refused_unread(tmp_path):
    with open(tmp_path / "big.json", "wb") as file:
        file.truncate(1024 * MEBIBYTE)
        file.seek(0)
        file.write(b"{")
    documents = open_source(tmp_path)
    assert list(documents) == []
    assert codes(documents) == ["file-too-large"]
    alone = open_source(tmp_path / "big.json")
    assert list(alone) == []
    assert codes(alone) == ["source-too-large"]
    assert not alone.complete


def test_a_zip_that_lies_about_sizes_is_not_believed():
    data = bytearray(make_zip([("content/a.md", b"a" * 9000)]))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    found, documents = read(bytes(data))
    assert found == []
    assert codes(documents) == ["file-damaged"]


def test_a_header_that_claims_gigabytes_is_not_taken_into_memory():
    crafted = tarfile.TarInfo("x")
    crafted.type, crafted.size = tarfile.XHDTYPE, 3 * 1024 * MEBIBYTE
    start = make_tar(PAIRS[:1], mode="w")[:1024]
    found, documents = read(start + crafted.tobuf(tarfile.PAX_FORMAT) + bytes(MEBIBYTE))
    assert found == PAIRS[:1]
    assert codes(documents) == ["archive-damaged"]
    assert not documents.complete


def test_bounds_of_the_whole_source():
    many = [(f"{number}.md", b"x" * 100) for number in range(30)]
    found, documents = read(make_tar(many), limits=Limits(files=10))
    assert (len(found), codes(documents)) == (10, ["too-many-files"])
    found, documents = read(make_tar(many), limits=Limits(total_bytes=1000))
    assert (len(found), codes(documents)) == (10, ["source-too-large"])
    found, documents = read(make_tar(many), limits=Limits(unpacked_bytes=10_000))
    assert (len(found) < 30, codes(documents)) == (True, ["source-too-large"])
    assert not documents.complete


def test_names_twice_clashing_and_badly_encoded():
    composed, decomposed = "Pr\u00e9fecture.md", "Pre\u0301fecture.md"
    latin = "\udce9t\udce9.md"
    data = make_tar(
        [("a.md", b"1"), ("a.md", b"2"), ("./A.md", b"3"), (decomposed, b"4"), (latin, b"5")]
    )
    found, documents = read(data)
    assert [path for path, _ in found] == ["a.md", "A.md", composed, "\ufffdt\ufffd.md"]
    assert found[0].data == b"1"
    assert codes(documents) == ["case-clash", "duplicate-name", "name-not-utf8"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "source-unknown"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "source-unknown"),
        (b"<!DOCTYPE html><title>503</title>", "source-is-a-web-page"),
        (b"\x1f\x8b\x08\x00broken", "archive-damaged"),
        (gzip.compress(b"plain words", mtime=0), "source-unknown"),
    ],
)
def test_what_is_no_source_is_refused_with_a_reason(data, code):
    with pytest.raises(SourceUnreadableError) as refused:
        read(data)
    assert refused.value.finding.code == code


def test_a_missing_source_a_pipe_and_a_bad_name_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for source, code in (
        (tmp_path / "nothing", "source-missing"),
        (tmp_path / "pipe", "source-not-a-file"),
        ("a\x00b", "source-closed"),
    ):
        with pytest.raises(SourceUnreadableError) as refused:
            open_source(source)
        assert refused.value.finding.code == code


def test_progress_is_told_and_ends_at_the_total():
    steps = []
    read(make_tar(PAIRS), progress=lambda done, total: steps.append((done, total)))
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1] > 0
