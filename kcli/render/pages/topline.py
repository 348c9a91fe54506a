"""The page of ``kcli topline``: wording, bases first, answers, nets; below it past waves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kcli.analysis.compare import Block, Column
from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.analysis.remarks import filter_of
from kcli.analysis.topline import History, Past, Topline
from kcli.model.records import Estimate, Result
from kcli.render.pages.compare import footer, heading_of, wording_words
from kcli.render.pages.marks import asked_sample, header, option_name, share_cell
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.languages import listed_in, say
from kcli.text.numbers import amount
from kcli.text.people import apart, sample_name
from kcli.text.periods import span

__all__ = ["lay_out"]

BASES = ("n_base", "w_base", "n_not_asked", "n_not_stated")
KIND_ORDER = ("substantive", "dont_know", "refused", "net", "score")


def lay_out(result: Result) -> Page:
    """The latest wave, its countries side by side; then each country's waves, a row a wave."""
    (topline,) = result.context
    latest: Block = topline.blocks[0]
    parts: list[Heading | Table | Words] = [_heading(latest), _latest(latest)]
    for history in topline.histories:
        parts += _past(history, topline)
    return Page((*parts, *footer(result, single=True)))


def _heading(latest: Block) -> Heading:
    """The wording, and how it was asked; who, when and how."""
    (comparison,) = latest.comparisons
    asking, language = comparison.asking, latest.language
    wording = [f"{asking.survey}.{asking.item}", wording_words(asking.wording, language)]
    if asking.type == "multiple":
        wording.append(say("page.several_long", language))
    wording += filter_of(latest.questionnaire, asking, latest.language)
    samples = [column.sample for column in comparison.columns]
    about = heading_of(latest, samples, comparison.known_from)
    return Heading(asking.title(latest.language), (" · ".join(wording), *about.below))


# -- the latest wave: an answer a row -----------------------------------------------------


def _latest(block: Block) -> Table:
    columns, language = block.comparisons[0].columns, block.language
    found = [{e.record.option: e for e in column.estimations} for column in columns]
    rows = [
        Row(
            Cell.of(title, "faint"),
            tuple(Cell.of(_base(column, key) or "–", "faint") for column in columns),
        )
        for title, key in _bases(columns, language)
    ]
    before = "base"
    for name, kind in _in_order(found).items():
        first = next(options[name] for options in found if name in options)
        group = "answer" if kind in ("substantive", "dont_know", "refused") else kind
        cells = tuple(
            share_cell(options[name], language=language)
            if name in options
            else Cell.of(say("page.not_offered", language), "faint")
            for options in found
        )
        rows.append(Row(Cell.of(option_name(first.record, language)), cells, rule=group != before))
        before = group
    samples = [column.sample for column in columns]
    asking = block.comparisons[0].asking
    headers = tuple(
        header(
            asked_sample(column.sample, column.estimations[0].record, asking),
            language,
            "",
            apart(column.sample, samples, language),
        )
        for column in columns
    )
    return Table(_unit(columns, language), headers, tuple(rows), numeric=True)


def _in_order(found: Sequence[dict[str, Estimation]]) -> dict[str, str]:
    """What is found, with its kind: answers, don't know and refused, nets, the mean score."""
    kinds: dict[str, str] = {}
    for options in found:
        for name, each in options.items():
            kinds.setdefault(name, each.record.option_kind)
    return dict(sorted(kinds.items(), key=lambda item: KIND_ORDER.index(item[1])))


def _unit(columns: Sequence[Column], language: str) -> str:
    if _counted(columns):
        return say("page.counts", language)
    base = "all" if columns[0].label.base == "all" else "substantive"
    return say(f"page.percent_{base}", language)


def _counted(columns: Sequence[Column]) -> bool:
    return all(column.sample.population in NAMED_KINDS for column in columns)


# -- bases -------------------------------------------------------------------------------


def _bases(
    columns: Sequence[Column], language: str, *, always: bool = False
) -> list[tuple[str, str]]:
    """The kinds of base of which any column has something to say; ``always`` the unweighted one."""
    return [
        (say(f"base.{key}", language), key)
        for key in BASES
        if (always and key == "n_base") or any(_base(column, key) for column in columns)
    ]


