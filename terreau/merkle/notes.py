"""Signed notes (C2SP signed-note, as of Go's sumdb): a text, an empty line, lines of signatures.

`— NAME BASE64(key id ‖ signature)`, Ed25519 over the text; key id = SHA-256(NAME ‖ LF ‖ 0x01 ‖
public key)[:4]. A key is told as `NAME+HEX(key id)+BASE64(0x01 ‖ public key)`, its secret as
`PRIVATE+KEY+` and the same of the seed.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from terreau.merkle.errors import SignatureError

ED25519 = b"\x01"
SECRET = "PRIVATE+KEY+"  # noqa: S105 - how such a text begins
MOST_SIGNATURES = 100
_LINE = re.compile("— ([^+\\s]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public half of a key. name: whose; public: 32 bytes."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Raises SignatureError for a text that is not NAME+ID+KEY, or whose parts disagree."""
        name, key_id, public = _parts(text)
        found = cls(name, public)
        if key_id != found.key_id:
            raise SignatureError(f"the key {text!r} was mistyped: its identifier does not match")
        return found

    def __post_init__(self) -> None:
        _check_name(self.name)

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def signed(self, text: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


class Signer:
    """A key that can sign. Its secret is shown by `export` alone."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._private.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, name: str) -> "Signer":
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """Raises SignatureError for a text that is not PRIVATE+KEY+NAME+ID+SEED."""
        if not text.startswith(SECRET):
            raise SignatureError("a secret key begins with PRIVATE+KEY+")
        try:
            name, key_id, seed = _parts(text.removeprefix(SECRET))
        except SignatureError:
            raise SignatureError("the secret key is not well formed") from None
        found = cls(name, seed)
        if key_id != found.verifier.key_id:
            raise SignatureError("the secret key was mistyped: its identifier does not match")
        return found

    def __repr__(self) -> str:
        return f"<Signer {self.verifier}>"

    @property
    def name(self) -> str:
        return self.verifier.name

    def export(self) -> str:
        seed = b64encode(ED25519 + self._private.private_bytes_raw()).decode()
        return f"{SECRET}{self.name}+{self.verifier.key_id.hex()}+{seed}"

    def line(self, text: str) -> str:
        """The line that signs a text."""
        signature = self.verifier.key_id + self._private.sign(text.encode())
        return f"— {self.name} {b64encode(signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note that was opened: its text and by whom, of those who were asked about, it is signed."""

    text: str
    signed_by: tuple[Verifier, ...]


def signed(text: str, *signers: Signer) -> str:
    """The note: a text (lines, the last one ended too) signed by each."""
    if not text.endswith("\n") or re.search("[\x00-\x09\x0b-\x1f\x7f]", text):
        raise SignatureError("a note is made of whole lines without control characters")
    return "\n".join([text, "".join(signer.line(text) for signer in signers)])


def opened(note: bytes | str, verifiers: Iterable[Verifier]) -> Note:
    """A note that at least one of the verifiers signed; signatures of others are passed over.

    Raises SignatureError when it is not well formed, when a signature that claims to be a
    verifier's is not, or when there is none.
    """
    text, lines = _split(note)
    known = {(each.name, each.key_id): each for each in verifiers}
    found: dict[Verifier, None] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if not match:
            raise SignatureError("a line of signature is not well formed")
        name, blob = match[1], unbase64(match[2])
        verifier = known.get((name, blob[:4]))
        if verifier and not verifier.signed(text.encode(), blob[4:]):
            raise SignatureError(f"the signature of {name} does not hold")
        if verifier:
            found[verifier] = None
    if not found:
        raise SignatureError("nobody who is trusted signed it")
    return Note(text, tuple(found))


def unbase64(text: str) -> bytes:
    """What a text says in base64, if it is the only way to say so."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        data = b""
    if b64encode(data).decode() != text:
        raise SignatureError(f"{text[:80]!r} is not base64 as it should be")
    return data


def _split(note: bytes | str) -> tuple[str, list[str]]:
    try:
        whole = note.decode() if isinstance(note, bytes) else note
    except UnicodeDecodeError:
        raise SignatureError("it is not a note: not UTF-8") from None
    text, empty, signatures = whole.rpartition("\n\n")
    if not empty or not signatures.endswith("\n") or re.search("[\x00-\x09\x0b-\x1f\x7f]", whole):
        raise SignatureError("it is not a note: text, empty line, signatures")
    lines = signatures[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise SignatureError(f"it has more than {MOST_SIGNATURES} signatures")
    return f"{text}\n", lines


def _parts(text: str) -> tuple[str, bytes, bytes]:
    match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)", text)
    key = unbase64(match[3]) if match else b""
    if not match or len(key) != 33 or key[:1] != ED25519:
        raise SignatureError(f"{text[:200]!r} is not a key: NAME+IDENTIFIER+KEY of Ed25519")
    return match[1], bytes.fromhex(match[2]), key[1:]


def _check_name(name: str) -> None:
    if not name or re.search(r"[+\s\x00-\x1f\x7f]", name):
        raise SignatureError(f"{name!r} cannot name a key: no space, no plus sign")
