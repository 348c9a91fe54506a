"""How a share, a range, a sample or a label is written in a cell, and what the marks mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from kcli.analysis.estimate import SILENCE, Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.model.questionnaire import TOTAL, Asking, SampleView
from kcli.model.records import Estimate, Label, Result, is_total
from kcli.render.pages.page import Cell, Tone, Words
from kcli.text.countries import country_name
from kcli.text.languages import say
from kcli.text.numbers import (
    count_range,
    level_words,
    percent,
    range_text,
    share_percent,
    signed,
    signed_ends,
)
from kcli.text.people import sample_name
from kcli.text.periods import span

__all__ = [
    "OPEN",
    "amount",
    "asked_sample",
    "dates_of",
    "header",
    "legend",
    "level_names",
    "nothing_said",
    "option_name",
    "own_size",
    "share_cell",
    "size_of",
    "source_lines",
]

OPEN = say("page.open")
FEWER = 0.9  # of a sample: a smaller base has its size beside it


def nothing_said(record: Estimate | Label, language: str = "en") -> str | None:
    """Why a record has no number, if it has none."""
    flag = next((flag for flag in SILENCE if flag in record.flags), None)
    return flag and say(f"page.{flag}", language)


def amount(found: Estimation, language: str = "en") -> str:
    """A panel is described by counts; a public by its share, or the range of it; a mean score."""
    record = found.record
    if record.option_kind == "score":
        return _score(record, language)
    if record.interval_kind is None and record.n_option is not None:
        return say("page.count", language, count=record.n_option, n=record.n_base)
    if record.population in NAMED_KINDS and found.bounds is not None and record.n_base:
        low, high = found.bounds.low, found.bounds.high
        if low is not None and high is not None:
            count = count_range(low, high, record.n_base)
            return say("page.count", language, count=count, n=record.n_base)
    return _share(record, found.printed, language)


def share_cell(found: Estimation, tone: Tone = "plain", language: str = "en") -> Cell:
    """A share or its range, with its letters, and the interval below where there is one."""
    record = found.record
    silence = nothing_said(record, language)
    if silence is not None:
        return Cell(((silence, "faint"),), record)
    text = _full(found, language)
    unbound = say("page.open", language)
    letters = "*" if "small_base" in record.flags else ""
    letters += f" {record.letters}" if record.letters else ""
    lines: list[tuple[str, Tone]] = [(f"{text}{letters}", tone)]
    if record.option_kind != "score" and record.low is not None and text != unbound:
        high = 1.0 if record.high is None else record.high
        lines.append((f"({percent(record.low)}–{percent(high)})", "faint"))
    return Cell(tuple(lines), record)


def option_name(record: Estimate, language: str = "en") -> str:
    """What an answer is called in a row's stub; a net says that it is one."""
    if record.option_kind == "score":
        return say("page.mean_score", language)
    if record.option_kind == "net":
        return say("page.net", language, name=record.option_label)
    return record.option_label


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


def size_of(sample: SampleView, language: str = "en") -> str:
    """How many there are; with a sign where this is not known exactly."""
    if sample.size is None:
        return say("page.n_unknown", language)
    return f"n{'=' if sample.n is not None else '≈'}{sample.size:,}"


def asked_sample(sample: SampleView, record: Estimate, asking: Asking) -> SampleView:
    """The sample as those of it who are in the base: who were asked, and whose answer is known."""
    if "base-approximate" in record.flags:
        return replace(sample, n=None, n_about=record.n_base)
    if record.evidence == "measured":
        return replace(sample, n=record.n_base, n_about=None)
    if record.base == "substantive" and not _everyone_answers(asking):
        return replace(sample, n=record.n_base, n_about=None)
    told = record.n_base if record.base == "all" else None
    if (told is not None and told != sample.size) or asking.asked is not None:
        return replace(sample, n=told, n_about=None)
    return sample


def _everyone_answers(asking: Asking) -> bool:
    """Whether every answer is a substantive one."""
    whole = asking.options_complete != "incomplete"
    return whole and len(asking.substantive) == len(asking.options)


def dates_of(samples: Sequence[SampleView], language: str) -> str:
    """The fieldwork of all, or of each where they differ."""
    spans = {sample.id: span(sample.fieldwork, language) for sample in samples}
    if len(set(spans.values())) == 1:
        return next(iter(spans.values()))
    names = {s.id: sample_name(s, samples, language) for s in samples}
    return "; ".join(f"{names[sample]} {text}" for sample, text in spans.items())


def own_size(sample: SampleView, record: Estimate, asking: Asking, language: str = "en") -> str:
    """The size of a base that lacks more than a tenth of the sample; else nothing."""
    if sample.population in NAMED_KINDS:
        return ""
    asked = asked_sample(sample, record, asking)
    few = asked.size is None or (sample.size is not None and asked.size < FEWER * sample.size)
    return size_of(asked, language) if asked != sample and few else ""


