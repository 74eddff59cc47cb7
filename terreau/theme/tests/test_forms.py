"""Django's forms as the theme draws them: labels, help, errors, and a way from one to the other."""

import re

from django import forms

from terreau.theme.gallery import draw
from terreau.theme.samples.forms import SampleForm
from terreau.theme.tests.test_components import HOSTILE, Page


class HostileForm(forms.Form):
    name = forms.CharField(label=HOSTILE, help_text="Plain.", initial=HOSTILE)
    choice = forms.ChoiceField(choices=[(HOSTILE, HOSTILE)], widget=forms.RadioSelect)

    def clean(self):
        raise forms.ValidationError(HOSTILE)


def markup(form, **parameters):
    return draw("form", {"form": form, **parameters})


def test_every_control_has_a_label_or_a_legend():
    drawn = markup(SampleForm())
    page = Page(drawn)
    labels = {value for name, value in page.attributes if name == "for"}
    controls = re.findall(
        r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*id="([^"]+)"', drawn
    )
    assert controls
    assert [control for control in controls if control not in labels] == []
    assert drawn.count("<fieldset") == drawn.count("<legend") == 2


def test_help_and_errors_describe_their_field():
    drawn = markup(SampleForm({"title": ""}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    ids = Page(drawn).ids
    assert {"id_title_helptext", "id_title_error"} <= set(ids)


def test_the_summary_of_errors_links_to_what_is_wrong():
    drawn = markup(SampleForm({"title": "", "email": "nobody"}))
    assert 'role="alert"' in drawn
    targets = re.findall(r'<li><a href="#([^"]+)"', drawn)
    assert "id_title" in targets
    assert "id_visibility" in targets
    assert [target for target in targets if target not in Page(drawn).ids] == []


def test_a_good_form_shows_no_summary():
    assert "error-summary" not in markup(SampleForm())
    assert "error-summary" not in str(SampleForm())


def test_a_form_printed_by_itself_looks_the_same():
    drawn = str(SampleForm({"title": "", "page": "1"}))
    assert drawn.count("error-summary") == 1
    assert 'class="field field-wrong"' in drawn
    assert '<input type="hidden" name="page" value="1"' in drawn


def test_optional_fields_say_so():
    drawn = markup(SampleForm())
    assert drawn.count('class="optional"') == 2


def test_a_form_that_posts_carries_the_token_only_then():
    assert "csrfmiddlewaretoken" in markup(SampleForm(), csrf_token="a" * 32)
    assert "csrfmiddlewaretoken" not in markup(SampleForm(), csrf_token="a" * 32, method="get")
    assert "csrfmiddlewaretoken" not in markup(SampleForm())


def test_a_form_with_a_file_is_sent_as_one():
    class Upload(forms.Form):
        image = forms.FileField()

    assert 'enctype="multipart/form-data"' in markup(Upload())
    assert "enctype" not in markup(SampleForm())


def test_hostile_labels_errors_and_values_stay_text():
    page = Page(markup(HostileForm({"name": HOSTILE, "choice": HOSTILE})))
    assert not {"script", "b"} & set(page.tags)
    assert page.text.count("<script>alert(1)</script>") >= 3
