"""What the generated functions leave as it was."""

import pytest
from django.template import engines

from terreau.theme.compiled import Compiled, draw


def drawn(text, **given):
    template = engines["django"].engine.from_string(text)
    template.nodelist = Compiled(template.nodelist)
    return draw(template, given, "fr")


def test_a_loop_gives_the_names_back_that_it_took():
    text = (
        "{% for each in rows %}{% for each in each %}{{ each }}{% endfor %};{% endfor %}{{ each }}"
    )
    assert drawn(text, rows=[[1, 2], [3]], each="x") == "12;3;x"


@pytest.mark.parametrize("each", [0, "", None, False, [], "a", 1, lambda: "", lambda: "b"])
def test_conditions_ask_what_a_value_stands_for(each):
    text = "{% if not each %}no{% elif each and other %}both{% else %}one{% endif %}"
    value = each() if callable(each) else each
    assert drawn(text, each=each) == ("one" if value else "no")
    assert drawn(text, each=each, other=True) == ("both" if value else "no")


def test_text_is_never_taken_for_code():
    text = '\'"""\\n{}%s {{ each }}\\'
    assert drawn(text, each="{d} \\ 'x'") == '\'"""\\n{}%s {d} \\ &#x27;x&#x27;\\'