def header(
    sample: SampleView, language: str, letter: str = "", between: str | Sequence[str] = ()
) -> Cell:
    """A column's country and size, its letter, and what else tells it from its neighbours."""
    name = say("crosstab.total", language) if sample.id == TOTAL else sample.id
    if sample.country:
        name = country_name(sample.country, language)
    size = size_of(sample, language)
    last = f"{size} ({letter})" if letter else size
    told = [between] if isinstance(between, str) else between
    lines = [line for line in (*told, last) if line and line != name]
    faint: list[tuple[str, Tone]] = [(line, "faint") for line in lines]
    return Cell(((name, "strong"), *faint))


def legend(
    estimates: Sequence[Estimate | Label],
    confidence: float | None,
    *,
    single: bool,
    language: str = "en",
    kinds: Collection[str | None] | None = None,
) -> Words:
    """One line that says what the marks mean; only those that this page prints.

    ``kinds`` are those of the intervals, where it is not the records that have them.
    """
    if estimates and all(r.population in NAMED_KINDS for r in estimates):
        return Words("", (say("legend.named", language),), "faint")
    bounded = [r for r in estimates if _is_range(r)]
    marks = ["printed", *_ranges(bounded, single=single)]
    if single and any("no_bound" in r.flags for r in estimates):
        marks.append("open")
    if kinds is None:
        kinds = {getattr(r, "interval_kind", None) for r in estimates}
    if single and any(r.low is not None for r in estimates):
        marks.append("interval" if {*kinds} - {None} == {"design"} else "interval_random")
    if single and any(_is_counted(r) for r in estimates):
        marks.append("counted")
    flags = ("small_base", "suppressed", "not_reported", "no_share")
    marks += [flag for flag in flags if any(flag in r.flags for r in estimates)]
    sure = "" if confidence is None else level_words(confidence)
    told = [say(f"legend.{mark}", language, level=sure) for mark in marks]
    text = say("legend.percent", language, marks="; ".join(told))
    return Words("", (text,), "faint")


def _is_counted(record: Estimate | Label) -> bool:
    """Whether the number of people stands in brackets beside a share."""
    if not isinstance(record, Estimate) or record.population in NAMED_KINDS:
        return False
    if nothing_said(record) is not None:
        return False
    return record.interval_kind is None and record.n_option is not None


def _ranges(bounded: Sequence[Estimate | Label], *, single: bool) -> list[str]:
    """The forms of the ranges; on a page of many questions only the leading answer is printed."""
    shown = [
        (r.bound_low, r.bound_high)
        for r in bounded
        if isinstance(r, Label) or single or r.label or r.option_kind == "net" or _leads_total(r)
    ]
    forms = {
        "more": any(low and high == 1 for low, high in shown),
        "at_most": any(not low and high != 1 for low, high in shown),
        "between": any(low and high != 1 for low, high in shown),
    }
    return [name for name, printed in forms.items() if printed]


def source_lines(result: Result) -> tuple[str, ...]:
    """Each publication that the records rest on: its id and title, its address below."""
    lines = (
        f"{source.id}: {source.title}" + (f"\n{source.url}" if source.url else "")
        for source in result.sources
    )
    return tuple(dict.fromkeys(lines))  # surveys may share one


def _full(found: Estimation, language: str) -> str:
    record = found.record
    if record.option_kind == "score" or record.population in NAMED_KINDS:
        return amount(found, language)
    text = _share(record, found.printed, language)
    if record.interval_kind is None and record.n_option is not None:
        return f"{text} ({record.n_option})"
    return text


def _score(record: Estimate, language: str) -> str:
    if record.share is not None:
        return signed(record.share)
    if record.bound_low is None or record.bound_high is None:
        return say("page.open", language)
    low, high = signed_ends(record.bound_low, record.bound_high)
    return say("page.to", language, low=low, high=high)


def _is_range(record: Estimate | Label) -> bool:
    """Whether a share is told as a range: a total of rounded figures is, which nobody printed."""
    if record.share is None:
        return record.bound_low is not None
    return is_total(record) and record.bound_low != record.bound_high


def _leads_total(record: Estimate) -> bool:
    """Whether a total may print this share: it has a leading answer where all are known."""
    return is_total(record) and record.share is not None


def _share(record: Estimate, printed: str | None, language: str) -> str:
    """A printed figure as printed, an exact share, a range, or why there is none."""
    silence = nothing_said(record, language)
    if silence is not None:
        return silence
    if printed is not None:
        return printed
    if record.share is not None and not _is_range(record):
        # Of respondents always one decimal; an exact published share as short as it is.
        whole = record.evidence != "measured" and round(record.share * 1000) % 10 == 0
        return share_percent(record.share, 0 if whole else 1)
    if record.bound_low is None or record.bound_high is None or "no_bound" in record.flags:
        return say("page.open", language)
    return range_text(
        record.bound_low,
        record.bound_high,
        low_reached=bool(record.bound_low_reached),
        high_reached=bool(record.bound_high_reached),
    )
