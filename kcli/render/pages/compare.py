"""The page of ``kcli compare``: an item a line for a survey, an option a line for one item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kcli.analysis.compare import Block, Column, Comparison
from kcli.analysis.concept import ConceptBlock
from kcli.analysis.estimate import Estimation
from kcli.model.fields import said
from kcli.model.questionnaire import SampleView
from kcli.model.records import Estimate, Label, Pair, Result
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Tone, Words
from kcli.text.countries import country_name
from kcli.text.numbers import percent, range_text
from kcli.text.periods import span
from kcli.text.sentences import label_words, listed

__all__ = ["lay_out", "source_lines"]

NOT_REPORTED = "not reported"
OPEN = "open"
EVIDENCE = {"measured": "respondents", "published": "printed figures", "bounded": "words"}
KINDS = {
    "general_public": "general public",
    "experts": "experts",
    "commentators": "commentators",
    "governments": "governments",
    "other": "other",
}


def lay_out(result: Result) -> Page:
    """Each survey's block, then what is assumed, then the sources."""
    blocks: list[Block | ConceptBlock] = result.context
    single = any(isinstance(block, ConceptBlock) or block.single for block in blocks)
    parts: list[Heading | Table | Words] = []
    for block in blocks:
        if isinstance(block, ConceptBlock):
            parts += _concept(block)
            continue
        for comparison in block.comparisons if block.single else ():
            parts += _item(block, comparison)
        if not block.single:
            parts += _survey(block)
    parts.append(_legend(result, single=single))
    notes = tuple(n.text for n in result.notes if single or n.code != "deff-one")
    if notes:
        parts.append(Words("Assumed, and to be known", notes, "faint"))
    if single and result.sources:
        parts.append(Words("Sources", source_lines(result), "faint"))
    return Page(tuple(parts))


# -- a survey: the leading option of every item ---------------------------------------


def _survey(block: Block) -> list[Heading | Table | Words]:
    columns = block.comparisons[0].columns
    heading = _heading(block, columns)
    rows = []
    for comparison in block.comparisons:
        cells = (_leading(column) for column in comparison.columns)
        stub = Cell.of(said(comparison.asking.text, block.language))
        rows.append(Row(stub, tuple(cells)))
    headers = tuple(_header(column.sample, block.language) for column in columns)
    table = Table("", headers, tuple(rows), stacks=True)
    return [heading, table]


def _leading(column: Column) -> Cell:
    """The option that leads, the word for it, and how much."""
    label = column.label
    if "contradictory" in label.flags:
        return Cell.of("sources clash", "strong")
    if column.estimations[0].record.flags == ("not_reported",):
        return Cell.of(NOT_REPORTED, "faint")
    by_name = {e.record.option: e for e in column.estimations}
    if label.option is None:
        return _no_leader(label, by_name)
    found = by_name[label.option]
    word = label_words(label.label_sample)
    amount = _amount(found)
    about = word if amount == OPEN else f"{word}, {amount}"
    return Cell(((found.record.option_label, "strong"), (about, "plain")))


def _no_leader(label: Label, by_name: dict[str, Estimation]) -> Cell:
    names = [by_name[name].record.option_label for name in label.tied if name in by_name]
    if label.label_sample == "no_clear_leader":
        each = _amount(by_name[label.tied[0]])
        return Cell(((" = ".join(names), "strong"), (f"level, {each} each", "plain")))
    if "equal_share" in label.flags:
        return Cell(((" ≈ ".join(names), "strong"), ("equal shares", "plain")))
    known = [e for e in by_name.values() if e.record.share is not None]
    if known:
        best = max(known, key=lambda e: e.record.share or 0)
        amount = _amount(best)
        return Cell(
            ((best.record.option_label, "strong"), (f"{amount}, lead not settled", "plain"))
        )
    return Cell.of("not settled", "faint")


def _amount(found: Estimation) -> str:
    """A panel is described by counts; a public by its share, or the range of it."""
    record = found.record
    if record.interval_kind is None and record.n_option is not None:
        return f"{record.n_option} of {record.n_base}"
    return _share(record, found.printed)


# -- an item: every option -------------------------------------------------------------


