from uuid import UUID

from ninja import Field, Query, Router

from terreau.people import queries
from terreau.people.models import Person
from terreau.search.api import EntryOut, ListQuery, Page, page_of

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


@router.get("/{uuid:uid}/", response=ProfileOut, operation_id="get_person")
def get_person(request, uid: UUID):
    """One public profile, by its permanent identifier, with what whoever asks may see of it."""
    return queries.person_by_uid(request.user, uid)
