"""Keys, signed notes, checkpoints, changes of key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.merkle.checkpoints import Checkpoint, KeyChange, followed, opened_checkpoint
from terreau.merkle.errors import SignatureError
from terreau.merkle.hashing import EMPTY_ROOT
from terreau.merkle.notes import Signer, Verifier, opened, signed

NAME = "terreau.example/record"
OLD, NEW, OTHER = (Signer(NAME, bytes([number]) * 32) for number in range(3))
NOTE = Checkpoint(NAME, 0, EMPTY_ROOT).signed(OLD)

# The example of Go's golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
    "6KE6RyyBwJnAM=\n"
)


def test_keys_and_notes_are_those_of_other_programs():
    signer, verifier = Signer.parse(PETERS_SECRET), Verifier.parse(PETER)
    text = PETERS_NOTE.rpartition("\n\n")[0] + "\n"

    assert signer.verifier == verifier
    assert (signer.export(), str(verifier)) == (PETERS_SECRET, PETER)
    assert signed(text, signer) == PETERS_NOTE
    assert opened(PETERS_NOTE, [verifier]).text == text
    assert PETERS_SECRET[-20:] not in repr(signer)


def test_signatures_of_others_are_passed_over_and_ones_own_must_hold():
    note = signed("a\n\nb\n", OLD, NEW)

    assert opened(note, [NEW.verifier]).signed_by == (NEW.verifier,)
    assert opened(note, [OLD.verifier, NEW.verifier]).text == "a\n\nb\n"
    with pytest.raises(SignatureError, match="nobody who is trusted"):
        opened(note, [OTHER.verifier])
    with pytest.raises(SignatureError, match="does not hold"):
        opened(note.replace("a", "c", 1), [NEW.verifier])


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(1, 255))
def test_a_changed_byte_of_a_note_is_found(at, flip):
    data = bytearray(NOTE.encode())
    data[at] ^= flip
    with pytest.raises(SignatureError):
        opened_checkpoint(bytes(data), NAME, [OLD.verifier])


@given(st.binary(max_size=200))
def test_whatever_is_no_note_is_refused(data):
    with pytest.raises(SignatureError):
        opened(data, [OLD.verifier])
    with pytest.raises(SignatureError):
        KeyChange.open(data)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "name",
        PETER[:-1],
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("PeterNeumann", "Peter Neumann"),
        PETER.replace("ARpc", "Arpc"),
        PETER.replace("10TW", "10TX"),
    ],
)
def test_a_mistyped_key_is_refused(wrong):
    with pytest.raises(SignatureError):
        Verifier.parse(wrong)
    with pytest.raises(SignatureError):
        Signer.parse(f"PRIVATE+KEY+{wrong}")


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\x00"])
def test_a_key_has_a_name_that_can_be_written(name):
    with pytest.raises(SignatureError):
        Signer.generate(name)


@pytest.mark.parametrize("text", ["no end", "control \x01\n", "tab\t\n"])
def test_only_plain_lines_are_signed(text):
    with pytest.raises(SignatureError):
        signed(text, OLD)


ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{NAME}\n0\n",
        f"\n0\n{ROOT}\n",
        f"{NAME}\n00\n{ROOT}\n",
        f"{NAME}\n-1\n{ROOT}\n",
        f"{NAME}\n٣\n{ROOT}\n",
        f"{NAME}\n0\n{ROOT[:-2]}V=\n",
        f"{NAME}\n0\n{ROOT[:40]}\n",
        f"{NAME}\n0\n{ROOT}\n\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(SignatureError):
        Checkpoint.parse(text)


def test_a_checkpoint_keeps_lines_that_it_does_not_know():
    text = f"{NAME}\n0\n{ROOT}\nmore\n"
    assert Checkpoint.parse(text).text == text
    assert Checkpoint.parse(text).to_json() == {"origin": NAME, "size": 0, "root": ROOT}


def change(old, new, size=0):
    return KeyChange(NAME, size, EMPTY_ROOT, old.verifier, new.verifier)


def test_a_change_of_key_needs_both_signatures():
    turn = change(OLD, NEW)

    assert KeyChange.open(turn.signed(OLD, NEW)) == turn
    for signers in ([OLD], [NEW], [OLD, OTHER]):
        with pytest.raises(SignatureError):
            KeyChange.open(signed(turn.text, *signers))
    with pytest.raises(SignatureError):
        KeyChange.open(signed(f"{turn.text}more\n", OLD, NEW))
    with pytest.raises(SignatureError):
        Checkpoint.parse(turn.text)
    stranger = Signer("elsewhere", bytes(32))
    with pytest.raises(SignatureError):
        KeyChange.open(change(OLD, stranger).signed(OLD, stranger))


def test_changes_are_followed_from_any_key_that_ever_signed():
    first, second = change(OLD, NEW, 3), change(NEW, OTHER, 5)

    for key in (OLD, NEW, OTHER):
        assert followed([first, second], key.verifier) == OTHER.verifier
    assert followed([], OLD.verifier) == OLD.verifier
    for broken in ([second, first], [first, change(NEW, OTHER, 2)], [first, first]):
        with pytest.raises(SignatureError):
            followed(broken, OLD.verifier)
    with pytest.raises(SignatureError, match="never signed"):
        followed([first], OTHER.verifier)
