"""Accessible statistical charts, drawn on the server as SVG that takes the page's colours.

A chart is made by `lines`, `stacked_area`, `stacked_bars`, `bars`, `intervals` or `scatter`, holds
its own data table, and becomes a picture by `render` (or everything a template needs by `figure`).
"""

from terreau.charts.axes import Axis
from terreau.charts.bars import Bar, bars
from terreau.charts.chart import Chart, Column, Table, table, to_csv
from terreau.charts.intervals import Interval, intervals
from terreau.charts.lines import Callout, Reference, Series, lines
from terreau.charts.palette import DARK, LIGHT
from terreau.charts.render import Cache, Renderer, figure, kept_as, render
from terreau.charts.scatter import Cloud, scatter
from terreau.charts.stacks import stacked_area, stacked_bars
from terreau.charts.svg import standing_alone

__all__ = [
    "DARK",
    "LIGHT",
    "Axis",
    "Bar",
    "Cache",
    "Callout",
    "Chart",
    "Cloud",
    "Column",
    "Interval",
    "Reference",
    "Renderer",
    "Series",
    "Table",
    "bars",
    "figure",
    "intervals",
    "kept_as",
    "lines",
    "render",
    "scatter",
    "stacked_area",
    "stacked_bars",
    "standing_alone",
    "table",
    "to_csv",
]
