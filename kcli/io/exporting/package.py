"""The descriptor ``datapackage.json``: what each file holds, in the words of Data Package 2.0.

Its key ``kcli`` says what the tables were made of and how. A digest of the whole descriptor
stands there, too: so kcli knows a folder that it wrote itself, and that nobody has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from kcli.io.exporting.tables import Column, Table
from kcli.text.unseen import escaped_json

__all__ = ["NAME", "descriptor", "hashes_in"]

NAME = "datapackage.json"
PROFILES = "https://datapackage.org/profiles/2.0/"
MEDIA = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def descriptor(
    tables: Sequence[Table],
    files: Mapping[str, bytes],
    format: str,
    about: Mapping[str, Any],
    made: Mapping[str, Any],
) -> str:
    """The text of the descriptor.

    Parameters
    ----------
    files : the bytes of every file by its name: one for each table, or one for all
    format : ``csv``, ``parquet``, ``sqlite`` or ``xlsx``
    about : name, title, description and sources of the whole
    made : how it was made, for the key ``kcli``
    """
    names = list(files) if len(files) == len(tables) else list(files) * len(tables)
    here = {table.name for table in tables}
    package = {
        "$schema": f"{PROFILES}datapackage.json",
        **about,
        "resources": [
            _resource(table, name, files[name], format, here)
            for table, name in zip(tables, names, strict=True)
        ],
        "kcli": dict(made),
    }
    return _signed(package)


def hashes_in(text: str) -> dict[str, str] | None:
    """The sha256 of each file, of a descriptor that kcli wrote and nobody changed; else None."""
    try:
        package = json.loads(text)
        told = package["kcli"].pop("descriptor")
        found = {
            each["path"]: each["hash"].removeprefix("sha256:") for each in package["resources"]
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return found if told == _digest(package) else None


def _signed(package: dict[str, Any]) -> str:
    package["kcli"]["descriptor"] = _digest(package)
    return escaped_json(json.dumps(package, ensure_ascii=False, indent=1)) + "\n"


def _digest(package: Mapping[str, Any]) -> str:
    plain = json.dumps(package, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _resource(
    table: Table, path: str, content: bytes, format: str, here: set[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.text,
        "path": path,
        "format": format,
        "mediatype": MEDIA[format],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if format == "csv":
        found |= {"encoding": "utf-8", "dialect": {"delimiter": ",", "lineTerminator": "\n"}}
    elif format == "xlsx":
        # In the words of the standard, and in those of frictionless-py 5.
        found["dialect"] = {"sheetName": table.name, "excel": {"sheet": table.name}}
    elif format == "sqlite":
        found["dialect"] = {"table": table.name}
    return {**found, "schema": _schema(table, here)}


def _schema(table: Table, here: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    found["missingValues"] = [""]
    if table.primary:
        found["primaryKey"] = list(table.primary)
    keys = [
        {
            "fields": list(key.columns),
            "reference": {"resource": key.table, "fields": list(key.others)},
        }
        for key in table.foreign
        if key.table in here
    ]
    return {**found, "foreignKeys": keys} if keys else found


def _field(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "type": column.kind,
        "description": column.text,
    }
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {**found, "constraints": constraints} if constraints else found