def _base(column: Column, key: str) -> str:
    """One kind of base; of zero counts nothing is said, nor of weights that change nothing."""
    record: Estimate = column.estimations[0].record
    value = getattr(record, key)
    plain = value is None or (key != "n_base" and not value)
    if plain or (key == "w_base" and value == record.n_base):
        return ""
    about = "≈" if key == "n_base" and "base-approximate" in record.flags else ""
    return f"{about}{amount(value)}"


# -- past waves: a wave a row ------------------------------------------------------------


def _past(history: History, topline: Topline) -> Iterator[Heading | Table | Words]:
    """The waves comparable with the latest, and below them the others with the reasons.

    A latest wave that stands above already is not repeated alone.
    """
    newest = history.waves[0]
    above = newest.block is topline.blocks[0]
    if len(history.waves) == 1 and above:
        return
    language = topline.blocks[0].language
    yield Heading(say("topline.waves", language, name=_name(history, topline)))
    if len(history.comparable) > 1 or not above:
        yield _by_wave(history.comparable, history, language)
        yield from _footnotes(history.comparable)
    if history.apart:
        title = say("topline.apart", language, wave=newest.wave)
        yield _by_wave(history.apart, history, language, title)
        yield from _footnotes(history.apart, _together(history, language))


def _name(history: History, topline: Topline) -> str:
    """The country, and what tells it from another sample of the same country."""
    samples = [each.sample for each in topline.histories]
    return sample_name(history.sample, samples, topline.blocks[0].language)


def _by_wave(waves: Sequence[Past], history: History, language: str, title: str = "") -> Table:
    """A row a wave, newest first; an answer a column, bases last."""
    columns = [past.column for past in waves]
    found = [past.by_option for past in waves]
    kinds = _in_order(found)
    bases = _bases(columns, language, always=True)
    rows = [
        Row(
            _stub(past, language),
            (
                *(_answer(past, name, kind, language) for name, kind in kinds.items()),
                *(
                    Cell.of(_base(past.column, key) or _unknown(key, language), "faint")
                    for _, key in bases
                ),
            ),
        )
        for past in waves
    ]
    heads = [Cell.of(_head(name, history, language), "strong") for name in kinds]
    heads += [Cell.of(base, "faint") for base, _ in bases]
    unit = _unit(columns, language)
    corner = title or unit
    if title and not _counted(columns):
        corner = say("topline.unit", language, title=title, unit=unit)
    return Table(corner, tuple(heads), tuple(rows), numeric=True, titled=bool(title))


def _head(name: str, history: History, language: str) -> str:
    """What the newest wave that has it calls an answer; footnotes tell of other words."""
    found = next(p.by_option[name] for p in history.waves if name in p.by_option)
    return option_name(found.record, language)


def _stub(past: Past, language: str) -> Cell:
    mark = f" ({past.mark})" if past.mark else ""
    dates = span(past.column.sample.fieldwork, language)
    below = ((dates, "faint"),) if dates != past.wave else ()
    return Cell(((f"{past.wave}{mark}", "strong"), *below))


def _answer(past: Past, name: str, kind: str, language: str) -> Cell:
    """A share; of an answer that a wave does not have, why not."""
    found = past.by_option.get(name)
    if found is not None:
        return share_cell(found, language=language)
    if kind in ("net", "score"):
        return Cell.of("–", "faint")
    known = past.asking.options_complete != "incomplete"
    return Cell.of(say("page.not_offered" if known else "page.not_reported", language), "faint")


def _unknown(key: str, language: str) -> str:
    return say("base.unknown", language) if key == "n_base" else "–"


def _together(history: History, language: str) -> list[str]:
    """Which of the waves that stand apart are comparable with each other."""
    stretches: dict[int, list[str]] = {}
    for past in history.apart:
        stretches.setdefault(past.segment, []).append(past.wave)
    several = [waves for waves in stretches.values() if len(waves) > 1]
    if len(stretches) == 1 and several:
        return [say("topline.together", language)]
    return [
        say("topline.together_of", language, waves=listed_in(waves[::-1], language))
        for waves in several
    ]


def _footnotes(waves: Sequence[Past], more: Sequence[str] = ()) -> Iterator[Words]:
    lines = [f"({past.mark}) {past.footnote}" for past in waves if past.mark]
    lines = [*dict.fromkeys(lines), *more]
    if lines:
        yield Words("", tuple(lines))
