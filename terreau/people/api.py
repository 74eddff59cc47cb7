from typing import Literal
from uuid import UUID

from django.conf import settings
from ninja import Field, Query, Router, Schema

from terreau.people import expertise, queries
from terreau.people.models import Person, Standing
from terreau.search.api import MOST, EntryOut, ListQuery, Page, page_of

router = Router(tags=["People"])


class PersonOut(EntryOut):
    is_pseudonym: bool
    is_verified: bool = Field(description="a verified agent of some organization")

    @staticmethod
    def resolve_is_verified(person):
        return person.verified_at is not None


class ProfileOut(PersonOut):
    shown: dict[str, str] = Field(description="the fields that whoever asks may see")

    @staticmethod
    def resolve_shown(person, context):
        seen = queries.shown(person, queries.reach_to(context["request"].user, person))
        return {name: str(value) for name, value in seen.items()}


@router.get("/", response=Page[PersonOut], operation_id="list_people")
def list_people(request, given: Query[ListQuery]):
    """Public profiles, found and sorted as on the directory page."""
    return page_of(request, given, Person.KIND)


class SkilledOut(Schema):
    uid: UUID
    name: str
    standing: str = Field(description="what they say they are")
    territory: str = Field(description="its code, empty where it is not said")
    skills: str = Field(description="what they know how to do, where whoever asks may see it")
    offers: str = Field(description="what they can offer, where whoever asks may see it")
    language: str
    url: str


class SkilledPage(Schema):
    items: list[SkilledOut]
    next: int | None = Field(description="`before` of the next page")


class SkillQuery(Schema):
    q: str = Field("", max_length=400, description="words of skills and offers")
    skill: str = Field("", max_length=80, description="one skill, as it is written")
    territory: str = Field("", max_length=40, description="its code; with all that it contains")
    standing: Literal[("", *Standing.values)] = ""  # type: ignore[valid-type]
    before: int | None = Field(None, ge=1, lt=2**63, description="taken from `next`")
    limit: int = Field(20, ge=1, le=MOST)


@router.get("/skills/", response=SkilledPage, operation_id="find_people_by_skill")
def find_people_by_skill(request, given: Query[SkillQuery]):
    """Public profiles by what they show of their skills and offers to whoever asks."""
    said = given.dict(exclude_none=True)
    asked = expertise.asked_in({name: str(value) for name, value in said.items()})
    found = expertise.find(request.user, asked, given.limit)
    items = [expertise.row(each, settings.SITE_URL) for each in found.people]
    return {"items": items, "next": found.more}


@router.get("/{uuid:uid}/", response=ProfileOut, operation_id="get_person")
def get_person(request, uid: UUID):
    """One public profile, by its permanent identifier, with what whoever asks may see of it."""
    return queries.person_by_uid(request.user, uid)
