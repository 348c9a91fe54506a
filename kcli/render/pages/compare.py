"""The page of ``kcli compare``: an item a line for a survey, an option a line for one item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from kcli.analysis.compare import Block, Column, Comparison
from kcli.analysis.concept import ConceptBlock, ConceptColumn
from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.model.fields import said
from kcli.model.questionnaire import SampleView
from kcli.model.records import Estimate, Label, Pair, Result
from kcli.render.pages.marks import (
    OPEN,
    amount,
    header,
    legend,
    level_names,
    nothing_said,
    share_cell,
    source_lines,
)
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.countries import country_name
from kcli.text.people import KINDS
from kcli.text.periods import span
from kcli.text.sentences import label_words, listed

__all__ = ["WORDING", "footer", "heading_of", "lay_out"]

WORDING = {"unpublished": "wording not published", "paraphrase": "wording paraphrased"}
MOST_GRADES = 6  # lines on how comparable the columns of a concept are
KNOWN_FROM = {
    "respondents": "respondents",
    "answers": "named answers",
    "figures": "printed figures",
    "words": "words",
}


def lay_out(result: Result) -> Page:
    """Each survey's block, then what is assumed, then the sources."""
    blocks: list[Block | ConceptBlock] = result.context
    single = any(isinstance(block, ConceptBlock) or block.single for block in blocks)
    parts: list[Heading | Table | Words] = []
    for block in blocks:
        if isinstance(block, ConceptBlock):
            parts += _concept(block)
        elif block.single:
            parts += [part for found in block.comparisons for part in _item(block, found)]
        else:
            parts += _survey(block)
    return Page((*parts, *footer(result, single=single)))


def footer(
    result: Result, *, single: bool, estimates: Sequence[Estimate | Label] | None = None
) -> list[Words]:
    """The legend, what is assumed, the sources, and the sentences that are owed.

    ``estimates`` are what the page prints; those of the records where left out.
    """
    if estimates is None:
        estimates = [r for r in result.records if r.type in ("estimate", "label")]
    parts = [legend(estimates, result.parameters.get("confidence"), single=single)]
    owed = tuple(note.text for note in result.notes if note.code == "attribution")
    skipped = {"attribution"} if single else {"attribution", "deff-one"}
    notes = tuple(note.text for note in result.notes if note.code not in skipped)
    if notes:
        parts.append(Words("Assumed, and to be known", notes, "faint"))
    if single and result.sources:
        parts.append(Words("Sources", source_lines(result), "faint"))
    if owed:
        parts.append(Words("", owed, "faint"))
    return parts


# -- a survey: the leading option of every item ---------------------------------------


def _survey(block: Block) -> list[Heading | Table | Words]:
    columns = block.comparisons[0].columns
    known = frozenset[str]().union(*(found.known_from for found in block.comparisons))
    rows = [
        Row(
            Cell.of(said(comparison.asking.text, block.language)),
            tuple(_leading(column) for column in comparison.columns),
        )
        for comparison in block.comparisons
    ]
    samples = [column.sample for column in columns]
    headers = tuple(header(s, block.language, "", _apart(s, samples)) for s in samples)
    heading = heading_of(block, samples, known)
    return [heading, Table("", headers, tuple(rows), stacks=True)]


def _leading(column: Column) -> Cell:
    """The option that leads, the word for it, and how much."""
    label = column.label
    silence = nothing_said(column.estimations[0].record)
    if silence is not None:
        return Cell.of(silence, "strong" if "contradictory" in label.flags else "faint")
    by_name = {e.record.option: e for e in column.estimations}
    if _pooled(column):
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


def _pooled(column: Column) -> bool:
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


# -- an item: every option -------------------------------------------------------------


def _item(block: Block, comparison: Comparison) -> list[Heading | Table | Words]:
    columns, asking = comparison.columns, comparison.asking
    samples = [column.sample for column in columns]
    about = [f"{asking.survey}.{asking.item}", WORDING.get(asking.wording, "verbatim wording")]
    if asking.type == "multiple":
        about.append("several answers allowed: shares do not add up to 100")
    below = heading_of(block, samples, comparison.known_from).below
    heading = Heading(said(asking.text, block.language), (" · ".join(about), *below))
    lettered = any(e.record.letters for column in columns for e in column.estimations)
    headers = tuple(
        header(
            s,
            block.language,
            chr(65 + place) if lettered and not _pooled(columns[place]) else "",
            _apart(s, samples),
        )
        for place, s in enumerate(samples)
    )
    rows = [_option(columns, place, first) for place, first in enumerate(columns[0].estimations)]
    counted = all(sample.population in NAMED_KINDS for sample in samples)
    if not counted:
        rows.append(Row(Cell.of("Label"), tuple(_label(column) for column in columns), rule=True))
    base = "%" if columns[0].label.base == "all" else "% of substantive answers"
    table = Table("Counts" if counted else f"Share, {base}", headers, tuple(rows), numeric=True)
    return [heading, table, *([] if counted else _sentences(block, comparison))]


