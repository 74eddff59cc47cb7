from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from terreau.reviews import queries
from terreau.reviews.coverage_api import router as coverage
from terreau.reviews.models import Review
from terreau.search.api import EntryOut, ListQuery, Page, page_of

router = Router(tags=["Reviews"])
router.add_router("/coverage/", coverage)


class ReviewOut(EntryOut):
    due_on: date = Field(description="set when the review was planned; never moves")
    basis: str = Field(description="the rule that the due date follows from")
    planned_on: date | None
    held_on: date | None
    reply_due_on: date | None


class ConditionOut(Schema):
    text: str
    owner: UUID | None = Field(None, alias="owner.uid")
    due_on: date
    outcome: str
    reason: str


class DecisionOut(Schema):
    kind: str
    held_on: date
    published_at: datetime | None
    members: dict[str, int] = Field(description="how many of each role decided")
    amount: int | None
    funded_until: date | None
    phase: str = Field(description="the phase that it led to; empty where it stayed")
    reasons: str
    dissent: str
    criteria: str
    learned: str
    bricks: str
    relaunch: str
    receiver: UUID | None = Field(None, alias="receiver.uid")
    receive_by: date | None
    received_at: datetime | None
    correction: str = Field(description="what was wrong before; empty where nothing was")
    recorded_at: datetime
    digest: str
    dossier: str | None = Field(None, alias="dossier.digest")


class DossierOut(Schema):
    version: int
    digest: str = Field(description="SHA-256 of the canonical JSON (RFC 8785)")
    frozen_at: datetime


class ReviewDetail(ReviewOut):
    project: UUID = Field(alias="subject.uid")
    incubator: UUID | None = Field(None, alias="author.uid")
    decision: DecisionOut | None
    conditions: list[ConditionOut]
    dossiers: list[DossierOut] = Field(alias="frozen")
    reply: str | None

    @staticmethod
    def resolve_reply(review):
        return review.reply.text if review.reply else None


class DossierContent(DossierOut):
    content: dict[str, Any]


@router.get("/", response=Page[ReviewOut], operation_id="list_reviews")
def list_reviews(request, given: Query[ListQuery]):
    """Reviews, found and sorted as on the directory page."""
    return page_of(request, given, Review.KIND)


@router.get("/{uuid:uid}/", response=ReviewDetail, operation_id="get_review")
def get_review(request, uid: UUID):
    """One review with its decision, by its permanent identifier."""
    return queries.review_by_uid(request.user, uid)


@router.get(
    "/{uuid:uid}/dossiers/{int:version}/", response=DossierContent, operation_id="get_dossier"
)
def get_dossier(request, uid: UUID, version: int):
    """A frozen version of the dossier of a review."""
    return queries.dossier_by_uid(request.user, uid, version)
