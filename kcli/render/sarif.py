"""SARIF 2.1.0, as code scanners exchange it: the faults of ``kcli check``, their codes as rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kcli import __version__
from kcli.errors import UsageError
from kcli.model.check_records import FaultRecord
from kcli.model.records import Result
from kcli.text.codes import CODES, Code
from kcli.text.unseen import escaped_json

if TYPE_CHECKING:
    from kcli.render import Settings

__all__ = ["render"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://pypi.org/project/kcli-tracker/"


def render(result: Result, settings: Settings) -> str:
    """One run; its rules are the codes it found, in the order of their names."""
    if result.command != "check":
        raise UsageError(f"sarif is of faults, not of kcli {result.command}", "kcli check has it")
    records: tuple[FaultRecord, ...] = result.records
    codes = sorted({record.code for record in records})
    driver = {
        "name": "kcli",
        "version": __version__,
        "informationUri": HOME,
        "rules": [_rule(code, CODES[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(record, codes.index(record.code)) for record in records],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return escaped_json(json.dumps(log, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


def _rule(name: str, code: Code) -> dict[str, Any]:
    example = f"For example: {code.example}"
    repaired = f"Repaired: {code.repair}" if code.repair else ""
    return {
        "id": name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.text},
        "help": {"text": "\n\n".join(part for part in (code.text, example, repaired) if part)},
        "defaultConfiguration": {"level": code.severity},
    }


def _result(record: FaultRecord, rule: int) -> dict[str, Any]:
    text = "; ".join(part for part in (record.message, record.hint) if part)
    address = quote(record.path, errors="surrogateescape")  # also of a name that is no UTF-8
    place: dict[str, Any] = {"artifactLocation": {"uri": address}}
    if record.line:
        column = {"startColumn": record.column} if record.column else {}
        place["region"] = {"startLine": record.line, **column}
    found: dict[str, Any] = {
        "ruleId": record.code,
        "ruleIndex": rule,
        "level": record.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
    if record.acknowledged:
        found["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": record.reason}
        ]
    return found
