"""A record that anyone can verify: entries in a Merkle tree, kept as static files, signed.

Plain Python and `cryptography`, no Django. Hashes of RFC 6962/9162, files of C2SP tlog-tiles,
checkpoints as C2SP signed notes. `Log` appends (one process at a time), `Reader` proves,
`proof_file` makes what is handed out, `Verifier` and `opened_checkpoint` check signatures,
`verify_inclusion` and `verify_consistency` proofs; `verify_record` is one file that checks all of
it alone, and can be given to anybody.
Entries are bytes; errors are `RecordError`s, or ValueError and TypeError for an entry that cannot
be kept. Nothing is global; the same entries and key give the same bytes.
"""

from terreau.merkle.checkpoints import Checkpoint, KeyChange, followed, opened_checkpoint
from terreau.merkle.errors import (
    DamagedError,
    LockedError,
    ProofError,
    RecordError,
    SignatureError,
)
from terreau.merkle.folder import Folder, Storage
from terreau.merkle.hashing import EMPTY_ROOT, leaf_hash, node_hash, root_of
from terreau.merkle.log import Appended, Log
from terreau.merkle.notes import Signer, Verifier
from terreau.merkle.proof_files import Disclosed, ProofFile, canonical, proof_file
from terreau.merkle.proofs import (
    ConsistencyProof,
    InclusionProof,
    verify_consistency,
    verify_inclusion,
)
from terreau.merkle.reader import Reader

__all__ = [
    "EMPTY_ROOT",
    "Appended",
    "Checkpoint",
    "ConsistencyProof",
    "DamagedError",
    "Disclosed",
    "Folder",
    "InclusionProof",
    "KeyChange",
    "LockedError",
    "Log",
    "ProofError",
    "ProofFile",
    "Reader",
    "RecordError",
    "SignatureError",
    "Signer",
    "Storage",
    "Verifier",
    "canonical",
    "followed",
    "leaf_hash",
    "node_hash",
    "opened_checkpoint",
    "proof_file",
    "root_of",
    "verify_consistency",
    "verify_inclusion",
]
