"""The page of ``kcli crosstab``: bases first, answers by group with letters, a test a banner."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.analysis.banners import Banner, Crosstab
from kcli.analysis.estimate import Estimation
from kcli.analysis.remarks import filter_of
from kcli.model.fields import said
from kcli.model.records import Result
from kcli.render.pages.compare import footer, wording_words
from kcli.render.pages.marks import option_name, share_cell
from kcli.render.pages.page import Cell, Heading, Page, Row, Table, Words
from kcli.text.countries import country_name
from kcli.text.languages import say
from kcli.text.numbers import chance_words, signed_points
from kcli.text.people import kind_words, own_id
from kcli.text.periods import span

__all__ = ["lay_out"]

BASES = ("n_base", "w_base", "n_eff")


def lay_out(result: Result) -> Page:
    """A table a sample and banner; everyone stands before the first group."""
    tables: Sequence[Crosstab] = result.context
    parts: list[Heading | Table | Words] = []
    for table in tables:
        parts.append(_heading(table))
        for banner in table.banners:
            test = _test(banner, table.language)
            parts += [_table(table, banner), test, *_composition(table, banner)]
    estimates = [found.record for table in tables for _, found in table.estimations]
    if any(record.letters for record in result.records if record.type == "cell"):
        adjust = {"holm": "Holm", "bh": "Benjamini-Hochberg"}[result.parameters["adjust"]]
        text = say("crosstab.letter", result.parameters["lang"], adjust=adjust)
        parts.append(Words("", (text,), "faint"))
    return Page((*parts, *footer(result, single=True, estimates=estimates)))


def _heading(table: Crosstab) -> Heading:
    asking, sample, language = table.asking, table.sample, table.language
    wording = wording_words(asking.wording, language)
    asked = filter_of(table.questionnaire, asking, language)
    waves = any(banner.by == "wave" for banner in table.banners)
    name = f"{asking.survey}.{asking.item}{'' if waves else f'@{asking.wave}'}"
    below = [" · ".join([name, wording, *asked])]
    if sample is not None:
        where = country_name(sample.country, table.language) if sample.country else sample.id
        modes = [say(f"way.{mode}", language) for mode in table.modes or (sample.mode,)]
        mode = say("shift.mode", language, mode="/".join(modes))
        kind = kind_words(sample.population, language)
        own = own_id(sample, table.questionnaire.samples(sample.wave))
        dates = [] if waves else [span(sample.fieldwork, language)]
        about = [where.replace("_", " "), kind, *([own] if own else []), *dates, mode]
        below.append(" · ".join(about))
    return Heading(asking.title(table.language), tuple(below))


def _table(table: Crosstab, banner: Banner) -> Table:
    language = table.language
    columns: list[tuple[str, str, Sequence[Estimation]]] = []
    if table.total:
        columns.append((say("crosstab.total", language), "", table.total))
    lettered = len(banner.columns) > 1
    columns += [
        (column.label, f"({_letter(place)})" if lettered else "", column.estimations)
        for place, column in enumerate(banner.columns)
    ]
    headers = [
        Cell(((label, "strong"), *(((letter, "faint"),) if letter else ())))
        for label, letter, _ in columns
    ]
    rows = [
        _base(say(f"crosstab.{key}", language), key, [found for *_, found in columns])
        for key in BASES
    ]
    rows = [row for row in rows if any(cell.lines[0][0] != "–" for cell in row.cells)]
    before = "base"
    for place, first in enumerate(columns[0][2]):
        kind = first.record.option_kind
        group = "answer" if kind in ("substantive", "dont_know", "refused") else kind
        stub = option_name(first.record, language)
        cells = tuple(share_cell(found[place], language=language) for *_, found in columns)
        rows.append(Row(Cell.of(stub), cells, rule=group != before))
        before = group
    return Table(banner.label, tuple(headers), tuple(rows), numeric=True)


def _letter(place: int) -> str:
    first, second = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def _base(title: str, key: str, columns: Sequence[Sequence[Estimation]]) -> Row:
    """One kind of base over all columns: of effective ones the median over the answers."""
    values: list[float | None] = []
    sizes_alike = key != "n_base"  # as much as there are people, in every column
    for found in columns:
        record = found[0].record
        value: float | None
        if key == "n_eff":
            sizes = sorted(e.record.n_eff for e in found if e.record.n_eff is not None)
            value = round(sizes[len(sizes) // 2]) if sizes else None
        else:
            value = getattr(record, key)
        values.append(value)
        if value is not None and abs(value - (record.n_base or 0)) >= 2:  # n - 1, unweighted
            sizes_alike = False
    told = ["–" if value is None or sizes_alike else _number(value) for value in values]
    return Row(Cell.of(title, "faint"), tuple(Cell.of(text, "faint") for text in told))


def _composition(table: Crosstab, banner: Banner) -> list[Table]:
    """Crude gaps, and what is left of them when the groups are made up alike."""
    adjusted = [c for c in banner.contrasts if c.adjusted_gap is not None and c.gap is not None]
    if not adjusted:
        return []
    language = table.language
    names = {column.group: column.label for column in banner.columns}
    labels = {e.record.option: e.record.option_label for e in banner.columns[0].estimations}
    rows = []
    for c in adjusted:
        gap = [(signed_points(c.gap or 0.0), "plain"), *_limits(c.low, c.high, language)]
        left = [
            (signed_points(c.adjusted_gap or 0.0), "strong"),
            *_limits(c.adjusted_low, c.adjusted_high, language),
        ]
        pair = say("crosstab.less", language, first=names[c.group_a], second=names[c.group_b])
        stub = Cell(((labels[c.option], "strong"), (pair, "faint")))
        rows.append(Row(stub, (Cell(tuple(gap)), Cell(tuple(left)))))  # type: ignore[arg-type]
    asked = (
        table.questionnaire.asking(item, table.asking.wave) for item in adjusted[0].composition
    )
    composition = ", ".join(said(asking.text, language) for asking in asked)
    alike = Cell.of(say("crosstab.alike", language, names=composition), "strong")
    heads = (Cell.of(say("crosstab.crude", language), "strong"), alike)
    return [Table(say("crosstab.gaps", language), heads, tuple(rows), numeric=True)]


def _limits(low: float | None, high: float | None, language: str) -> list[tuple[str, str]]:
    if low is None or high is None:
        return []
    ends = {"low": signed_points(low), "high": signed_points(high)}
    return [(say("shift.limits", language, **ends), "faint")]


def _number(value: float | None) -> str:
    """A base: whole respondents, or a sum of weights with two decimals at most."""
    text = f"{value or 0:,.2f}"
    return text.rstrip("0").rstrip(".")


def _test(banner: Banner, language: str) -> Words:
    test = banner.independence
    if test.f is None or test.ndf is None or test.ddf is None or test.p_value is None:
        why = say(f"crosstab.why.{test.why}", language)
        return Words("", (say("crosstab.no_test", language, banner=banner.label, why=why),))
    p = chance_words(test.p_value)
    text = f"{banner.label}: F({test.ndf:.2f}, {test.ddf:.1f}) = {test.f:.2f}, {p} (Rao-Scott)."
    return Words("", (text,))
