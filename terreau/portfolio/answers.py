"""The answers to a question, by name: every table of figures, in the order of the page."""

from terreau.portfolio import counts, flows, outcomes

ANSWERS = {
    each.__name__: each
    for each in (
        counts.phases, counts.evolution, flows.flows, outcomes.survival, outcomes.durations,
        outcomes.exits, outcomes.funnel, outcomes.comparison, counts.incubators,
        counts.territories, counts.themes,
    )
}  # fmt: skip
