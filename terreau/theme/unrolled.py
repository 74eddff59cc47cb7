"""Nodes of a template as the source of one Python function, for what most of a page is made of.

Texts, values, conditions and loops become statements; every other node is a call. A function that
calls one function a node takes a third longer.
"""

from html import escape

from django.template import base as syntax
from django.template import defaulttags as tags
from django.utils.safestring import SafeString

from terreau.theme.expressions import ABSENT, name_of, shown, truth_of, value_of

IGNORED = (tags.LoadNode, tags.CommentNode)
_HEAD = ["def draw(d):", " w, s, language = d.write, d.scope, d.language", " g = s.get"]
_LOOP = [
    "{loop}['counter0'], {loop}['counter'] = {at}, {at} + 1",
    "{loop}['revcounter0'], {loop}['revcounter'] = {count} - {at} - 1, {count} - {at}",
    "{loop}['first'], {loop}['last'] = {at} == 0, {at} == {count} - 1",
]


def unrolled(nodes, other):
    """One function (drawing) → None that draws all the nodes; other: (node) → such a function for
    those that are not unrolled."""
    source = _Source(other)
    source.nodes(nodes, 1)
    return source.function()


class _Source:
    """The lines of a function, and the objects that it names."""

    def __init__(self, other):
        self.other, self.lines = other, [*_HEAD]
        self.given = {"escape": escape, "shown": shown, "Safe": SafeString, "ABSENT": ABSENT}

    def function(self):
        code = compile("\n".join(self.lines), "<template>", "exec")
        exec(code, self.given)  # noqa: S102 - of templates: what they say is in it as literals
        return self.given["draw"]

    def line(self, depth, text):
        self.lines.append(" " * depth + text)

    def named(self, value):
        name = f"_{len(self.given)}"
        self.given[name] = value
        return name

    def nodes(self, nodes, depth):
        start = len(self.lines)
        for node in nodes:
            if isinstance(node, syntax.TextNode):
                self.line(depth, f"w({node.s!r})")
            elif type(node) is syntax.VariableNode:
                self.variable(node, depth)
            elif type(node) is tags.IfNode:
                self.condition(node, depth)
            elif type(node) is tags.ForNode and len(node.loopvars) == 1:
                self.loop(node, depth)
            elif not isinstance(node, IGNORED):
                self.line(depth, f"{self.named(self.other(node))}(d)")
        if len(self.lines) == start:
            self.line(depth, "pass")

    def variable(self, node, depth):
        expression = node.filter_expression
        value, name = f"{self.named(value_of(expression))}(d)", name_of(expression)
        if name:
            there = f"(v := g({name!r}, ABSENT)) is not ABSENT and not callable(v)"
            value = f"v if {there} else {value}"
        self.line(depth, f"v = {value}")
        self.line(depth, "c = type(v)")
        self.line(depth, "w(escape(v) if c is str else v if c is Safe else shown(v, language))")

    def condition(self, node, depth):
        for number, (condition, nodes) in enumerate(node.conditions_nodelists):
            if condition is None:
                self.line(depth, "else:" if number else "if True:")
            else:
                self.line(depth, f"{'elif' if number else 'if'} {self.truth(condition)}:")
            self.nodes(nodes, depth + 1)

    def truth(self, condition):
        """The source of what an `if` asks."""
        if isinstance(condition, tags.TemplateLiteral):
            value = f"{self.named(truth_of(condition))}(d)"
            name = name_of(condition.value)
            return f"({value} if callable(v := g({name!r})) else v)" if name else value
        if condition.id == "not":
            return f"(not {self.truth(condition.first)})"
        if condition.id in ("and", "or"):
            parts = self.truth(condition.first), self.truth(condition.second)
            return f"({f' {condition.id} '.join(parts)})"
        return f"{self.named(truth_of(condition))}(d)"

    def loop(self, node, depth):
        values = self.named(value_of(node.sequence, absent=True))
        many, count, before, loop, at, item = (
            f"{name}{depth}" for name in ("many", "count", "before", "loop", "at", "item")
        )
        self.line(depth, f"{many} = {values}(d)")
        listed = f"{many} if hasattr({many}, '__len__') else list({many})"
        self.line(depth, f"{many} = () if {many} is None else {listed}")
        self.line(depth, f"{count} = len({many})")
        self.line(depth, f"if {count}:")
        self.line(depth + 1, f"{before} = dict(s)")
        self.line(depth + 1, f"{loop} = {{'parentloop': g('forloop', {{}}), 'length': {count}}}")
        order = f"reversed({many})" if node.is_reversed else many
        self.line(depth + 1, f"for {at}, {item} in enumerate({order}):")
        for told in _LOOP:
            self.line(depth + 2, told.format(loop=loop, at=at, count=count))
        self.line(depth + 2, f"s['forloop'], s[{node.loopvars[0]!r}] = {loop}, {item}")
        self.nodes(node.nodelist_loop, depth + 2)
        self.line(depth + 1, "s.clear()")
        self.line(depth + 1, f"s.update({before})")
        self.line(depth, "else:")
        self.nodes(node.nodelist_empty, depth + 1)
