from django import template

from terreau.reviews import sheet

register = template.Library()
register.filter("state_badge", sheet.state_badge)
