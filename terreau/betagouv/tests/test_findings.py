"""Every code that is reported has words, and the words find the params that they name."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

import terreau.betagouv.findings
from terreau.betagouv.tests.snapshots import demonstration
from terreau.harvest.findings import Wording, declare, declared, message, remedy, sentence
from terreau.harvest.records import Finding

PACKAGE = Path(terreau.__path__[0])
REPORTERS = {"of", "report", "refuse", "stop", "unreadable", "find"}
RAISED = {"TooMuchError", "FetchRefusedError", "FetchFailedError", "_RefusedError"}


def reported():
    """(code, names of params) of every call that reports a finding under a literal code."""
    for app in ("harvest", "betagouv"):
        for path in sorted((PACKAGE / app).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and node.args:
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    first = node.args[0]
                    literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
                    if name in REPORTERS | RAISED and literal:
                        yield first.value, {each.arg for each in node.keywords}, node, path.name


CALLS = list(reported())


def test_the_calls_are_found():
    assert len({code for code, *_ in CALLS}) > 80


@pytest.mark.parametrize(
    ("code", "given"), [(c, g) for c, g, *_ in CALLS], ids=[f"{p}-{c}" for c, _, _, p in CALLS]
)
def test_every_code_has_words_that_find_their_params(code, given):
    assert code in declared()
    wanted = set(re.findall(r"%\((\w+)\)s", "".join(map(str, declared()[code]))))
    if None not in given and code not in ("source-too-large", "too-many-files", "nested-folders"):
        assert wanted <= given


def test_words_without_use_do_not_linger():
    used = {code for code, *_ in CALLS} | {
        "web-page", "empty-file", "no-front-matter", "front-matter-unclosed", "archive-cut-short",
        "archive-damaged", "last-phase-undated", "phase-undated", "unknown-accessibility",
        "unknown-phase", "unknown-event", "source-too-large", "too-many-files", "fetch-web-page",
        "fetch-wrong-type", "key-not-a-word", "unknown-alias", "too-many-values", "nested-too-deep",
    }  # fmt: skip
    texts = (PACKAGE / name for name in ("harvest/words.py", "betagouv/findings.py"))
    written = {c for each in texts for c in re.findall(r'"([\w-]+)": Wording', each.read_text())}
    assert len(written) > 80 and written <= set(declared())
    assert written - used == set()


def test_a_sentence_is_filled_in():
    finding = Finding.of("gap-between-phases", "x.md", 3, days=12, before="a", after="b")
    with translation.override("en"):
        said = message(finding)
        assert said.startswith("12 days lie between the end of “a” and the start of “b”")
        assert remedy(finding)
        assert sentence(finding) == f"{said} {remedy(finding)}"
    assert finding.place == "x.md:3"
    assert Finding.from_dict(finding.as_dict()) == finding


def test_all_findings_of_the_demonstration_can_be_said():
    for snapshot in demonstration().values():
        for finding in snapshot.findings:
            assert "…" not in message(finding)
            assert finding.code not in message(finding)


def test_unknown_codes_and_missing_params_are_survived():
    assert message(Finding.of("unheard-of", "x", thing=1)) == "unheard-of (thing: 1)"
    assert "…" in message(Finding.of("case-clash", "x"))
    assert sentence(Finding.of("unheard-of", "x")) == "unheard-of"


def test_a_code_is_declared_once():
    with pytest.raises(ValueError, match="no-record"):
        declare({"no-record": Wording("again")})


def test_params_are_fit_to_be_shown():
    finding = Finding.of("x", "a\x1b[31m.md", long="y" * 999, big=10**5000, on=True, nothing=None)
    params = dict(finding.params)
    assert finding.path == "a\ufffd[31m.md"
    assert len(params["long"]) == 160
    assert params["big"] == "<int>"
    assert params["on"] == "true"
    assert params["nothing"] == "None"
