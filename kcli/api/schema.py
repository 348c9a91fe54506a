"""``kcli schema``: JSON Schemas of the files kcli reads and of the results it prints."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from kcli.api.schema_files import DIALECT, FILES, file_schema
from kcli.api.simulate import SimulationRecord
from kcli.errors import UsageError, nearest
from kcli.model.catalogue_records import (
    ComparabilityRecord,
    ConceptRecord,
    FindingRecord,
    ItemRecord,
    MeasureRecord,
    OptionRecord,
    SurveyRecord,
)
from kcli.model.check_records import CodeRecord, FaultRecord, Verdict
from kcli.model.crosstab_records import Contrast, CrosstabCell, Independence
from kcli.model.diff_records import Difference, ItemDiff
from kcli.model.import_records import ImportRecord, UnmappedRecord
from kcli.model.records import Estimate, Input, Label, Note, Pair, SourceRef
from kcli.model.report_records import ReportRecord
from kcli.model.shift_records import Shift
from kcli.model.trend_records import SeriesBreak, Trend
from kcli.model.weighting import MarginRecord, RakingRecord

__all__ = ["FILES", "RESULTS", "SCHEMAS", "schema"]

RESULTS: dict[str, tuple[type[Any], ...]] = {
    "check": (FaultRecord,),
    "explain": (CodeRecord,),
    "compare": (Estimate, Label, Pair),
    "crosstab": (CrosstabCell, Contrast, Independence),
    "diff": (ItemDiff, Difference),
    "import": (ImportRecord, UnmappedRecord),
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
        return file_schema(name)
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
