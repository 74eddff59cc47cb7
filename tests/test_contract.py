"""The API held against its own document by requests that nobody would think of."""

import json
from datetime import date
from pathlib import Path

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from terreau.entries import tallies
from terreau.entries.tests.factories import make_administrator, make_topic
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import make_incubator
from terreau.projects import actions
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).parents[1] / "docs" / "openapi.json"


def schema_of(mode):
    config = SchemathesisConfig.from_dict({"generation": {"mode": mode}})
    schema = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text()), config=config)
    schema.app = get_wsgi_application()
    return schema


bounded = settings(
    max_examples=20,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
anything, sense = schema_of("all"), schema_of("positive")


@pytest.fixture
def one_connection():
    """Requests use the connection of the test and its transaction, as Django's own client does."""
    ends = (request_started, request_finished)
    for each in ends:
        each.disconnect(close_old_connections)
    yield
    for each in ends:
        each.connect(close_old_connections)


@pytest.fixture
def real(db, one_connection):
    """Something of everything; the path parameters that lead to it, by the end of the path."""
    cache.clear()
    host, place = make_incubator(), make_territory()
    project = make_project(
        hosts=[host], topics=[make_topic()], territory=place,
        phases=[("investigation", date(2024, 1, 1)), ("construction", date(2024, 6, 1))],
    )  # fmt: skip
    tallies.rebuild()
    index_many([host.pk, project.pk])
    actions.edit(make_administrator(), project, title="Autrement")
    uids = {
        "projects": project.uid,
        "organizations": host.uid,
        "statements": Statement.objects.get().uid,
    }
    return {name: {"uid": str(uid)} for name, uid in uids.items()} | {
        "territories": {"code": place.code}
    }


@anything.parametrize()
@bounded
def test_no_request_breaks_the_contract(case, real):
    case.call_and_validate()


@sense.parametrize()
@bounded
def test_requests_about_what_is_there_keep_the_contract(case, real):
    if case.path_parameters:
        case.path_parameters.update(real[case.operation.path.split("/")[3]])
    assert case.call_and_validate().status_code == 200
