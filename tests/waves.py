"""Surveys of many waves, made of a few words, for the tests of series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kcli import api
from kcli.io.project import Project

Record = dict[str, Any]
OPTIONS = "options: {a: First, b: Second, c: Third}"
HEADER = "id,wave,country,respondent,item,option,predicate,value,base,base_n,source"


@dataclass(frozen=True)
class Wave:
    """One round: its id, what the questionnaire says of it, and what was published."""

    id: str
    facts: tuple[str, ...] = ()
    """``SAMPLE,OPTION,PREDICATE,VALUE`` each; more columns as the findings have them."""
    fieldwork: str = ""
    """The year of its id, where left out; ``-`` where it is not known."""
    mode: str = "online"
    sampling: str = "probability"
    samples: str = "JP: 1000"
    more: str = ""
    """Further keys, such as ``population: experts``."""
    rows: tuple[str, ...] = ()
    """Of a file of respondents, its header first."""

    @property
    def body(self) -> str:
        """Its line of the questionnaire."""
        when = self.fieldwork or self.id[:4]
        parts = [] if when == "-" else [f"fieldwork: {when}"]
        parts += [f"mode: {self.mode}", f"sampling: {self.sampling}"]
        parts += [part for part in (self.more,) if part]
        said = " ".join(parts)
        parts += [d for d in ("weighted: no", "published_base: all") if d.split(":")[0] not in said]
        return f'  "{self.id}": {{{", ".join(parts)}, samples: {{{self.samples}}}}}'


@dataclass(frozen=True)
class Survey:
    """A survey of one item, ``q``, or of the items that ``items`` writes out."""

    waves: Sequence[Wave]
    name: str = "poll"
    options: str = OPTIONS
    item: str = "wording: verbatim, options_complete: published"
    more: str = ""
    """Further keys of the item."""
    items: str = ""
    top: str = ""
    """Further lines of the questionnaire, such as its breaks."""

    @property
    def questionnaire(self) -> str:
        """Its file."""
        more = f", {self.more}" if self.more else ""
        item = f"  q: {{text: A question, {self.item}, {self.options}{more}}}"
        head = [f"survey: {self.name}", "title: A poll", "sources: {s: {publisher: S}}"]
        lines = [*head, *([self.top] if self.top else []), "waves:"]
        lines += [wave.body for wave in self.waves]
        return "\n".join([*lines, "items:", self.items or item]) + "\n"

    @property
    def findings(self) -> str:
        """Its file; an item other than ``q`` is named before the option, as ``item.option``."""
        lines = [HEADER]
        for wave in self.waves:
            for number, fact in enumerate(wave.facts):
                cells = fact.split(",")
                sample, option, predicate, value = (*cells, "", "", "")[:4]
                base, base_n, who = (*cells[4:], "", "", "")[:3]
                item, _, name = option.rpartition(".")
                about = f"{item or 'q'},{name},{predicate},{value},{base},{base_n},s"
                lines.append(f"{wave.id}-{number},{wave.id},{sample},{who},{about}")
        return "\n".join(lines) + "\n"


def write(root: Path, *surveys: Survey, concepts: str = "") -> Project:
    """A project of these surveys."""
    folder = root / "questionnaires"
    folder.mkdir(parents=True, exist_ok=True)
    if concepts:
        (folder / "concepts.yaml").write_text(concepts + "\n", "utf-8")
    for survey in surveys:
        (folder / f"{survey.name}.yaml").write_text(survey.questionnaire, "utf-8")
        data = root / "datasets" / survey.name
        data.mkdir(parents=True, exist_ok=True)
        if any(wave.facts for wave in survey.waves):
            (data / "findings.csv").write_text(survey.findings, "utf-8")
        for wave in survey.waves:
            if wave.rows:
                text = "\n".join(wave.rows) + "\n"
                (data / f"{wave.id}.responses.csv").write_text(text, "utf-8")
    return Project(root, ".")


def shares(printed: Mapping[int | str, Any], option: str = "a", **more: Any) -> list[Wave]:
    """Waves in which one option's share in Japan is printed."""
    return [
        Wave(str(wave), (f"JP,{option},share,{share}",), **more) for wave, share in printed.items()
    ]


@dataclass
class Found:
    """What ``kcli trend`` gives, record by record."""

    records: list[Record]
    notes: list[str] = field(default_factory=list)

    def of(self, kind: str, **where: Any) -> list[Record]:
        """The records of a type with these values."""
        return [
            record
            for record in self.records
            if record["type"] == kind and all(record[key] == value for key, value in where.items())
        ]

    def line(self, category: str = "a", **where: Any) -> Record:
        """The one trend of an answer."""
        (found,) = self.of("trend", category=category, **where)
        return found


def trend(project: Project, what: str = "poll.q", **options: Any) -> Found:
    """``kcli trend`` from Python."""
    result = api.trend(project, what, **options)
    kinds = dict.fromkeys(record.type for record in result.records)
    rows: Iterable[Record] = (row for kind in kinds for row in result.rows(kind))
    return Found(list(rows), [f"{note.code}: {note.text}" for note in result.notes])
