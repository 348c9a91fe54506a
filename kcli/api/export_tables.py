"""The rows of an export: estimates, the facts they rest on, and the sums of respondents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from kcli.io.exporting.columns import TABLES
from kcli.io.exporting.tables import Row, Table, Value
from kcli.io.project import Project, Survey
from kcli.model.fields import said
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.model.records import Estimate, number

__all__ = ["Chosen", "estimates", "facts", "sources", "sums"]

Pair = tuple[str, str | None]  # a population and a country


@dataclass(frozen=True)
class Chosen:
    """An item in one wave, with the samples that it was estimated in."""

    survey: Survey
    wave: str
    item: str
    pairs: frozenset[Pair]
    measured: frozenset[Pair]
    """Those of them whose respondents were read."""

    @property
    def questionnaire(self) -> Questionnaire:
        """The survey's."""
        return self.survey.questionnaire

    def samples(self) -> Iterator[SampleView]:
        """The samples that are meant, and those that pool countries."""
        for sample in self.questionnaire.samples(self.wave):
            if sample.country is None or (sample.population, sample.country) in self.pairs:
                yield sample


def estimates(records: Sequence[tuple[str | None, Estimate]], invented: frozenset[str]) -> Table:
    """The table of estimates; of each, the concept whose category it is of."""
    names = [field.name for field in fields(Estimate) if field.name != "type"]
    rows: list[dict[str, Value]] = [
        {
            "synthetic": "SYNTHETIC" if record.survey in invented else None,
            "concept": concept,
            **{name: _plain(getattr(record, name)) for name in names},
        }
        for concept, record in records
    ]
    return TABLES["estimates"].filled_by_name(rows)


def _plain(value: Value | tuple[str, ...]) -> Value:
    return ";".join(value) if isinstance(value, tuple) else value


def facts(chosen: Sequence[Chosen]) -> Table:
    """The table of published facts."""
    return TABLES["facts"].filled(row for each in chosen for row in _facts(each))


def _facts(each: Chosen) -> Iterator[Row]:
    samples = {sample.id: sample for sample in each.samples()}
    for finding in each.survey.by_wave.get(each.wave, []):
        sample = samples.get(finding.sample)
        if finding.item == each.item and sample is not None:
            says = finding.statement
            yield (
                _mark(each),
                finding.survey,
                finding.wave,
                sample.population,
                sample.country,
                sample.id,
                finding.item,
                finding.id,
                finding.respondent,
                says.option,
                says.other,
                says.predicate,
                says.value,
                says.country,
                says.since,
                says.base,
                says.base_n,
                finding.source,
                finding.grade,
                finding.quote,
                finding.note,
            )


def sources(chosen: Sequence[Chosen], language: str) -> Table:
    """The table of publications: all that the surveys declare."""
    surveys = {each.questionnaire.survey: each for each in chosen}
    return TABLES["sources"].filled(
        (
            _mark(each),
            survey,
            name,
            source.publisher,
            said(source.title, language) or None,
            source.url,
            str(source.published) if source.published else None,
            source.grade,
            source.derived_from,
        )
        for survey, each in surveys.items()
        for name, source in each.questionnaire.sources.items()
    )


def sums(project: Project, chosen: Sequence[Chosen]) -> tuple[Table, ...]:
    """The tables of cells, squared weights, sampling units, silence and replicate weights."""
    rows: dict[str, list[Row]] = {
        name: [] for name in ("cells", "squares", "units", "silent", "replicates")
    }
    counted: set[tuple[str, str, str]] = set()
    measured = [each for each in chosen if each.measured]
    together: dict[tuple[str, str], list[Chosen]] = {}
    for each in measured:
        together.setdefault((each.questionnaire.survey, each.wave), []).append(each)
    for (_, wave), items in together.items():  # a file is read once
        askings = [each.questionnaire.asking(each.item, wave) for each in items]
        project.sums(items[0].survey, wave, askings)
    for each in measured:
        _add(project, each, rows, counted)
    return tuple(TABLES[name].filled(found) for name, found in rows.items())


def _add(
    project: Project,
    each: Chosen,
    rows: dict[str, list[Row]],
    counted: set[tuple[str, str, str]],
) -> None:
    """The sums of one item, sample by sample; sampling units where they are not counted yet."""
    from kcli.cells.sums import cells_of  # numpy comes with it

    asking = each.questionnaire.asking(each.item, each.wave)
    found = project.sums(each.survey, each.wave, [asking])
    assert found is not None, "these respondents were read before"
    by_sample = cells_of(found, asking)
    for sample in each.samples():
        if (sample.population, sample.country) not in each.measured or sample.id not in by_sample:
            continue
        cells = by_sample[sample.id]
        place = (_mark(each), *sample.key)
        of_item = (*place, each.item)
        whole = (*place[:3], sample.population, sample.country, sample.id, each.item)
        answers = [_named(column) for column in cells.columns]
        if sample.key not in counted:
            counted.add(sample.key)
            rows["units"] += [
                (*place, *unit, int(count), cells.clustered)
                for unit, count in zip(cells.units, cells.rows.tolist(), strict=True)
            ]
        rows["cells"] += [
            (*whole, *unit, answer, n, number(w))
            for unit, ns, ws in zip(cells.units, cells.n.tolist(), cells.w.tolist(), strict=True)
            for answer, n, w in zip(answers, ns, ws, strict=True)
        ]
        rows["squares"] += [
            (*of_item, stratum, answers[a], answers[b], number(square[a][b]))
            for stratum, square in zip(cells.strata, cells.w2.tolist(), strict=True)
            for a in range(len(answers))
            for b in range(a, len(answers))
            if square[a][b]
        ]
        rows["silent"].append((*of_item, cells.n_not_asked, cells.n_not_stated))
        if cells.replicates is not None:
            rows["replicates"] += [
                (*of_item, place_, answer, number(w))
                for place_, ws in enumerate(cells.replicates.tolist(), 1)
                for answer, w in zip(answers, ws, strict=True)
            ]


def _named(column: str) -> str:
    """A column of cells by a name that no spreadsheet takes for a formula.

    >>> _named("yes"), _named("@opinion"), _named("@opinion:yes")
    ('yes', '(opinion)', '(opinion):yes')
    """
    return re.sub("^@([a-z]+)", r"(\1)", column)


def _mark(each: Chosen) -> str | None:
    return "SYNTHETIC" if each.questionnaire.synthetic == "yes" else None
