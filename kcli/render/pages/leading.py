"""The answer that leads in a sample, the word for it, and how much: one cell."""

from __future__ import annotations

from dataclasses import replace

from kcli.analysis.compare import Column
from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.model.records import Label, is_total
from kcli.render.pages.marks import amount, level_names, nothing_said
from kcli.render.pages.page import Cell, Tone
from kcli.text.languages import say
from kcli.text.sentences import label_words

__all__ = ["is_pooled", "leading", "silence_of"]

Lines = tuple[tuple[str, Tone], ...]


def leading(column: Column, language: str = "en", size: str = "") -> Cell:
    """The option that leads, the word for it, and how much; ``size`` is that of its base."""
    found = _leading(column, language)
    known = any(e.record.n_base for e in column.estimations)
    if not size or not known or silence_of(column, language):
        return found
    return replace(found, lines=(*found.lines, (size, "faint")))


def _leading(column: Column, language: str) -> Cell:
    label = column.label
    silence = silence_of(column, language)
    if silence is not None:
        return Cell.of(silence, "strong" if "contradictory" in label.flags else "faint")
    by_name = {e.record.option: e for e in column.estimations}
    if label.option is None:
        return _no_leader(label, by_name, language)
    found = by_name[label.option]
    word, size = label_words(label.label_sample, language), amount(found, language)
    if column.sample.population in NAMED_KINDS or is_pooled(column):
        about = size
    elif size == say("page.open", language):
        about = word
    else:
        about = say("page.worded", language, word=word, size=size)
    lines: Lines = ((found.record.option_label, "strong"), (_starred(about, found), "plain"))
    return Cell(lines, bar=found.record)


def _starred(text: str, found: Estimation) -> str:
    """With the mark of a small base."""
    return f"{text}*" if "small_base" in found.record.flags else text


def silence_of(column: Column, language: str = "en") -> str | None:
    """Why nothing is said of what leads, if so: also where one share of a sample is withheld."""
    of_all = nothing_said(column.estimations[0].record, language)
    return nothing_said(column.label, language) or of_all


def is_pooled(column: Column) -> bool:
    """Whether a column is the total of the others."""
    return is_total(column.label)


def _no_leader(label: Label, by_name: dict[str, Estimation], language: str) -> Cell:
    level = level_names(label, by_name)
    names = [by_name[name].record.option_label for name in level]
    unworded = label.population in NAMED_KINDS or is_total(label)
    if (unworded and len(level) > 1) or label.label_sample == "no_clear_leader":
        size = _starred(amount(by_name[level[0]], language), by_name[level[0]])
        about = say("page.level", language, size=size)
        lines: Lines = ((" = ".join(names), "strong"), (about, "plain"))
        return Cell(lines, bar=by_name[level[0]].record)
    if "equal_share" in label.flags and len(level) == 2:  # of more, nothing says which are
        return Cell(((" ≈ ".join(names), "strong"), (say("page.equal", language), "plain")))
    for found in by_name.values():
        if found.record.option_kind == "net" and _above_half(found):
            about = say("page.together", language, size=amount(found, language))
            lines = ((found.record.option_label, "strong"), (about, "plain"))
            return Cell(lines, bar=found.record)
    known = [e for e in by_name.values() if e.record.share is not None]
    if known:
        best = max(known, key=lambda e: e.record.share or 0)
        about = say("page.lead_open", language, size=amount(best, language))
        lines = ((best.record.option_label, "plain"), (about, "faint"))
        return Cell(lines, bar=best.record)
    return Cell.of(say("page.not_settled", language), "faint")


def _above_half(found: Estimation) -> bool:
    low = found.bounds.low if found.bounds else None
    return low is not None and (low > 0.5 or (low == 0.5 and not found.record.bound_low_reached))
