"""``kcli schema``: JSON Schemas of the files kcli reads and of the results it prints."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, TypeAdapter

from kcli.api.simulate import SimulationRecord
from kcli.errors import UsageError, nearest
from kcli.model.claims import Claims
from kcli.model.concepts import Concepts, Conventions
from kcli.model.diff_records import Difference, ItemDiff
from kcli.model.fields import Noun
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import (
    CodeRecord,
    ComparabilityRecord,
    ConceptRecord,
    Contrast,
    CrosstabCell,
    Estimate,
    FaultRecord,
    FindingRecord,
    Independence,
    Input,
    ItemRecord,
    Label,
    MeasureRecord,
    Note,
    OptionRecord,
    Pair,
    Shift,
    SourceRef,
    SurveyRecord,
    Verdict,
)
from kcli.model.report import ReportFile
from kcli.model.report_records import ReportRecord
from kcli.model.trend_records import SeriesBreak, Trend
from kcli.model.weighting import MarginRecord, RakingRecord, Weighting

__all__ = ["FILES", "RESULTS", "SCHEMAS", "schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, type[Noun]] = {
    "questionnaire": Questionnaire,
    "concepts": Concepts,
    "conventions": Conventions,
    "claims": Claims,
    "weighting": Weighting,
    "report-file": ReportFile,
}
RESULTS: dict[str, tuple[type[Any], ...]] = {
    "check": (FaultRecord,),
    "explain": (CodeRecord,),
    "compare": (Estimate, Label, Pair),
    "crosstab": (CrosstabCell, Contrast, Independence),
    "diff": (ItemDiff, Difference),
    "label": (Label,),
    "report": (ReportRecord,),
    "shift": (Shift,),
    "simulate": (SimulationRecord,),
    "topline": (ItemRecord, Estimate, Label, SeriesBreak),
    "trend": (Estimate, Trend, Shift, SeriesBreak),
    "verify": (Verdict,),
    "weight": (MarginRecord, RakingRecord),
    "list": (SurveyRecord, ItemRecord),
    "show": (
        SurveyRecord,
        ItemRecord,
        OptionRecord,
        FindingRecord,
        ConceptRecord,
        MeasureRecord,
        ComparabilityRecord,
    ),
}
SCHEMAS = (*FILES, *RESULTS)


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a file or of a command's JSON. Raises UsageError for another name."""
    if name in FILES:
        model = FILES[name]
        for noun in _nouns(model):
            _describe(noun)
        return {"$schema": DIALECT, **model.model_json_schema(), "title": f"kcli {name}"}
    if name in RESULTS:
        return _result(name, RESULTS[name])
    hint = nearest(name, SCHEMAS) or f"known: {', '.join(SCHEMAS)}"
    raise UsageError(f"there is no schema {name!r}", hint)


def _result(command: str, records: tuple[type[Any], ...]) -> dict[str, Any]:
    definitions: dict[str, Any] = {}

    def reference(kind: type[Any]) -> dict[str, str]:
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        found = adapter.json_schema(mode="serialization", ref_template="#/$defs/{model}")
        definitions.update(found.pop("$defs", {}))
        found["required"] = list(found["properties"])
        found["additionalProperties"] = False
        definitions[kind.__name__] = found
        return {"$ref": f"#/$defs/{kind.__name__}"}

    properties: dict[str, Any] = {
        "schema": {"const": f"kcli.{command}/1"},
        "kcli": {"type": "string", "description": "The version that wrote this."},
        "command": {"const": command},
        "project": {
            "type": "string",
            "description": "'.' or 'shipped'; 'none' where none is read.",
        },
        "synthetic": {"type": "boolean", "description": "Whether any respondent is invented."},
        "parameters": {"type": "object"},
        "inputs": {"type": "array", "items": reference(Input)},
        "sources": {"type": "array", "items": reference(SourceRef)},
        "records": {"type": "array", "items": {"anyOf": [reference(kind) for kind in records]}},
        "notes": {"type": "array", "items": reference(Note)},
    }
    return {
        "$schema": DIALECT,
        "title": f"kcli {command}",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }


def _nouns(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Every noun of the grammar; the one asked for last, when its parts are described."""
    seen: list[type[BaseModel]] = []

    def visit(kind: type[BaseModel]) -> None:
        for subclass in kind.__subclasses__():
            if subclass not in seen:
                seen.append(subclass)
            visit(subclass)

    visit(Noun)
    yield from (noun for noun in seen if noun is not model)
    yield model


def _describe(noun: type[BaseModel]) -> None:
    """Take the text below each field in the source as its description."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(noun)))
    (body,) = (node.body for node in tree.body if isinstance(node, ast.ClassDef))
    for field, text in pairwise(body):
        is_field = isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if is_field and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            name = field.target.id  # type: ignore[attr-defined]
            for kind in (noun, *_descendants(noun)):
                if name in kind.model_fields:
                    kind.model_fields[name].description = str(text.value.value)
    noun.model_rebuild(force=True)


def _descendants(noun: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for subclass in noun.__subclasses__():
        yield subclass
        yield from _descendants(subclass)
