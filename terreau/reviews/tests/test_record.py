import pytest

from terreau.reviews.tests.factories import decided, make_held_review

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_public_record_tells_of_a_decision_and_of_a_meeting_without_a_day(client, language):
    user, review = make_held_review()
    decided(user, review)
    page = client.get(f"{language}/record/")
    assert page.status_code == 200
    assert review.title in page.content.decode()
