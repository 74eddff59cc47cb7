"""What can be wrong with a record, its keys and its proofs."""


class RecordError(Exception):
    """Something about a record does not hold; the text says what and where."""


class ProofError(RecordError):
    """A proof does not show what it is given for."""


class SignatureError(RecordError):
    """A key or a signed note is not well formed, or nobody who is trusted signed it."""


class DamagedError(RecordError):
    """A file of the record is missing, cut short or not what was signed."""


class LockedError(RecordError):
    """Another process appends to the record."""
