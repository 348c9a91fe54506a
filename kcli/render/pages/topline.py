"""The page of ``kcli topline``: wording, bases first, answers, nets; below it past waves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kcli.analysis.compare import Block, Column
from kcli.analysis.estimate import Estimation
from kcli.analysis.precision import NAMED_KINDS
from kcli.analysis.remarks import asked_of
from kcli.analysis.topline import History, Past, Topline
from kcli.model.fields import said
from kcli.model.records import Estimate, Result
from kcli.render.pages.compare import WORDING, footer, heading_of
from kcli.render.pages.marks import header, share_cell
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.countries import country_name
from kcli.text.people import KINDS
from kcli.text.periods import span
from kcli.text.sentences import listed

__all__ = ["lay_out"]

BASES = (
    ("Asked, unweighted", "n_base"),
    ("Weighted base", "w_base"),
    ("Not asked", "n_not_asked"),
    ("Not stated", "n_not_stated"),
)
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
    asking = comparison.asking
    wording = [f"{asking.survey}.{asking.item}", WORDING.get(asking.wording, "verbatim wording")]
    if asking.type == "multiple":
        wording.append("several answers allowed: shares do not add up to 100")
    if asking.asked is not None:
        wording.append(asked_of(latest.questionnaire, asking, latest.language))
    samples = [column.sample for column in comparison.columns]
    about = heading_of(latest, samples, comparison.known_from)
    return Heading(said(asking.text, latest.language), (" · ".join(wording), *about.below))


# -- the latest wave: an answer a row -----------------------------------------------------


def _latest(block: Block) -> Table:
    columns = block.comparisons[0].columns
    found = [{e.record.option: e for e in column.estimations} for column in columns]
    rows = [
        Row(
            Cell.of(title, "faint"),
            tuple(Cell.of(_base(column, key) or "–", "faint") for column in columns),
        )
        for title, key in _bases(columns)
    ]
    before = "base"
    for name, kind in _in_order(found).items():
        first = next(options[name] for options in found if name in options)
        group = "answer" if kind in ("substantive", "dont_know", "refused") else kind
        cells = tuple(
            share_cell(options[name]) if name in options else Cell.of("not offered", "faint")
            for options in found
        )
        rows.append(Row(Cell.of(_title(first, kind)), cells, rule=group != before))
        before = group
    headers = tuple(header(column.sample, block.language) for column in columns)
    return Table(_unit(columns), headers, tuple(rows), numeric=True)


def _title(found: Estimation, kind: str) -> str:
    return found.record.option_label + (" (net)" if kind == "net" else "")


def _in_order(found: Sequence[dict[str, Estimation]]) -> dict[str, str]:
    """What is found, with its kind: answers, don't know and refused, nets, the mean score."""
    kinds: dict[str, str] = {}
    for options in found:
        for name, each in options.items():
            kinds.setdefault(name, each.record.option_kind)
    return dict(sorted(kinds.items(), key=lambda item: KIND_ORDER.index(item[1])))


def _unit(columns: Sequence[Column]) -> str:
    if all(column.sample.population in NAMED_KINDS for column in columns):
        return "Counts"
    return "%" if columns[0].label.base == "all" else "% of substantive answers"


# -- bases -------------------------------------------------------------------------------


def _bases(columns: Sequence[Column], *, always: bool = False) -> list[tuple[str, str]]:
    """The kinds of base of which any column has something to say; ``always`` the unweighted one."""
    first = "Asked, unweighted" if columns[0].label.base == "all" else "Base, unweighted"
    return [
        (first if key == "n_base" else title, key)
        for title, key in BASES
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
    return f"{about}{value:,.10g}"


# -- past waves: a wave a row ------------------------------------------------------------


def _past(history: History, topline: Topline) -> Iterator[Heading | Table | Words]:
    """The waves comparable with the latest, and below them the others with the reasons.

    A latest wave that stands above already is not repeated alone.
    """
    newest = history.waves[0]
    above = newest.block is topline.blocks[0]
    if len(history.waves) == 1 and above:
        return
    yield Heading(f"{_name(history, topline)}, wave by wave")
    if len(history.comparable) > 1 or not above:
        yield _by_wave(history.comparable, history)
        yield from _footnotes(history.comparable)
    if history.apart:
        title = f"Not comparable with {newest.wave}"
        yield _by_wave(history.apart, history, title)
        yield from _footnotes(history.apart, _together(history))


def _name(history: History, topline: Topline) -> str:
    """The country, and what tells it from another sample of the same country."""
    sample, language = history.sample, topline.blocks[0].language
    name = country_name(sample.country, language) if sample.country else sample.id
    others = [h.sample for h in topline.histories if h.sample.country == sample.country]
    if len(others) < 2 or not sample.country:
        return name
    kinds = [other.population for other in others]
    alone = kinds.count(sample.population) == 1
    return f"{name}, {KINDS[sample.population] if alone else sample.id}"


def _by_wave(waves: Sequence[Past], history: History, title: str = "") -> Table:
    """A row a wave, newest first; an answer a column, bases last."""
    columns = [past.column for past in waves]
    found = [past.by_option for past in waves]
    kinds = _in_order(found)
    bases = _bases(columns, always=True)
    rows = [
        Row(
            _stub(past),
            (
                *(_answer(past, name, kind) for name, kind in kinds.items()),
                *(Cell.of(_base(past.column, key) or _unknown(key), "faint") for _, key in bases),
            ),
        )
        for past in waves
    ]
    heads = [Cell.of(_head(name, kind, history), "strong") for name, kind in kinds.items()]
    heads += [Cell.of(base, "faint") for base, _ in bases]
    unit = _unit(columns)
    corner = f"{title}{f' ({unit})' if unit != 'Counts' else ''}" if title else unit
    return Table(corner, tuple(heads), tuple(rows), numeric=True, titled=bool(title))


def _head(name: str, kind: str, history: History) -> str:
    """What the newest wave that has it calls an answer; footnotes tell of other words."""
    return _title(next(p.by_option[name] for p in history.waves if name in p.by_option), kind)


def _stub(past: Past) -> Cell:
    mark = f" ({past.mark})" if past.mark else ""
    dates = span(past.column.sample.fieldwork)
    below = ((dates, "faint"),) if dates != past.wave else ()
    return Cell(((f"{past.wave}{mark}", "strong"), *below))


def _answer(past: Past, name: str, kind: str) -> Cell:
    """A share; of an answer that a wave does not have, why not."""
    found = past.by_option.get(name)
    if found is not None:
        return share_cell(found)
    if kind in ("net", "score"):
        return Cell.of("–", "faint")
    known = past.asking.options_complete != "incomplete"
    return Cell.of("not offered" if known else "not reported", "faint")


def _unknown(key: str) -> str:
    return "unknown" if key == "n_base" else "–"


def _together(history: History) -> list[str]:
    """Which of the waves that stand apart are comparable with each other."""
    stretches: dict[int, list[str]] = {}
    for past in history.apart:
        stretches.setdefault(past.segment, []).append(past.wave)
    several = [waves for waves in stretches.values() if len(waves) > 1]
    if len(stretches) == 1 and several:
        return ["These waves are comparable with each other."]
    return [f"Comparable with each other: {listed(waves[::-1])}." for waves in several]


def _footnotes(waves: Sequence[Past], more: Sequence[str] = ()) -> Iterator[Words]:
    lines = [f"({past.mark}) {past.footnote}" for past in waves if past.mark]
    lines = [*dict.fromkeys(lines), *more]
    if lines:
        yield Words("", tuple(lines))