def _option(columns: Sequence[Column], place: int, first: Estimation) -> Row:
    kind = first.record.option_kind
    before = columns[0].estimations[place - 1].record.option_kind if place else kind
    leader = [column.label.option == first.record.option for column in columns]
    cells = [
        share_cell(column.estimations[place], "strong" if leads else "plain")
        for column, leads in zip(columns, leader, strict=True)
    ]
    stub = first.record.option_label
    name = f"{stub} (net)" if kind == "net" else stub
    return Row(Cell.of(name), tuple(cells), rule=kind != before and kind in ("net", "score"))


def _label(column: Column) -> Cell:
    if _pooled(column):
        return Cell.of("–", "faint")
    silence = nothing_said(column.estimations[0].record)
    if silence is not None:
        return Cell.of(silence, "faint")
    return Cell.of(label_words(column.label.label_sample))


def _sentences(block: Block, comparison: Comparison) -> list[Words]:
    """The gaps that are settled, one sentence each; the others listed by option.

    Published facts settle who is ahead among the respondents; of respondents
    themselves everything is known, and what counts is the test.
    """
    level = 1 - block.confidence
    options = {e.record.option: e.record for e in comparison.columns[0].estimations}
    settled: list[str] = []
    undecided: dict[str, list[str]] = {}
    within: dict[str, list[str]] = {}
    for pair in comparison.pairs:
        label = options[pair.option].option_label
        if options[pair.option].option_kind not in ("substantive", "net"):
            continue
        names = f"{pair.country_a or 'pooled'}–{pair.country_b or 'pooled'}"
        tested = pair.p_adjusted is not None and pair.p_adjusted < level
        if pair.evidence == "measured" and pair.p_adjusted is not None and not tested:
            within.setdefault(label, []).append(names)
        elif _settled(pair):
            settled.append(_sentence(pair, level))
        elif pair.bound_low is not None and not pair.bound_low == pair.bound_high == 0:
            undecided.setdefault(label, []).append(names)
    titles = {
        "Not settled: which of the two is ahead": undecided,
        "Within sampling error": within,
    }
    parts = [Words("What follows", tuple(settled))] if settled else []
    for title, found in titles.items():
        lines = tuple(f"{label}: {', '.join(names)}" for label, names in found.items())
        parts += [Words(title, lines)] if lines else []
    return parts


def _settled(pair: Pair) -> bool:
    """Whether the facts say which is ahead, or that the two are level above nought."""
    low, high = pair.bound_low, pair.bound_high
    if low is None or high is None:
        return False
    above = low > 0 or (low == 0 and not pair.bound_low_reached)
    below = high < 0 or (high == 0 and not pair.bound_high_reached)
    return above or below or (low == high == 0 and pair.share_a != 0)


def _sentence(pair: Pair, level: float) -> str:
    if pair.p_adjusted is None or pair.p_adjusted >= level:
        return pair.text
    size = "p < 0.001" if pair.p_adjusted < 0.001 else f"p = {pair.p_adjusted:.3f}"
    return f"{pair.text} Larger than sampling error ({size})."


# -- a concept: every category ---------------------------------------------------------


def _concept(block: ConceptBlock) -> list[Heading | Table | Words]:
    """A category a line, a sample a column: whoever was asked, and which item it was."""
    headers = [
        header(
            column.sample,
            block.language,
            "",
            (f"{column.sample.survey} {column.sample.wave}", KINDS[column.sample.population]),
        )
        for column in block.columns
    ]
    headers += [_silent_header(samples, block.language) for _, samples in block.not_asked]
    silence = [Cell.of("not asked", "faint")] * len(block.not_asked)
    rows = [
        Row(
            Cell.of(said(category.label, block.language)),
            (*(share_cell(column.estimations[place]) for column in block.columns), *silence),
        )
        for place, category in enumerate(block.concept.categories.values())
    ]
    blank = [Cell.of("")] * len(block.not_asked)
    kinds = (*(Cell.of(_evidence(column), "faint") for column in block.columns), *blank)
    rows.append(Row(Cell.of("Known from", "faint"), kinds, rule=True))
    definition = said(block.concept.definition, block.language)
    below = (f"concept {block.id}", *([definition] if definition else []))
    heading = Heading(said(block.concept.title, block.language), below)
    asked = dict.fromkeys(
        f"{column.asking.survey}.{column.asking.item}: {said(column.asking.text, block.language)}"
        for column in block.columns
    )
    table = Table("Share, %", tuple(headers), tuple(rows), numeric=True)
    return [heading, table, Words("Measured by", tuple(asked)), *_grades(block)]


