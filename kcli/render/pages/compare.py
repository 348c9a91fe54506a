"""The page of ``kcli compare``: an item a line for a survey, an option a line for one item."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations, cycle
from typing import TYPE_CHECKING

from kcli.analysis.compare import Block, Column, Comparison
from kcli.analysis.estimate import Estimation
from kcli.analysis.pairs import letter_of
from kcli.analysis.precision import NAMED_KINDS
from kcli.analysis.remarks import filter_of
from kcli.model.fields import said
from kcli.model.questionnaire import SampleView
from kcli.model.records import Estimate, Label, Pair, Result
from kcli.render.pages.leading import is_pooled, leading, silence_of
from kcli.render.pages.marks import (
    asked_sample,
    dates_of,
    header,
    legend,
    option_name,
    own_size,
    share_cell,
    source_lines,
)
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.languages import listed_in, say, tag_of
from kcli.text.numbers import chance_words
from kcli.text.people import apart, beside, kind_words, sample_name
from kcli.text.retold import retold_note
from kcli.text.sentences import label_words
from kcli.text.summary.pairs import pair_names, pair_sentence

if TYPE_CHECKING:
    from kcli.analysis.concept import ConceptBlock

__all__ = ["footer", "heading_of", "lay_out", "wording_words"]

KNOWN_FROM = ("respondents", "answers", "figures", "words")


def wording_words(wording: str, language: str = "en") -> str:
    """How the wording of a question is known."""
    return say(f"page.wording.{wording}", language)


def lay_out(result: Result) -> Page:
    """Each survey's block, then what is assumed, then the sources."""
    blocks: list[Block | ConceptBlock] = result.context
    single = any(not isinstance(block, Block) or block.single for block in blocks)
    language = str(result.parameters.get("lang") or "en")
    parts: list[Heading | Table | Words] = []
    for block in blocks:
        if not isinstance(block, Block):
            from kcli.render.pages.concept import concept_parts  # a survey needs none of it

            parts += concept_parts(block)
        elif block.single:
            parts += [part for found in block.comparisons for part in _item(block, found)]
        else:
            parts += _survey(block)
    if single and any(getattr(record, "letters", None) for record in result.records):
        letter = say("crosstab.letter", language, adjust="Holm")
        parts.append(Words("", (letter,), "faint"))
    if any(r.type == "label" and _differs(r) for r in result.records):
        parts.append(Words("", (say("compare.of_those_asked", language),), "faint"))
    return Page((*parts, *footer(result, single=single)))


def _differs(label: Label) -> bool:
    """Whether a test was made, and does not support what is true of the sample."""
    return label.p_value is not None and label.label != label.label_sample


def footer(
    result: Result,
    *,
    single: bool,
    estimates: Sequence[Estimate | Label] | None = None,
    kinds: Collection[str | None] | None = None,
) -> list[Words]:
    """The legend, what is assumed, the sources, and the sentences that are owed.

    ``estimates`` are what the page prints; those of the records where left out; ``kinds``
    those of their intervals, where they are labels.
    """
    if estimates is None:
        estimates = [r for r in result.records if r.type in ("estimate", "label")]
    language = str(result.parameters.get("lang") or "en")
    confidence = result.parameters.get("confidence")
    parts = [legend(estimates, confidence, single=single, language=language, kinds=kinds)]
    owed = tuple(note.text for note in result.notes if note.code == "attribution")
    skipped = {"attribution"} if single else {"attribution", "deff-one"}
    notes = tuple(
        retold_note(note.code, note.text, language)
        for note in result.notes
        if note.code not in skipped
    )
    if notes:
        parts.append(Words(say("page.assumed", language), notes, "faint", "assumed"))
    if single and result.sources:
        parts.append(Words(say("page.sources", language), source_lines(result), "faint", "sources"))
    if owed:
        parts.append(Words("", owed, "faint", "owed"))
    return parts


# -- a survey: the leading option of every item ---------------------------------------


def _survey(block: Block) -> list[Heading | Table | Words]:
    columns = block.comparisons[0].columns
    known = frozenset[str]().union(*(found.known_from for found in block.comparisons))
    rows = [
        Row(
            Cell.of(comparison.asking.title(block.language)),
            tuple(_leads(comparison, column, block.language) for column in comparison.columns),
        )
        for comparison in block.comparisons
    ]
    samples = [column.sample for column in columns]
    headers = tuple(
        header(s, block.language, "", apart(s, samples, block.language)) for s in samples
    )
    heading = heading_of(block, _surveyed(columns), known)
    if {column.label.base for c in block.comparisons for column in c.columns} == {"substantive"}:
        heading = replace(heading, below=(*heading.below, _unit("substantive", block.language)))
    return [heading, Table("", headers, tuple(rows), stacks=True)]


def _surveyed(columns: Sequence[Column]) -> list[SampleView]:
    """The samples that were asked: not the total, which nobody asked."""
    return [column.sample for column in columns if not is_pooled(column)]


def _unit(base: str, language: str) -> str:
    """What the shares are shares of."""
    return say("page.share", language, base=say(f"page.percent_{base}", language))


def _leads(comparison: Comparison, column: Column, language: str) -> Cell:
    """The leading answer; with the size of its base, where many of the sample are not in it."""
    record = column.estimations[0].record
    return leading(column, language, own_size(column.sample, record, comparison.asking, language))


# -- an item: every option -------------------------------------------------------------


