"""Statements as entries of a verifiable record: their leaf hashes, and proofs of what they say."""

import uuid

import pytest

from terreau.ledger import actions
from terreau.ledger.leaves import canonical
from terreau.ledger.models import Statement
from terreau.merkle import Disclosed, Folder, Log, Signer, leaf_hash, proof_file
from terreau.merkle import canonical as as_json
from terreau.merkle.verify_record import NotVerified, folder_files, verify_proof, verify_record

pytestmark = pytest.mark.django_db

SIGNER = Signer("terreau.example/record", bytes(32))
KEY = str(SIGNER.verifier)


@pytest.fixture
def statements():
    drafts = [
        actions.draft(
            actor=None, verb="reviews.decide", subject=uuid.uuid4(), payload={"n": n, "été": "œ"}
        )
        for n in range(3)
    ]
    actions.append_all(drafts)
    return list(Statement.objects.order_by("id"))


def test_statements_are_leaves_proven_with_what_they_say_until_that_is_erased(statements, tmp_path):
    with Log.create(Folder(tmp_path), SIGNER) as log:
        log.append(map(canonical, Statement.objects.order_by("id").iterator()))
        assert [log.reader.leaf(n).hex() for n in range(log.size)] == [
            statement.leaf_hash for statement in statements
        ]
    second = statements[1]
    assert leaf_hash(canonical(second)).hex() == second.leaf_hash

    said = {1: Disclosed(second.salt, second.payload)}
    proof = as_json(proof_file(Folder(tmp_path).read, [0, 1], said))
    _found, proven = verify_proof(proof, KEY)
    assert [each.payload for each in proven] == [None, '{"n":1,"été":"œ"}']
    wrong = {1: Disclosed(second.salt, {"n": 2, "été": "œ"})}
    with pytest.raises(NotVerified):
        verify_proof(as_json(proof_file(Folder(tmp_path).read, [0, 1], wrong)), KEY)

    actions.erase_payload(second)
    second.refresh_from_db()
    assert canonical(second) == log.reader.entry(1)
    read, names = folder_files(tmp_path)
    assert verify_record(read, KEY, names=names).size == 3
    assert verify_proof(as_json(proof_file(Folder(tmp_path).read, [1])), KEY)[1][0].index == 1
