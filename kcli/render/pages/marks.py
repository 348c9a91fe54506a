"""How a share, a range, a sample or a label is written in a cell, and what the marks mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.model.questionnaire import SampleView
from kcli.model.records import Estimate, Label, Result
from kcli.render.pages.page import Cell, Tone, Words
from kcli.text.countries import country_name
from kcli.text.numbers import count_range, percent, range_text, signed

__all__ = [
    "OPEN",
    "amount",
    "header",
    "legend",
    "level_names",
    "nothing_said",
    "share_cell",
    "size_of",
    "source_lines",
]

OPEN = "open"
_SILENCE = {
    "not_reported": "not reported",
    "no_share": "no share named",
    "contradictory": "sources clash",
    "empty_base": "nobody in the base",
    "suppressed": "withheld",
}


def nothing_said(record: Estimate) -> str | None:
    """Why a record has no number, if it has none."""
    return next((text for flag, text in _SILENCE.items() if flag in record.flags), None)


def amount(found: Estimation) -> str:
    """A panel is described by counts; a public by its share, or the range of it."""
    record = found.record
    if record.interval_kind is None and record.n_option is not None:
        return f"{record.n_option} of {record.n_base}"
    if record.population in NAMED_KINDS and found.bounds is not None and record.n_base:
        low, high = found.bounds.low, found.bounds.high
        if low is not None and high is not None:
            return f"{count_range(low, high, record.n_base)} of {record.n_base}"
    return _share(record, found.printed)


def share_cell(found: Estimation, tone: Tone = "plain") -> Cell:
    """A share or its range, with its letters, and the interval below where there is one."""
    record = found.record
    silence = nothing_said(record)
    if silence is not None:
        return Cell(((silence, "faint"),), record)
    text = _full(found)
    letters = "*" if "small_base" in record.flags else ""
    letters += f" {record.letters}" if record.letters else ""
    lines: list[tuple[str, Tone]] = [(f"{text}{letters}", tone)]
    if record.option_kind != "score" and record.low is not None and text != OPEN:
        high = 1.0 if record.high is None else record.high
        lines.append((f"({percent(record.low)}–{percent(high)})", "faint"))
    return Cell(tuple(lines), record)


def level_names(label: Label, by_name: Mapping[str, Estimation]) -> list[str]:
    """The options that nothing in the sample sets apart: of respondents, those that share the lead.

    ``tied`` is another set where there are respondents: those that a test does not tell apart.
    """
    if label.evidence != "measured":
        return [name for name in label.tied if name in by_name]
    shares = {
        name: round(found.record.share or 0.0, 12)
        for name, found in by_name.items()
        if found.record.option_kind == "substantive"
    }
    return [name for name, share in shares.items() if share == max(shares.values())]


def size_of(sample: SampleView) -> str:
    """How many were asked; with a sign where this is not known exactly."""
    if sample.size is None:
        return "n unknown"
    return f"n{'=' if sample.n is not None else '≈'}{sample.size:,}"


def header(
    sample: SampleView, language: str, letter: str = "", between: Sequence[str] = ()
) -> Cell:
    """A column's country and size, its letter, and what else tells it from its neighbours."""
    name = country_name(sample.country, language) if sample.country else sample.id
    size = size_of(sample)
    last = f"{size} ({letter})" if letter else size
    faint: list[tuple[str, Tone]] = [(line, "faint") for line in (*between, last)]
    return Cell(((name, "strong"), *faint))


def legend(
    estimates: Sequence[Estimate | Label], confidence: float | None, *, single: bool
) -> Words:
    """One line that says what the marks mean; only those that this page prints."""
    if estimates and all(r.population in NAMED_KINDS for r in estimates):
        text = "1 of 2: so many gave this answer, of those whose answer is known; no share is made."
        return Words("", (text,), "faint")
    bounded = [r for r in estimates if r.share is None and r.bound_low is not None]
    marks = ["30 as printed or counted"]
    if bounded:
        marks += [">50 more than 50", "≤35 at most 35", "25–50 in between"]
    if single and any("no_bound" in r.flags for r in bounded):
        marks.append("open: anything")
    kinds = {getattr(r, "interval_kind", None) for r in estimates} - {None}
    if single and any(r.low is not None for r in estimates):
        basis = "" if kinds == {"design"} else ", if the sample were random"
        marks.append(f"(a–b) {confidence:.0%} interval for the population{basis}")
    if any("small_base" in r.flags for r in estimates):
        marks.append("* fewer than 100 respondents")
    if any("suppressed" in r.flags for r in estimates):
        marks.append("withheld: below the presentation standards of NCHS")
    if any("not_reported" in r.flags for r in estimates):
        marks.append("not reported: nothing published")
    if any("no_share" in r.flags for r in estimates):
        marks.append("no share named: only words that name none")
    return Words("", (f"In %: {'; '.join(marks)}.",), "faint")


def source_lines(result: Result) -> tuple[str, ...]:
    """Each publication that the records rest on: its id and title, its address below."""
    return tuple(
        f"{source.id}: {source.title}" + (f"\n{source.url}" if source.url else "")
        for source in result.sources
    )


def _full(found: Estimation) -> str:
    record = found.record
    if record.option_kind == "score":
        return _score(record)
    if record.population in NAMED_KINDS:
        return amount(found)
    text = _share(record, found.printed)
    if record.interval_kind is None and record.n_option is not None:
        return f"{text} ({record.n_option})"
    return text


def _score(record: Estimate) -> str:
    if record.share is not None:
        return signed(record.share)
    if record.bound_low is None or record.bound_high is None:
        return OPEN
    return f"{signed(record.bound_low)} to {signed(record.bound_high)}"


def _share(record: Estimate, printed: str | None) -> str:
    """A printed figure as printed, an exact share, a range, or why there is none."""
    silence = nothing_said(record)
    if silence is not None:
        return silence
    if printed is not None:
        return printed
    if record.share is not None:
        # Of respondents always one decimal; an exact published share as short as it is.
        whole = record.evidence != "measured" and round(record.share * 1000) % 10 == 0
        return percent(record.share, 0 if whole else 1)
    if record.bound_low is None or record.bound_high is None or "no_bound" in record.flags:
        return OPEN
    return range_text(
        record.bound_low,
        record.bound_high,
        low_reached=bool(record.bound_low_reached),
        high_reached=bool(record.bound_high_reached),
    )
