from ninja import Field, Query, Router, Schema

from terreau.api import queries

router = Router(tags=["Territories"])


class TerritoryOut(Schema):
    code: str
    country: str
    level: str
    name: str
    official_code: str
    population: int | None
    parent: str | None = Field(description="code of the territory above")

    @staticmethod
    def resolve_parent(territory):
        return territory.parent.code if territory.parent else None


class Named(Schema):
    name: str = Field(min_length=1, max_length=120, description="a name, a postcode or a code")
    limit: int = Field(10, ge=1, le=50)


@router.get("/", response=list[TerritoryOut], operation_id="find_territories")
def find_territories(request, given: Query[Named]):
    """Territories by name, postcode or official code."""
    return queries.territories_named(given.name, given.limit)


@router.get("/{code}/", response=TerritoryOut, operation_id="get_territory")
def get_territory(request, code: str):
    """One territory, by its code."""
    return queries.territory(code)