def _item(block: Block, comparison: Comparison) -> list[Heading | Table | Words]:
    columns = comparison.columns
    asking = comparison.asking
    text = said(asking.text, block.language)
    heading = _heading(block, columns)
    wording = {"unpublished": "wording not published", "paraphrase": "wording paraphrased"}
    below = [f"{asking.survey}.{asking.item}", wording.get(asking.wording, "verbatim wording")]
    if asking.type == "multiple":
        below.append("several answers allowed: shares do not add up to 100")
    heading = Heading(text, (" · ".join(below), *heading.below))
    lettered = any(e.record.letters for column in columns for e in column.estimations)
    headers = tuple(
        _header(column.sample, block.language, chr(65 + place) if lettered else "")
        for place, column in enumerate(columns)
    )
    rows = [_option(columns, place, first) for place, first in enumerate(columns[0].estimations)]
    rows.append(Row(Cell.of("Label"), tuple(_label(column) for column in columns), rule=True))
    corner = "Share, %" if columns[0].label.base == "all" else "Share of substantive answers, %"
    table = Table(corner, headers, tuple(rows), numeric=True)
    return [heading, table, *_sentences(block, comparison)]


def _concept(block: ConceptBlock) -> list[Heading | Table | Words]:
    """A category a line, a sample a column: whoever was asked, and which item it was."""
    headers = []
    for column in block.columns:
        name, size = _header(column.sample, block.language).lines
        who = (f"{column.sample.survey} {column.sample.wave}", "faint")
        kind = (KINDS[column.sample.population], "faint")
        headers.append(Cell((name, who, kind, size)))  # type: ignore[arg-type]
    rows = []
    for place, category in enumerate(block.concept.categories.values()):
        cells = [_shares(column.estimations[place]) for column in block.columns]
        rows.append(Row(Cell.of(said(category.label, block.language)), tuple(cells)))
    table = Table("Share, %", tuple(headers), tuple(rows), numeric=True)
    title = said(block.concept.title, block.language)
    heading = Heading(title, (f"concept {block.id}", said(block.concept.definition)))
    asked = dict.fromkeys(
        f"{column.asking.survey}.{column.asking.item}: {said(column.asking.text, block.language)}"
        for column in block.columns
    )
    return [heading, table, Words("Measured by", tuple(asked))]


def _shares(found: Estimation, tone: Tone = "plain") -> Cell:
    """A share or its range, with its letters, and the interval below where there is one."""
    record = found.record
    text = _amount_full(found)
    letters = f" {record.letters}" if record.letters else ""
    lines: list[tuple[str, Tone]] = [
        (f"{text}{letters}", "faint" if text == NOT_REPORTED else tone)
    ]
    if record.low is not None and record.high is not None and text != OPEN:
        lines.append((f"({percent(record.low)}–{percent(record.high)})", "faint"))
    return Cell(tuple(lines))


def _option(columns: Sequence[Column], place: int, first: Estimation) -> Row:
    kind = first.record.option_kind
    before = columns[0].estimations[place - 1].record.option_kind if place else kind
    leader = [column.label.option == first.record.option for column in columns]
    cells = [
        _shares(column.estimations[place], "strong" if leads else "plain")
        for column, leads in zip(columns, leader, strict=True)
    ]
    stub = first.record.option_label
    name = f"{stub} (net)" if kind == "net" else stub
    return Row(Cell.of(name), tuple(cells), rule=kind != before and kind in ("net", "score"))


def _amount_full(found: Estimation) -> str:
    record = found.record
    if record.option_kind == "score":
        return _score(record)
    text = _share(record, found.printed)
    if record.interval_kind is None and record.n_option is not None:
        return f"{text} ({record.n_option})"
    return text


def _score(record: Estimate) -> str:
    if record.bound_low is None or record.bound_high is None:
        return NOT_REPORTED
    if record.share is not None:
        return f"{record.share:+.2f}".replace("-", "−")
    low, high = (f"{end:+.2f}".replace("-", "−") for end in (record.bound_low, record.bound_high))
    return f"{low} to {high}"


def _label(column: Column) -> Cell:
    if "contradictory" in column.label.flags:
        return Cell.of("sources clash")
    if column.estimations[0].record.flags == ("not_reported",):
        return Cell.of(NOT_REPORTED, "faint")
    return Cell.of(label_words(column.label.label_sample))


