"""What reads the pages' markup finds what it should; no browser is needed for that."""

import pytest

from tests.browser.markup import faults

SOUND = (
    '<!doctype html><html lang="en"><body><p>1<br>2</p><svg><path d="M0 0"/></svg></body></html>'
)


def test_sound_markup_has_no_faults():
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("<p><div>x</div></p>", "<div> inside <p>"),
        ("<p>x", "<p> is open where </body> comes"),
        ("</span>", "</span> ends nothing"),
        ("<b><i>x</b></i>", "<i> is open where </b> comes"),
        ('<b id="x">1</b><i id="x">2</i>', "id x occurs 2 times"),
        ('<a href="#there">x</a>', "nothing has the id there"),
        ('<label for="name">x</label>', "nothing has the id name"),
        ('<a href="/1"><a href="/2">x</a></a>', "<a> inside <a>"),
        ("<div/>", "<div/> does not close itself"),
        ("<ul><a href='/'>x</a></ul>", "<a> straight inside <ul>"),
        ("<div><li>x</li></div>", "<li> inside <div>"),
        ('<b class="x" class="y">1</b>', "class twice on <b>"),
        ('<b id="">1</b>', "id='' is none"),
    ],
)
def test_faults_are_found(part, said):
    found = faults(SOUND.replace("</body>", f"{part}</body>"))
    assert any(said in each for each in found), found
