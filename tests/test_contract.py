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
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from terreau.collections.tests.factories import make_collection
from terreau.entries import tallies
from terreau.entries.tests.factories import make_administrator, make_topic
from terreau.groups.tests.factories import make_group
from terreau.ledger.models import Statement
from terreau.needs.tests.factories import make_need
from terreau.offers.tests.factories import make_offer
from terreau.organizations.tests.factories import make_incubator
from terreau.people.tests.factories import make_person
from terreau.posts.tests.factories import make_post
from terreau.projects import actions
from terreau.projects.tests.factories import make_project
from terreau.resources.tests.factories import make_resource
from terreau.reviews.tests.factories import make_held_review
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
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
anything, sense = schema_of("all"), schema_of("positive").include(method="GET")


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
    """Something of everything, as values of the parameters that name it, by the start of a path."""
    cache.clear()
    host, place, topic = make_incubator(), make_territory(), make_topic()
    project = make_project(
        hosts=[host], topics=[topic], territory=place,
        phases=[("investigation", date(2024, 1, 1)), ("construction", date(2024, 6, 1))],
    )  # fmt: skip
    tallies.rebuild()
    index_many([host.pk, project.pk])
    actions.edit(make_administrator(), project, title="Autrement")
    _manager, review = make_held_review()
    return {
        "projects": {"uid": str(project.uid)},
        "organizations": {"uid": str(host.uid)},
        "groups": {"uid": str(make_group().uid)},
        "posts": {"uid": str(make_post().uid)},
        "people": {"uid": str(make_person().uid)},
        "offers": {"uid": str(make_offer().uid)},
        "needs": {"uid": str(make_need().uid)},
        "resources": {"uid": str(make_resource().uid)},
        "collections": {"uid": str(make_collection().uid)},
        "feed": {
            "entry": str(project.uid), "kind": "project", "territory": place.code,
            "topic": topic.slug,
        },
        "statements": {"uid": str(Statement.objects.earliest("pk").uid)},
        "territories": {"code": place.code},
        "portfolio": {
            "as_of": "2024-07-01", "known_at": timezone.localdate().isoformat(),
            "incubator": host.slug, "territory": place.code, "theme": topic.slug,
        },
        "reviews": {
            "uid": str(review.uid), "version": 1,
            "as_of": "2024-07-01", "known_at": timezone.localdate().isoformat(),
            "incubator": host.slug,
        },
    }  # fmt: skip


def start_of(path):
    return path.split("/")[3]


def is_about_what_is_not_there(response, names):
    """Whether it was refused for what no document can say: days to come, what does not exist."""
    if response.status_code != 422:
        return False
    return {each["parameter"] for each in response.json()["errors"]} <= set(names)


@anything.parametrize()
@bounded
def test_no_request_breaks_the_contract(case, real):
    response = case.call()
    start = start_of(case.operation.path)
    named = real[start] if start in ("portfolio", "reviews") else {}
    excused = is_about_what_is_not_there(response, named)
    case.validate_response(response, excluded_checks=[positive_data_acceptance] * excused)


@sense.parametrize()
@bounded
def test_requests_about_what_is_there_keep_the_contract(case, real):
    known = real.get(start_of(case.operation.path), {})
    for given in (case.path_parameters, case.query):
        given.update({name: known[name] for name in given if name in known})
    assert case.call_and_validate().status_code == 200
