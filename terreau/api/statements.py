from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from terreau.api import queries

router = Router(tags=["Public record"])


class StatementOut(Schema):
    uid: UUID
    at: datetime
    verb: str
    subject: UUID
    actor: UUID | None = Field(description="opaque: it names nobody")
    payload: Any = Field(description="what was said; none where it was erased")
    salt: str | None
    payload_digest: str = Field(description="SHA-256 of salt and RFC 8785 form of the payload")
    leaf_hash: str = Field(description="RFC 6962 leaf hash of the canonical bytes")


class Statements(Schema):
    items: list[StatementOut]
    next: str | None


class Walk(Schema):
    before: int = Field(0, ge=0, le=2**62, description="taken from `next`")
    subject: UUID | None = None
    limit: int = Field(50, ge=1, le=200)


@router.get("/", response=Statements, operation_id="list_statements")
def list_statements(request, given: Query[Walk]):
    """The public record, newest first."""
    return queries.statements(request, given)


@router.get("/{uuid:uid}/", response=StatementOut, operation_id="get_statement")
def get_statement(request, uid: UUID):
    """One statement, by its identifier."""
    return queries.statement(request.user, uid)
