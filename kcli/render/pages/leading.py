"""The answer that leads in a sample, the word for it, and how much: one cell."""

from __future__ import annotations

from kcli.analysis.compare import Column
from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.model.records import Label
from kcli.render.pages.marks import OPEN, amount, level_names, nothing_said
from kcli.render.pages.page import Cell
from kcli.text.sentences import label_words

__all__ = ["is_pooled", "leading"]


def leading(column: Column) -> Cell:
    """The option that leads, the word for it, and how much."""
    label = column.label
    silence = nothing_said(column.estimations[0].record)
    if silence is not None:
        return Cell.of(silence, "strong" if "contradictory" in label.flags else "faint")
    by_name = {e.record.option: e for e in column.estimations}
    if is_pooled(column):
        return _largest(column)
    if label.option is None:
        return _no_leader(label, by_name)
    found = by_name[label.option]
    word, size = label_words(label.label_sample), amount(found)
    if column.sample.population in NAMED_KINDS:
        about = size
    else:
        about = word if size == OPEN else f"{word}, {size}"
    return Cell(((found.record.option_label, "strong"), (about, "plain")))


def is_pooled(column: Column) -> bool:
    """Whether a column is the total of the others."""
    return any(flag.startswith("pooled-") for flag in column.label.flags)


def _largest(column: Column) -> Cell:
    """Of a total the largest share, where all are known; it has no label."""
    known = [e for e in column.estimations if e.record.option_kind == "substantive"]
    if any(e.record.share is None for e in known):
        return Cell.of("not settled", "faint")
    best = max(known, key=lambda e: e.record.share or 0)
    return Cell(((best.record.option_label, "strong"), (amount(best), "plain")))


def _no_leader(label: Label, by_name: dict[str, Estimation]) -> Cell:
    level = level_names(label, by_name)
    names = [by_name[name].record.option_label for name in level]
    named = label.population in NAMED_KINDS and len(level) > 1
    if named or label.label_sample == "no_clear_leader":
        each = amount(by_name[level[0]])
        return Cell(((" = ".join(names), "strong"), (f"level, {each} each", "plain")))
    if "equal_share" in label.flags:
        return Cell(((" ≈ ".join(names), "strong"), ("equal shares", "plain")))
    for found in by_name.values():
        if found.record.option_kind == "net" and _above_half(found):
            about = f"majority together, {amount(found)}"
            return Cell(((found.record.option_label, "strong"), (about, "plain")))
    known = [e for e in by_name.values() if e.record.share is not None]
    if known:
        best = max(known, key=lambda e: e.record.share or 0)
        about = f"{amount(best)}, lead not settled"
        return Cell(((best.record.option_label, "strong"), (about, "plain")))
    return Cell.of("not settled", "faint")


def _above_half(found: Estimation) -> bool:
    low = found.bounds.low if found.bounds else None
    return low is not None and (low > 0.5 or (low == 0.5 and not found.record.bound_low_reached))
