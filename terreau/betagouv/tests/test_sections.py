"""The body of a product's page cut at its headings."""

from terreau.betagouv.sections import Section, sections

BODY = """Before.

## Contexte

Some context.

## Le problème

People wait.

### Pour qui

- everybody

```
# no heading
## Solution
```

## Notre solution :

We answer.

# Stratégie
Later.
"""


def test_sections_problem_and_solution():
    body = sections(BODY)
    assert [(each.heading, each.level) for each in body.sections] == [
        ("", 0),
        ("Contexte", 2),
        ("Le problème", 2),
        ("Pour qui", 3),
        ("Notre solution", 2),
        ("Stratégie", 1),
    ]
    assert body.problem.startswith("People wait.\n\n### Pour qui\n\n- everybody")
    assert "no heading" in body.problem
    assert body.solution == "We answer."


def test_bold_lines_are_headings():
    body = sections("**Problème**\n\nSlow.\n\n**Solution**\n\nFast.\n\nA **bold** word.")
    assert body.problem == "Slow."
    assert body.solution == "Fast.\n\nA **bold** word."


def test_an_empty_section_gives_way_to_the_next_that_says_so():
    assert sections("## Problèmes\n\n## Le problème\nIt is here.").problem == "It is here."


def test_nothing_found_and_nothing_there():
    assert sections("Only text.") == ((Section("", 0, "Only text."),), "", "")
    assert sections("") == ((), "", "")
