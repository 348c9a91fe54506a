"""JSON Schemas of the YAML files that kcli reads, as an editor needs them.

They come from the models that the readers use. An editor takes ``2019`` for a number and ``no``
for a word or a truth value, where kcli reads the text that was written: so a schema admits every
look of a text. What it refuses, kcli refuses, too.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from kcli.model.claims import Claims
from kcli.model.concepts import Concepts, Conventions
from kcli.model.fields import COUNTRY_PATTERN, ID_PATTERN, Noun
from kcli.model.predicates import PREDICATES
from kcli.model.questionnaire import Questionnaire
from kcli.model.report import ReportFile
from kcli.model.weighting import Weighting

__all__ = ["FILES", "file_schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, type[Noun]] = {
    "questionnaire": Questionnaire,
    "concepts": Concepts,
    "conventions": Conventions,
    "claims": Claims,
    "weighting": Weighting,
    "report-file": ReportFile,
}
_LOOKS = {
    "number": {"type": ["number", "string"], "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,18})?$"},
    "integer": {"type": ["integer", "string"], "pattern": "^[0-9]{1,15}$"},
}
"""How numbers may look to an editor; patterns are of texts alone."""


def file_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a file, with a description of every key."""
    model = FILES[name]
    found = model.model_json_schema()
    nouns = {noun.__name__: noun for noun in _subclasses(Noun)}
    for title, definition in [(model.__name__, found), *found.get("$defs", {}).items()]:
        texts = _texts(nouns[title])
        for key, value in definition["properties"].items():
            value["description"] = texts[key]
    if name == "claims":
        found["$defs"] |= {"Said": _said(), "Says": _says()}
        found["$defs"]["Claim"]["properties"]["says"]["items"] = {"$ref": "#/$defs/Says"}
    return {"$schema": DIALECT, "title": f"kcli {name}", **_for_editors(found)}


def _subclasses(kind: type[BaseModel]) -> list[type[BaseModel]]:
    return [one for child in kind.__subclasses__() for one in (child, *_subclasses(child))]


def _texts(noun: type[BaseModel]) -> dict[str, str]:
    """The text below each field in the source; a subclass's own goes first."""
    found: dict[str, str] = {}
    for kind in noun.__mro__:
        if kind is Noun:
            break
        tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
        (body,) = (node.body for node in tree.body if isinstance(node, ast.ClassDef))
        for field, text in pairwise(body):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                assert isinstance(text, ast.Expr), f"{kind.__name__}.{field.target.id}"
                found.setdefault(field.target.id, str(ast.literal_eval(text.value)))
    return found


def _for_editors(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with every look of a scalar, and with keys that are refused where they are bad."""
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if key in ("properties", "$defs"):
            found[key] = {name: _for_editors(inner) for name, inner in value.items()}
        elif key == "patternProperties":
            ((pattern, inner),) = value.items()
            names = schema.get("propertyNames", {})
            found["propertyNames"] = {"pattern": pattern, **names}
            found["additionalProperties"] = _for_editors(inner)
        elif key == "type" and value == "string" and "enum" not in schema:
            found |= _looks(schema.get("pattern", r"\S"))
        elif key == "type" and isinstance(value, str) and value in _LOOKS:
            found |= {k: v for k, v in _LOOKS[value].items() if k not in schema or k == "type"}
        elif key == "ge":  # pydantic's own word, where a number was read from text
            found["minimum"] = value
        elif key not in found and key != "title" and (key, value) != _NONE:
            found[key] = _inner(value, _for_editors)
    return found


_NONE = ("default", None)


def _looks(pattern: str) -> dict[str, Any]:
    """A text of this pattern, as a number or truth value where it looks like one unquoted."""
    found: dict[str, Any] = {"type": ["string"], "pattern": pattern}
    whole, decimal, below = (bool(re.search(pattern, text)) for text in ("17", "0.5", "-1"))
    if decimal:
        found["type"].append("number")
        if not whole:
            found["not"] = {"type": "integer"}
    elif whole:
        found["type"].append("integer")
    if whole and not below:
        found["minimum"] = 0
    if re.search(pattern, "true"):
        found["type"].append("boolean")
    return found


def _inner(value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    if isinstance(value, dict):
        return change(value)
    return [_inner(one, change) for one in value] if isinstance(value, list) else value


def _said() -> dict[str, Any]:
    """What a predicate is said of: an option, two, a value for each option, or all in full."""
    option = {"type": "string", "pattern": ID_PATTERN}
    parts: dict[str, Any] = {
        "option": {**option, "description": "The option or net that is spoken of."},
        "other": {**option, "description": "The option or net that it is compared with."},
        "country": {
            "type": "string",
            "pattern": COUNTRY_PATTERN,
            "description": "The country that it is compared with.",
        },
        "since": {**option, "description": "The wave that it is compared with."},
        "value": {"type": "string", "description": "The figure as printed, such as 27%."},
        "base": {
            "enum": ["all", "substantive", "unknown"],
            "description": "Of whom the share is; of the wave's published base where left out.",
        },
        "base_n": {
            "type": "integer",
            "minimum": 0,
            "description": "How many the base has, as printed.",
        },
    }
    in_full = {"type": "object", "required": ["option"], "additionalProperties": False}
    by_option = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": ID_PATTERN, "not": {"const": "option"}},
        "additionalProperties": {"type": "string"},
    }
    pair = {"type": "array", "items": option, "minItems": 2, "maxItems": 2}
    return {"anyOf": [option, pair, by_option, {**in_full, "properties": parts}]}


def _says() -> dict[str, Any]:
    """One predicate, or one word that the conventions declare, and what it is said of."""
    said = {"$ref": "#/$defs/Said"}
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
            name: {
                "description": inspect.getdoc(type(predicate)),
                **({"anyOf": [said, {"type": "string"}]} if name == "loose" else said),
            }
            for name, predicate in PREDICATES.items()
            if name != "answer"  # of one person: a finding, never a claim
        },
        "propertyNames": {"pattern": ID_PATTERN, "not": {"const": "answer"}},
        "additionalProperties": {
            "description": "A word that the conventions declare, such as one_third.",
            **said,
        },
    }