def _sentences(block: Block, comparison: Comparison) -> list[Words]:
    """The gaps that the facts settle, one sentence each; the others counted by option."""
    level = 1 - block.confidence
    options = {e.record.option: e.record for e in comparison.columns[0].estimations}
    shown = [p for p in comparison.pairs if options[p.option].option_kind in ("substantive", "net")]
    settled = tuple(_sentence(pair, level) for pair in shown if _settled(pair))
    parts = [Words("What follows", settled)] if settled else []
    open_pairs: dict[str, list[str]] = {}
    for pair in shown:
        if pair.bound_low is not None and not _settled(pair):
            names = (pair.country_a or "pooled", pair.country_b or "pooled")
            open_pairs.setdefault(options[pair.option].option_label, []).append("–".join(names))
    if open_pairs:
        lines = tuple(f"{label}: {', '.join(names)}" for label, names in open_pairs.items())
        parts.append(Words("Not settled: which of the two is ahead", lines))
    return parts


def _settled(pair: Pair) -> bool:
    low, high = pair.bound_low, pair.bound_high
    if low is None or high is None:
        return False
    above = low > 0 or (low == 0 and not pair.bound_low_reached)
    below = high < 0 or (high == 0 and not pair.bound_high_reached)
    return above or below


def _sentence(pair: Pair, level: float) -> str:
    if pair.p_adjusted is None or pair.p_adjusted >= level:
        return pair.text
    size = "p < 0.001" if pair.p_adjusted < 0.001 else f"p = {pair.p_adjusted:.3f}"
    return f"{pair.text} Larger than sampling error ({size})."


# -- what both have in common ----------------------------------------------------------


def _heading(block: Block, columns: Sequence[Column]) -> Heading:
    questionnaire = block.questionnaire
    wave = questionnaire.waves[block.wave]
    samples = [column.sample for column in columns]
    kinds = _distinct(KINDS[sample.population] for sample in samples)
    about = [f"{questionnaire.survey} {block.wave}", kinds, span(wave.fieldwork)]
    modes = _distinct(sample.mode.replace("_", " ") for sample in samples)
    sampling = _distinct(sample.sampling.replace("_", " ") for sample in samples)
    conduct = f"Mode {modes}, sampling {sampling}"
    evidence = {
        e.record.evidence for c in block.comparisons for col in c.columns for e in col.estimations
    } - {None}
    rests = listed([word for kind, word in EVIDENCE.items() if kind in evidence])
    below = (" · ".join(about), f"{conduct} · known from {rests or 'nothing published'}")
    return Heading(said(questionnaire.title, block.language), below)


def _distinct(values: Iterable[str]) -> str:
    return "/".join(dict.fromkeys(values))


def _header(sample: SampleView, language: str, letter: str = "") -> Cell:
    name = country_name(sample.country, language) if sample.country else sample.id
    size = f"n={sample.n:,}" if sample.n is not None else "n unknown"
    return Cell(((name, "strong"), (f"{size} ({letter})" if letter else size, "faint")))


def _share(record: Estimate, printed: str | None) -> str:
    """A printed figure as printed, an exact share, a range, or that nothing was published."""
    if "contradictory" in record.flags:
        return "sources clash"
    if record.bound_low is None or record.bound_high is None:
        return NOT_REPORTED
    if printed is not None:
        return printed
    if record.share is not None:
        whole = round(record.share * 1000) % 10 == 0
        return percent(record.share, 0 if whole else 1)
    if "no_bound" in record.flags:
        return OPEN if record.evidence else NOT_REPORTED
    return range_text(
        record.bound_low,
        record.bound_high,
        low_reached=bool(record.bound_low_reached),
        high_reached=bool(record.bound_high_reached),
    )


def _legend(result: Result, *, single: bool) -> Words:
    """One line that says what the marks mean; only those that this page prints."""
    estimates = [record for record in result.records if record.type == "estimate"]
    bounded = [r for r in estimates if r.share is None and r.bound_low is not None]
    marks = ["30 as printed or counted"]
    if bounded:
        marks += [">50 more than 50", "≤35 at most 35", "25–50 in between"]
    if single and any("no_bound" in r.flags for r in bounded):
        marks.append("open: anything")
    if single and any(r.interval_kind for r in estimates):
        confidence = result.parameters["confidence"]
        kinds = {r.interval_kind for r in estimates} - {None}
        basis = "" if kinds == {"design"} else ", if the sample were random"
        marks.append(f"(a–b) {confidence:.0%} interval for the population{basis}")
    if any("not_reported" in r.flags for r in estimates):
        marks.append("not reported: nothing published")
    return Words("", (f"In %: {'; '.join(marks)}.",), "faint")


def source_lines(result: Result) -> tuple[str, ...]:
    """Each publication that the records rest on: its id and title, its address below."""
    return tuple(
        f"{source.id}: {source.title}" + (f"\n{source.url}" if source.url else "")
        for source in result.sources
    )
