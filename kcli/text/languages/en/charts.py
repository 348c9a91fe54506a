"""Words of pictures: what their signs mean, and what is seen in them."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "chart.not_offered": "not offered",
    "chart.everyone": "All together",
    "chart.asked": "% of everyone asked",
    "chart.opinion": "% of those with an opinion",
    "chart.other": "{count} more stand in the table.",
    "chart.share": "share",
    "chart.interval": "{level} interval",
    "chart.interval_model": "{level} interval, if the sample were random",
    "chart.range": "anywhere in this range",
    "chart.reached": "end that may be reached",
    "chart.not_reached": "end that is not reached",
    "chart.without_end": "up to 0 or 100",
    "chart.small_figures": "Below the bars: share and {text}, at most ±{points} points.",
    "chart.joined": "comparable waves",
    "chart.joined_far": "years between without a poll of it",
    "chart.break": "{marks}: break, nothing is compared across it",
    "chart.before": "before",
    "chart.after": "after",
    "chart.shift": "clear change of one population",
    "chart.unclear": "no clear change",
    "chart.gap": "gap, of two populations or ways of asking",
    "chart.difference": "Difference, points",
    "chart.shares": "Share, %",
    "chart.dont_know_last": "Don’t know stands last, in grey.",
    "chart.seen_stacked": (
        "One bar for each sample, 100% wide, parted by answer: {names}. {unit}."
    ),
    "chart.seen_diverging": (
        "One bar for each sample: answers on one side of the middle run left, those on the "
        "other side right: {names}. {unit}."
    ),
    "chart.seen_dots": "The share of each answer in each sample: {names}. {unit}.",
    "chart.seen_leading": "The answer that leads in each sample, and its share: {names}. {unit}.",
    "chart.seen_trend": "Shares wave by wave, {first} to {last}: {names}. {unit}.",
    "chart.seen_shift": "Each answer’s share at both ends, and the difference: {names}. {unit}.",
    "chart.told_interval": "Lines show the {text}.",
    "chart.told_widest": "Every share has its {text}: at most ±{points} points.",
    "chart.told_some": "Points without one: no interval can be computed.",
    "chart.told_bounds": (
        "Where no figure is published an open band spans all that the facts allow; it has no "
        "point, and an arrow where it runs on to 0 or 100."
    ),
    "chart.told_no_interval": "No interval: the sample size or the way of sampling allows none.",
    "chart.told_breaks": "No line crosses a break of its own population.",
    "chart.told_undated": "Without a date, and so not drawn: {names}.",
    "chart.told_labels": "In full: {names}.",
    "chart.title_leading": "{title}: the leading answers",
    "chart.title_waves": "{title}: wave by wave",
    "bars.key": "Bars from 0 to 100: {signs}.",
    "bars.bar": "█ as long as the share",
    "bars.interval": "█ up to the lower limit of the interval, ▓ to the share, ▒ to the upper one",
    "bars.range": "(═] anywhere in between, ( ) an end that is not reached, [ ] one that may be, "
    "◂ ▸ up to 0 or 100, ╌ the interval around it",
}