def _item(block: Block, comparison: Comparison) -> list[Heading | Table | Words]:
    columns, asking = comparison.columns, comparison.asking
    samples = [column.sample for column in columns]
    language = block.language
    about = [f"{asking.survey}.{asking.item}", wording_words(asking.wording, language)]
    if asking.type == "multiple":
        about.append(say("page.several_long", language))
    about += filter_of(block.questionnaire, asking, language)
    below = heading_of(block, _surveyed(columns), comparison.known_from).below
    heading = Heading(asking.title(block.language), (" · ".join(about), *below))
    lettered = any(e.record.letters for column in columns for e in column.estimations)
    headers = tuple(
        header(
            asked_sample(s, columns[place].estimations[0].record, asking),
            block.language,
            letter_of(place) if lettered and not is_pooled(columns[place]) else "",
            apart(s, samples, language),
        )
        for place, s in enumerate(samples)
    )
    rows = [
        _option(columns, place, first, language)
        for place, first in enumerate(columns[0].estimations)
    ]
    counted = all(sample.population in NAMED_KINDS for sample in samples)
    if not counted:
        labels = tuple(_label(column, language) for column in columns)
        rows.append(Row(Cell.of(say("page.label", language)), labels, rule=True))
    base = "all" if columns[0].label.base == "all" else "substantive"
    title = say("page.counts", language) if counted else _unit(base, language)
    table = Table(title, headers, tuple(rows), numeric=True)
    silent = _silent(comparison, language)
    return [heading, table, *silent, *([] if counted else _sentences(block, comparison))]


def _silent(comparison: Comparison, language: str) -> list[Words]:
    """Respondents of whom there is no answer, sample by sample."""
    samples = [column.sample for column in comparison.columns]
    names = []
    for column in comparison.columns:
        count = column.estimations[0].record.n_not_stated
        if count:
            names.append(f"{sample_name(column.sample, samples, language)} {count:,}")
    text = say("compare.not_stated", language, names="; ".join(names))
    return [Words("", (text,), "faint")] if names else []


def _option(columns: Sequence[Column], place: int, first: Estimation, language: str) -> Row:
    kind = first.record.option_kind
    before = columns[0].estimations[place - 1].record.option_kind if place else kind
    leader = [column.label.option == first.record.option for column in columns]
    cells = [
        share_cell(column.estimations[place], "strong" if leads else "plain", language)
        for column, leads in zip(columns, leader, strict=True)
    ]
    return Row(
        Cell.of(option_name(first.record, language)),
        tuple(cells),
        rule=kind != before and kind in ("net", "score"),
    )


def _label(column: Column, language: str) -> Cell:
    if is_pooled(column):
        return Cell.of("–", "faint")
    silence = silence_of(column, language)
    if silence is not None:
        return Cell.of(silence, "faint")
    return Cell.of(label_words(column.label.label_sample, language))


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
    samples = _surveyed(comparison.columns)
    of_each = cycle(combinations(samples, 2))
    for pair, both in zip(comparison.pairs, of_each, strict=False):
        label = options[pair.option].option_label
        if options[pair.option].option_kind not in ("substantive", "net"):
            continue
        pooled = say("compare.pooled", block.language)
        names = "–".join(
            beside(two[0].country or pooled, two, samples, block.language)
            for two in (both, both[::-1])
        )
        tested = pair.p_adjusted is not None and pair.p_adjusted < level
        if pair.evidence == "measured" and pair.p_adjusted is not None and not tested:
            within.setdefault(label, []).append(names)
        elif _settled(pair):
            text = pair.text
            if tag_of(block.language) != "en":
                told = pair_names(both, samples, block.language)
                text = pair_sentence(pair, label, block.language, told)
            settled.append(_sized(text, pair.p_adjusted, level, block.language))
        elif pair.bound_low is not None and not pair.bound_low == pair.bound_high == 0:
            undecided.setdefault(label, []).append(names)
    titles = {"compare.not_settled": undecided, "compare.within_error": within}
    follows = say("page.what_follows", block.language)
    parts = [Words(follows, tuple(settled))] if settled else []
    for title, found in titles.items():
        lines = tuple(f"{label}: {', '.join(names)}" for label, names in found.items())
        parts += [Words(say(title, block.language), lines)] if lines else []
    return parts


def _settled(pair: Pair) -> bool:
    """Whether the facts say which is ahead, or that the two are level above nought."""
    low, high = pair.bound_low, pair.bound_high
    if low is None or high is None:
        return False
    above = low > 0 or (low == 0 and not pair.bound_low_reached)
    below = high < 0 or (high == 0 and not pair.bound_high_reached)
    return above or below or (low == high == 0 and pair.share_a != 0)


def _sized(text: str, p: float | None, level: float, language: str) -> str:
    """A sentence on a gap, and whether it is larger than sampling error."""
    if p is None:
        return text
    told = "compare.larger" if p < level else "compare.may_be"
    return say(told, language, text=text, size=chance_words(p))


# -- what they have in common ----------------------------------------------------------


def heading_of(block: Block, samples: Sequence[SampleView], known: frozenset[str]) -> Heading:
    """A wave's title; who was asked, when and how, and what it is known from."""
    questionnaire = block.questionnaire
    title = questionnaire.waves[block.wave].title or questionnaire.title
    language = block.language
    kinds = _distinct(kind_words(sample.population, language) for sample in samples)
    modes = _distinct(say(f"way.{sample.mode}", language) for sample in samples)
    sampling = _distinct(say(f"way.{sample.sampling}", language) for sample in samples)
    about = [f"{questionnaire.survey} {block.wave}", kinds, dates_of(samples, language)]
    rests = [say(f"page.known.{kind}", language) for kind in KNOWN_FROM if kind in known]
    conduct = say(
        "page.conduct",
        language,
        modes=modes,
        sampling=sampling,
        known=listed_in(rests, language) or say("page.known.nothing", language),
    )
    return Heading(said(title, block.language), (" · ".join(about), conduct))


def _distinct(values: Iterable[str]) -> str:
    return "/".join(dict.fromkeys(values))
