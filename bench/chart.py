"""What was measured, as a picture: each figure as a multiple of the stock hook's, in SVG. Pure functions."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from bench.figures import format_number
from bench.measures import HOOKS, NAMES
from bench.samples import BOTO3, ONE_SESSION, OURS, STOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.figures import Figures, Spread

# Measure, figure, label.
BARS = (
    ("import", "cpu_ms", "import of the hook, CPU"),
    ("client", "cpu_ms", "import and first S3 client, CPU"),
    ("same", "all_ms", f"{HOOKS} hooks, one connection, CPU"),
    ("same", "all_mib", f"{HOOKS} hooks, one connection, memory"),
    ("different", "mean_ms", f"{HOOKS} connections, a hook each, CPU"),
    ("different", "kib", f"{HOOKS} connections, a hook each, memory"),
    ("again", "call_us", "hook and client again, time"),
    ("async_role", "each_ms", "one more async client of a role, CPU"),
    ("async_role", "each_mib", "one more async client of a role, memory"),
)
TITLE = "The cost of this hook as a multiple of the stock hook's"

WIDTH, LEFT, RIGHT = 900, 345, 800
TOP, STEP, BOTTOM = 118, 46, 62
MARK = 6
# Beside the largest value, in powers of ten.
_MARGIN = 0.05

STYLE = """
    text { font: 15px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
    text { fill: #1b1f24; }
    .title { font-weight: 650; font-size: 18px; }
    .small { font-size: 13.5px; fill: #48515c; }
    .value { font-weight: 650; font-size: 14px; fill: #23682f; }
    .end { text-anchor: end; }
    .middle { text-anchor: middle; }
    .grid { stroke: #dde1e6; stroke-width: 1; }
    .stock { stroke: #bf6a16; stroke-width: 2; }
    .gain { stroke: #cfe8d5; stroke-width: 12; }
    .range { stroke: #34824a; stroke-width: 2; }
    .ours { fill: #34824a; }
    .other { fill: #ffffff; stroke: #2f6fb7; stroke-width: 2; }
"""


def describe_chart(figures: Figures) -> str:
    """Say in words what the chart shows, for who does not see it; without brackets, which are Markdown's own."""
    said = [
        f"{label} {format_number(spread.median)} times"
        for measure, value, label in BARS
        if (spread := figures.compare(measure, value, STOCK))
    ]
    return f"{TITLE}: {'; '.join(said)}"


def build_chart(figures: Figures) -> str:
    """Build the picture.

    One line for each figure, on a logarithmic scale, where the same factor is the same length everywhere. Its
    background is its own, so that it reads on a dark page too.
    """
    rows = [
        (label, {who: figures.compare(measure, value, STOCK, who) for who in (OURS, BOTO3, ONE_SESSION)})
        for measure, value, label in BARS
        if figures.compare(measure, value, STOCK)
    ]
    found = [spread for _, spreads in rows for spread in spreads.values() if spread]
    low, high = _choose_scale(found)
    height = TOP + STEP * len(rows) + BOTTOM
    bottom = TOP + STEP * len(rows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"',
        '  role="img" aria-labelledby="title desc">',
        f'  <title id="title">{escape(TITLE)}</title>',
        f'  <desc id="desc">{escape(describe_chart(figures))}</desc>',
        f"  <style>{STYLE}  </style>",
        f'  <rect width="{WIDTH}" height="{height}" rx="18" fill="#ffffff"/>',
        f'  <text class="title" x="28" y="38">{escape(TITLE)}</text>',
        *_draw_legend(),
    ]
    for power in range(low, math.floor(high) + 1):
        x = _place(10.0**power, low, high)
        kind = "stock" if power == 0 else "grid"
        lines += [
            f'  <line class="{kind}" x1="{x:.1f}" y1="{TOP - 14}" x2="{x:.1f}" y2="{bottom}"/>',
            f'  <text class="small middle" x="{x:.1f}" y="{bottom + 22}">{10.0**power:g}</text>',
        ]
    lines.append(f'  <text class="small" x="{RIGHT + 18}" y="{TOP - 16}">times</text>')
    lines.append(
        f'  <text class="small middle" x="{(LEFT + RIGHT) / 2:.1f}" y="{bottom + 44}">'
        "times the stock hook's, logarithmic; further left is cheaper</text>"
    )
    for number, (label, spreads) in enumerate(rows):
        lines += _draw_row(TOP + STEP * number + STEP // 2 - 4, label, spreads, low, high)
    return "\n".join([*lines, "</svg>", ""])


def _choose_scale(spreads: Sequence[Spread]) -> tuple[int, float]:
    """Give the powers of ten that the scale begins and ends with; 1, the stock hook itself, is always on it."""
    # What is not above zero has no place on this scale: it is drawn at its left end.
    lows = [spread.low for spread in spreads if spread.low > 0]
    low = math.floor(math.log10(min([*lows, 0.1])))
    return low, math.log10(max([1.0, *(spread.high for spread in spreads)])) + _MARGIN


def _place(value: float, low: int, high: float) -> float:
    if value <= 10.0**low:
        return LEFT
    return LEFT + (RIGHT - LEFT) * (math.log10(value) - low) / (high - low)


def _draw_legend() -> list[str]:
    y = 68
    return [
        f'  <line class="range" x1="28" y1="{y}" x2="52" y2="{y}"/>',
        f'  <circle class="ours" cx="40" cy="{y}" r="{MARK}"/>',
        f'  <text class="small" x="62" y="{y + 5}">{NAMES[OURS]}: median, min .. max</text>',
        f'  <line class="stock" x1="304" y1="{y - 8}" x2="304" y2="{y + 8}"/>',
        f'  <text class="small" x="314" y="{y + 5}">{NAMES[STOCK]}</text>',
        f"  {_draw_other(BOTO3, 424, y)}",
        f'  <text class="small" x="438" y="{y + 5}">{NAMES[BOTO3]}, a session for each</text>',
        f"  {_draw_other(ONE_SESSION, 682, y)}",
        f'  <text class="small" x="697" y="{y + 5}">{NAMES[ONE_SESSION]} for all</text>',
    ]


def _draw_other(who: str, x: float, y: float) -> str:
    if who == BOTO3:
        return f'<circle class="other" cx="{x:.1f}" cy="{y}" r="{MARK - 1}"/>'
    return f'<path class="other" d="M {x:.1f} {y - 7} l 7 7 l -7 7 l -7 -7 z"/>'


def _draw_row(y: int, label: str, spreads: dict[str, Spread | None], low: int, high: float) -> list[str]:
    ours = spreads[OURS]
    lines = [f'  <text class="end" x="{LEFT - 22}" y="{y + 5}">{escape(label)}</text>']
    if ours:
        x, one = _place(ours.median, low, high), _place(1, low, high)
        ends = _place(ours.low, low, high), _place(ours.high, low, high)
        lines.append(f'  <line class="gain" x1="{x:.1f}" y1="{y}" x2="{one:.1f}" y2="{y}"/>')
        lines.append(f'  <line class="range" x1="{ends[0]:.1f}" y1="{y}" x2="{ends[1]:.1f}" y2="{y}"/>')
    for who, spread in spreads.items():
        if spread and who != OURS:
            lines.append(f"  {_draw_other(who, _place(spread.median, low, high), y)}")
    if ours:
        lines.append(f'  <circle class="ours" cx="{x:.1f}" cy="{y}" r="{MARK}"/>')
        lines.append(f'  <text class="value" x="{RIGHT + 18}" y="{y + 5}">{format_number(ours.median)}</text>')
    return lines
