"""The words of common.dates as filters of templates."""

from django import template

from common import dates

register = template.Library()
for _name in (
    "day",
    "long_day",
    "month",
    "hour",
    "moment",
    "relative",
    "ago",
    "seconds_left",
):
    register.filter(_name, getattr(dates, _name))
