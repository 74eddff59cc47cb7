"""Components, cards, panels and the blocks of pages as Python functions, not as trees of nodes.

A page of twenty cards draws hundreds of small templates. Django walks through each as a tree, and
looks up every name in a stack of contexts. Here one dict is all the scope, and each node is a
function that knows what it is; what this module does not know, Django's own node draws. Templates
are written and read as before, and the tests hold both ways of drawing to the same text.
"""

from copy import copy

from django.template import Context, loader_tags
from django.template import base as syntax
from django.template import defaulttags as tags
from django.template.library import SimpleNode
from django.template.loaders import app_directories, cached
from django.templatetags import i18n
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from terreau.theme.expressions import shown, value_of
from terreau.theme.unrolled import unrolled

_DRAWN = {}


class Drawing:
    """One template being drawn: scope {name: value}, write(text), and its context for Django."""

    __slots__ = ("_context", "language", "scope", "template", "write")

    def __init__(self, template, scope, write, language, context=None):
        self.template, self.scope, self.write = template, scope, write
        self.language, self._context = language, context

    @property
    def context(self):
        """The context whose names are those of the scope."""
        if self._context is None:
            self._context = Context()
            self._context.dicts.append(self.scope)
            self._context.template = self.template
        return self._context


class Compiled(syntax.NodeList):
    """The nodes of a template with the function that draws them; for Django, nodes as any other."""

    def __init__(self, nodes):
        super().__init__(nodes)
        self.contains_nontext = nodes.contains_nontext
        self.draw = function_of(nodes)

    def render(self, context):
        if not (context.autoescape and context.use_l10n in (None, True) and context.template):
            return super().render(context)
        parts, scope = [], context.flatten()
        context.dicts.append(scope)  # where Django's nodes look first, and keep what they name
        try:
            self.draw(Drawing(context.template, scope, parts.append, get_language(), context))
        finally:
            context.dicts.pop()
        return SafeString("".join(parts))


class Loader(cached.Loader):
    """Loads the templates of apps, keeps them, compiles all but layouts and what stands alone."""

    def __init__(self, engine):
        self.known = {}
        super().__init__(engine, [f"{app_directories.__name__}.Loader"])

    def get_template(self, template_name, skip=None):
        if skip is None and template_name in self.known:
            return self.known[template_name]
        template = super().get_template(template_name, skip)
        if is_part(template_name):
            if not isinstance(template.nodelist, Compiled):
                template.nodelist = Compiled(template.nodelist)
        elif template.nodelist.get_nodes_by_type(loader_tags.ExtendsNode):
            for block in template.nodelist.get_nodes_by_type(loader_tags.BlockNode):
                if not isinstance(block.nodelist, Compiled):
                    block.nodelist = Compiled(block.nodelist)
        if skip is None:
            self.known[template_name] = template
        return template

    def reset(self):
        super().reset()
        self.known.clear()


def is_part(name):
    """Whether a template is drawn with parameters of its own: a component, a card, a panel."""
    return name.startswith("components/") or "/_" in name or "/panels/" in name


def drawn(tag, function):
    """Let a compiled template call (engine, language, …) in the place of a tag (context, …)."""
    _DRAWN[tag] = function


def draw(template, parameters, language=None):
    """The text of a template with these parameters and nothing else."""
    parts = []
    _draw(template, dict(parameters), parts.append, language or get_language())
    return SafeString("".join(parts))


def _draw(template, scope, write, language):
    drawing = Drawing(template, scope, write, language)
    if isinstance(template.nodelist, Compiled):
        template.nodelist.draw(drawing)
    else:
        write(template.render(drawing.context))


def function_of(nodes):
    """One function (drawing) → None that draws all the nodes."""
    return unrolled(nodes, _of_node)


def _of_node(node):
    known = _KNOWN.get(type(node))
    return (known and known(node)) or (
        lambda drawing: drawing.write(node.render_annotated(drawing.context))
    )


def _with(node):
    given = {name: value_of(value) for name, value in node.extra_context.items()}
    body = function_of(node.nodelist)

    def draw_with(drawing):
        before = dict(drawing.scope)
        drawing.scope.update({name: value(drawing) for name, value in given.items()})
        body(drawing)
        _restore(drawing.scope, before)

    return draw_with


def _restore(scope, before):
    scope.clear()
    scope.update(before)


def _first_of(node):
    values, name = [value_of(each, absent=True) for each in node.vars], node.asvar

    def first_of(drawing):
        found = next((value for each in values if (value := each(drawing))), "")
        _write(drawing, SafeString(shown(found, drawing.language)) if found else "", name)

    return first_of


def _translate(node):
    expression = node.filter_expression
    if node.message_context or expression.filters or expression.var.literal is None:
        return None
    plain, name, kept = copy(node), node.asvar, {}
    plain.asvar = None

    def translate(drawing):
        text = kept.get(drawing.language)
        if text is None:
            text = kept[drawing.language] = plain.render(drawing.context)
        _write(drawing, text, name)

    return translate


def _block_translate(node):
    if node.plural or node.message_context:
        return None
    given = {name: value_of(value) for name, value in node.extra_context.items()}
    words, names = node.render_token_list(node.singular)
    if set(names) - given.keys():
        return None
    kept, name = {}, node.asvar

    def translate(drawing):
        text = kept.get(drawing.language)
        if text is None:
            text = kept[drawing.language] = gettext(words)
        try:
            said = text % {each: shown(given[each](drawing), drawing.language) for each in names}
        except (KeyError, ValueError):  # a translation that names something else
            drawing.write(node.render(drawing.context))
            return
        _write(drawing, SafeString(said) if name else said, name)

    return translate


def _include(node):
    if node.template.is_var or not isinstance(node.template.var, str) or not node.isolated_context:
        return None
    given = {name: value_of(value) for name, value in node.extra_context.items()}
    name = node.template.var

    def include(drawing):
        template = drawing.template.engine.get_template(name)
        scope = {each: value(drawing) for each, value in given.items()}
        _draw(template, scope, drawing.write, drawing.language)

    return include


def _simple(node):
    function, target = node.func, node.target_var
    if node.takes_context and function not in _DRAWN:
        return None
    given = [value_of(each) for each in node.args]
    named = {name: value_of(value) for name, value in node.kwargs.items()}

    def call(drawing):
        values = [each(drawing) for each in given]
        names = {name: value(drawing) for name, value in named.items()}
        if node.takes_context:
            made = _DRAWN[function](drawing.template.engine, drawing.language, *values, **names)
        else:
            made = function(*values, **names)
        _write(drawing, made if target else conditional_escape(made), target)

    return call


def _write(drawing, text, name):
    """Write a text, or keep it under a name."""
    if name:
        drawing.scope[name] = text
    else:
        drawing.write(text)


_KNOWN = {
    tags.WithNode: _with,
    tags.FirstOfNode: _first_of,
    i18n.TranslateNode: _translate,
    i18n.BlockTranslateNode: _block_translate,
    loader_tags.IncludeNode: _include,
    SimpleNode: _simple,
}