def _evidence(column: ConceptColumn) -> str:
    """What the column rests on: respondents, what named people wrote, figures or words."""
    records = [found.record for found in column.estimations]
    if column.sample.population in NAMED_KINDS:
        return "their writing" if column.sample.population == "commentators" else "reports"
    kinds = {record.evidence for record in records}
    if "measured" in kinds:
        return "respondents"
    if not kinds - {None}:
        return ""
    return "figures" if "published" in kinds or _printed(column) else "words"


def _printed(column: ConceptColumn) -> bool:
    """Whether a figure bounds any category; words alone put no bound but 0, one half and 1."""
    ends = {end for e in column.estimations if e.bounds for end in (e.bounds.low, e.bounds.high)}
    return bool(ends - {None, Fraction(0), Fraction(1, 2), Fraction(1)})


def _silent_header(samples: Sequence[SampleView], language: str) -> Cell:
    """The publics of one survey in one column: its countries, its wave."""
    first = samples[0]
    if len(samples) == 1:
        return header(
            first, language, "", (f"{first.survey} {first.wave}", KINDS[first.population])
        )
    codes = " ".join(sample.country or sample.id for sample in samples)
    lines = (f"{first.survey} {first.wave}", KINDS[first.population])
    return Cell(((codes, "strong"), *((line, "faint") for line in lines)))


def _grades(block: ConceptBlock) -> list[Words]:
    """How comparable the columns are: a line for every two surveys, with the weightiest reasons."""
    found: dict[tuple[str, str], tuple[str, dict[str, None]]] = {}
    for first, second, grade in block.grades:
        names = (f"{first.asking.survey} {first.asking.wave}",
                 f"{second.asking.survey} {second.asking.wave}")  # fmt: skip
        reasons = {r.code.replace("-", " "): None for r in grade.reasons if r.grade == grade.grade}
        known = found.setdefault(names, (grade.grade, reasons))
        if grade.grade < known[0]:
            found[names] = (grade.grade, reasons)
    lines = [
        f"{one} and {two}: grade {grade} ({', '.join(reasons) or 'alike'})"
        for (one, two), (grade, reasons) in found.items()
    ]
    if len(lines) > MOST_GRADES:
        more = f"and {len(lines) - MOST_GRADES} more pairs: kcli show {block.id}"
        lines = [*lines[:MOST_GRADES], more]
    return [Words("How comparable", tuple(lines))] if lines else []


# -- what they have in common ----------------------------------------------------------


def heading_of(block: Block, samples: Sequence[SampleView], known: frozenset[str]) -> Heading:
    """A wave's title; who was asked, when and how, and what it is known from."""
    questionnaire = block.questionnaire
    title = questionnaire.waves[block.wave].title or questionnaire.title
    kinds = _distinct(KINDS[sample.population] for sample in samples)
    modes = _distinct(sample.mode.replace("_", " ") for sample in samples)
    sampling = _distinct(sample.sampling.replace("_", " ") for sample in samples)
    about = [f"{questionnaire.survey} {block.wave}", kinds, _when(samples, block.language)]
    rests = listed([words for kind, words in KNOWN_FROM.items() if kind in known])
    conduct = f"Mode {modes}, sampling {sampling} · known from {rests or 'nothing published'}"
    return Heading(said(title, block.language), (" · ".join(about), conduct))


def _when(samples: Sequence[SampleView], language: str) -> str:
    """The fieldwork of all, or of each where they differ."""
    spans = {sample.id: span(sample.fieldwork) for sample in samples}
    if len(set(spans.values())) == 1:
        return next(iter(spans.values()))
    names = {s.id: country_name(s.country, language) if s.country else s.id for s in samples}
    return "; ".join(f"{names[sample]} {text}" for sample, text in spans.items())


def _apart(sample: SampleView, samples: Sequence[SampleView]) -> tuple[str, ...]:
    """What tells a sample from another of the same country."""
    alike = [other for other in samples if other.country == sample.country]
    if len(alike) < 2:
        return ()
    kinds = {other.population for other in alike}
    return (KINDS[sample.population] if len(kinds) == len(alike) else sample.id,)


def _distinct(values: Iterable[str]) -> str:
    return "/".join(dict.fromkeys(values))
