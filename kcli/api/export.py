"""``kcli export``: estimates, published facts and cells as tables for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from kcli import __version__
from kcli.api import export_tables
from kcli.api.compare import compare
from kcli.api.export_tables import Chosen
from kcli.errors import UsageError, nearest
from kcli.io.engines.table import needed
from kcli.io.exporting.columns import TABLES
from kcli.io.exporting.folder import put
from kcli.io.exporting.package import NAME, descriptor
from kcli.io.exporting.tables import Table
from kcli.io.project import DATASETS, QUESTIONNAIRES, Project
from kcli.model.records import Estimate, Result

__all__ = ["FORMATS", "Export", "Written", "export"]

FORMATS = {
    "csv": "kcli.io.exporting.csv_files",
    "parquet": "kcli.io.exporting.parquet_files",
    "sqlite": "kcli.io.exporting.sqlite_file",
    "xlsx": "kcli.io.exporting.workbook",
}
EXTRAS = {  # module, extra, and what needs it
    "parquet": ("pyarrow.parquet", "parquet", "Parquet"),
    "xlsx": ("xlsxwriter", "report", "A workbook"),
}
SUMS = ("cells", "squares", "units", "silent", "replicates")


@dataclass(frozen=True)
class Written:
    """One file, and how many rows each table in it has."""

    path: Path
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Export:
    """What was written; ``removed`` are files of an earlier export that have no place any more."""

    files: tuple[Written, ...]
    removed: tuple[Path, ...]
    synthetic: bool


def export(
    project: Project,
    what: Sequence[str] = (),
    *,
    output: Path,
    format: str = "csv",
    tables: Sequence[str] = (),
    force: bool = False,
    wave: str | None = None,
    countries: Sequence[str] = (),
    base: str = "all",
    confidence: float = 0.95,
    ci: str = "wilson",
    evidence: str = "best",
    lang: str = "en",
    assumed_options: bool = True,
    lonely: str = "fail",
    suppress: str = "none",
) -> Export:
    """Write tables to a folder, with a ``datapackage.json`` that describes them.

    Parameters
    ----------
    project : where the surveys are
    what : surveys, items or concepts, each as ``compare`` takes it; what ``compare``
        shows without a name where left out
    output : the folder
    format : ``csv``, ``parquet``, ``sqlite`` or ``xlsx``
    tables : the tables that are wanted; all where left out, or with ``suppress`` those
        without the counts of what is withheld
    force : also over files that kcli did not write, or that have changed since
    wave, countries, base, confidence, ci, evidence, lang, assumed_options, lonely, suppress :
        as for ``compare``

    Raises
    ------
    UsageError
        For a name that nothing bears, a missing package, a file that is not kcli's to replace.
    InputError
        For files that cannot be used.
    CannotWriteError
        Where a file cannot be written; then none is.
    """
    wanted = _check(project, output, format, tables)
    if suppress != "none":
        wanted = _shown(wanted, tables)
    reading = partial(
        compare,
        project,
        wave=wave,
        countries=countries,
        base=base,
        confidence=confidence,
        ci=ci,
        evidence=evidence,
        lang=lang,
        assumed_options=assumed_options,
        lonely=lonely,
        suppress=suppress,
    )
    results = [reading(one) for one in what or (None,)]
    records = _estimates(project, what, results)
    chosen = _chosen(project, [record for _, record in records])
    made = _tables(project, records, chosen, wanted, lang)
    synthetic = any(result.synthetic for result in results)
    writer: Callable[[Sequence[Table]], dict[str, bytes]] = import_module(FORMATS[format]).files
    files = writer(made)
    parameters = {**results[0].parameters, "what": list(what), "tables": list(wanted)}
    parameters.pop("item")
    text = descriptor(
        made,
        files,
        format,
        _about(what, chosen, synthetic, lang),
        _made(project, results, parameters, synthetic),
    )
    removed = put(output, {**files, NAME: text.encode()}, force=force)
    counts = {table.name: len(table.rows) for table in made}
    whole = len(files) == 1 and len(made) > 1
    written = [
        Written(output / name, counts if whole else {table.name: counts[table.name]})
        for name, table in zip(files, made, strict=False)
    ]
    written.append(Written(output / NAME, {}))
    return Export(tuple(written), tuple(output / name for name in removed), synthetic)


def _check(project: Project, output: Path, format: str, tables: Sequence[str]) -> tuple[str, ...]:
    """The tables that are wanted, in their order. Raises UsageError for what cannot be."""
    if format not in FORMATS:
        hint = nearest(format, FORMATS) or f"known: {', '.join(FORMATS)}"
        raise UsageError(f"there is no format {format!r} of an export", hint)
    for name in tables:
        if name not in TABLES:
            hint = nearest(name, TABLES) or f"known: {', '.join(TABLES)}"
            raise UsageError(f"there is no table {name!r}", hint)
    if format in EXTRAS:
        needed(*EXTRAS[format])
    place = output.resolve()
    for folder in (QUESTIONNAIRES, DATASETS):
        if place.is_relative_to((project.root / folder).resolve()):
            raise UsageError(f"{output} is in {folder}/, which kcli reads", "name another folder")
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is no folder", "name another with --output FOLDER")
    return tuple(name for name in TABLES if name in tables or not tables)


def _shown(wanted: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    """The tables from which nothing that is withheld can be worked out."""
    held = [name for name in named if name in SUMS]
    if held:
        message = f"the table {held[0]!r} has the counts of what --suppress withholds"
        raise UsageError(message, "leave one of them out")
    return tuple(name for name in wanted if name not in SUMS)


def _estimates(
    project: Project, what: Sequence[str], results: Sequence[Result]
) -> list[tuple[str | None, Estimate]]:
    """The estimates with the concepts they are of; what two names mean alike comes once."""
    concepts = project.concepts.concepts if project.concepts else {}
    found: list[tuple[str | None, Estimate]] = []
    seen: set[tuple[str | None, ...]] = set()
    for name, result in zip(what or (None,), results, strict=True):
        concept = name if name in concepts and name not in project.survey_ids else None
        records = [record for record in result.records if isinstance(record, Estimate)]
        keys = [_key(concept, record) for record in records]
        found += [
            (concept, record) for key, record in zip(keys, records, strict=True) if key not in seen
        ]
        seen.update(keys)
    return found


def _key(concept: str | None, record: Estimate) -> tuple[str | None, ...]:
    place = (record.survey, record.wave, record.population, record.country)
    return (concept, *place, record.item, record.option)


def _chosen(project: Project, records: Sequence[Estimate]) -> list[Chosen]:
    """The items that were estimated, in the order in which they were."""
    pairs: dict[tuple[str, str, str], dict[tuple[str, str | None], bool]] = {}
    for record in records:
        if record.item is not None:
            key = (record.survey, record.wave, record.item)
            found = pairs.setdefault(key, {})
            pair = (record.population, record.country)
            found[pair] = found.get(pair, False) or record.evidence == "measured"
    return [
        Chosen(
            project.survey(survey),
            wave,
            item,
            frozenset(found),
            frozenset(pair for pair, measured in found.items() if measured),
        )
        for (survey, wave, item), found in pairs.items()
    ]


def _tables(
    project: Project,
    records: Sequence[tuple[str | None, Estimate]],
    chosen: Sequence[Chosen],
    wanted: Sequence[str],
    lang: str,
) -> tuple[Table, ...]:
    invented = frozenset(
        each.questionnaire.survey for each in chosen if each.questionnaire.synthetic == "yes"
    )
    found = [
        export_tables.estimates(records, invented),
        export_tables.facts(chosen),
        export_tables.sources(chosen, lang),
    ]
    if any(name in SUMS for name in wanted):
        found += export_tables.sums(project, chosen)
    return tuple(table for table in found if table.name in wanted)


def _about(
    what: Sequence[str], chosen: Sequence[Chosen], synthetic: bool, lang: str
) -> dict[str, Any]:
    """What the descriptor says of the whole."""
    title = f"kcli export: {', '.join(what) or 'what kcli compare shows'}"
    table = export_tables.sources(chosen, lang)
    place = {column.name: number for number, column in enumerate(table.columns)}
    sources = []
    for row in table.rows:
        source = {"title": str(row[place["title"]] or row[place["publisher"]])}
        url = row[place["url"]]
        if isinstance(url, str) and url.startswith(("http://", "https://")):
            source["path"] = url
        sources.append(source)
    unique = [source for place, source in enumerate(sources) if source not in sources[:place]]
    return {
        "name": "kcli-export",
        "title": f"SYNTHETIC. {title}" if synthetic else title,
        "description": (
            "Some respondents are invented: what is said of them is true of nobody. "
            if synthetic
            else ""
        )
        + "Estimates of the shares of answers, the published facts they rest on, and the sums "
        "over respondents where there are any. Shares are 0 to 1.",
        **({"sources": unique} if unique else {}),
    }


def _made(
    project: Project, results: Sequence[Result], parameters: Mapping[str, Any], synthetic: bool
) -> dict[str, Any]:
    """How it was made: all of it follows from the files that were read."""
    notes = dict.fromkeys(note for result in results for note in result.notes)
    inputs = {each.path: each.sha256 for result in results for each in result.inputs}
    return {
        "version": __version__,
        "project": project.name,
        "synthetic": synthetic,
        "parameters": dict(parameters),
        "inputs": [
            {"path": path, "sha256": digest}
            for path, digest in sorted({**inputs, **project.inputs}.items())
        ],
        "notes": [{"code": note.code, "text": note.text} for note in notes],
    }
