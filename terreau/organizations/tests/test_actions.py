from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from terreau.entries.tests.factories import make_administrator
from terreau.organizations import actions, queries
from terreau.organizations.models import Organization, check_siren
from terreau.organizations.tests.factories import make_organization

pytestmark = pytest.mark.django_db


def test_a_siren_is_written_in_the_digits_of_its_register():
    check_siren("356000000")
    with pytest.raises(ValidationError):
        check_siren("٣٥٦٠٠٠٠٠٠")


def test_what_is_closed_cannot_open_later():
    organization = make_organization(closed_on=date(2020, 1, 1))
    with pytest.raises(ValidationError):
        actions.edit(make_administrator(), organization, opened_on=date(2021, 1, 1))
    actions.edit(make_administrator(), organization, opened_on=date(2019, 1, 1))

    organization.refresh_from_db()
    assert organization.opened_on == date(2019, 1, 1)


def test_create_takes_nothing_but_what_describes_an_organization():
    made = actions.create(
        make_administrator(), Organization(), title="Fabrique", state="incubator", statement_count=7
    )
    assert made.statement_count == 1


def test_open_data_name_no_hidden_parent():
    parent = make_organization(hidden_at=timezone.now())
    make_organization(parent=parent, slug="part")

    assert [row["parent"] for row in queries.export_rows(Organization.objects.public())] == [""]


def test_no_organization_closes_on_a_day_that_has_not_come():
    organization, user = make_organization(), make_administrator()
    today = timezone.localdate()
    with pytest.raises(ValidationError):
        actions.close(user, organization, closed_on=today + timedelta(days=1), reason="Fusion.")
    actions.close(user, organization, closed_on=today, reason="Fusion.")

    organization.refresh_from_db()
    assert organization.closed_on == today
