"""One tag: a component whose parameters are a dict."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def component(context, name, parameters):
    """The component `components/<name>.html` drawn with the keys of a dict as its parameters.

    It is `{% include … with key=value … only %}` for parameters that a list holds: keys that are
    absent stay absent, so that the component's own `{% if %}` decides.
    """
    found = context.template.engine.get_template(f"components/{name}.html")
    return found.render(context.new(parameters))
