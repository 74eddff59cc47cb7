"""What a reader may ask of the reviews, by address, by the API or on the command line."""

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from terreau.portfolio.forms import QuestionForm, one_of
from terreau.reviews.figures import ANSWERS, ReviewQuestion


class ReviewQuestionForm(QuestionForm):
    """As of the portfolio, without definition, territory and theme; one query for an incubator."""

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        for name in ("definition", "territory", "theme"):
            del self.fields[name]

    def clean_figure(self):
        return one_of(self.cleaned_data["figure"], ANSWERS, _("No figure is called so"))

    @cached_property
    def question(self):
        """The question of a form without errors."""
        given, today = self.cleaned_data, timezone.localdate()
        known_at = given["known_at"]
        return ReviewQuestion(
            given["as_of"] or known_at or today,
            known_at if known_at != today else None,
            host=given["incubator"],
        )
