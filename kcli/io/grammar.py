"""From a YAML tree to a noun of the model; every fault of the file at once, each with its place."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kcli.errors import Fault, InputError, nearest
from kcli.io.yaml_tree import Path, Tree

__all__ = ["read_noun"]

Noun = TypeVar("Noun", bound=BaseModel)

_KINDS = {
    "string_type": "a text is needed here",
    "dict_type": "a mapping is needed here",
    "model_type": "a mapping is needed here; {} where there is nothing to say",
    "model_attributes_type": "a mapping is needed here",
    "list_type": "a list is needed here",
    "int_type": "a whole number is needed here",
    "is_instance_of": "a plain value is needed here",
    "fraction_type": "a plain number is needed here",
    "too_short": "at least one entry is needed here",
    "too_long": "fewer entries are needed here",
}
_PATTERNS = {
    "^[A-Z]{2}$": "a country is two capital letters, such as KR",
    "^[A-Za-z0-9]": "an id is made of the letters a-z, digits, - and _",
    "^[A-Za-z0-9_-]+@": "a wave of another survey is named SURVEY@WAVE",
    r"^[A-Za-z0-9_-]+\.": "an item is named SURVEY.ITEM, or SURVEY.ITEM@WAVE",
    "^[a-z]{2,3}": "a language is its short tag, such as en or ko",
}


def read_noun(
    tree: Tree, model: type[Noun], references: Callable[[Tree], Iterable[Fault]] = lambda _: ()
) -> Noun:
    """The tree as an instance of ``model``. Raises InputError with every fault found.

    ``references`` looks for names that nothing bears; it is given the raw
    tree, so that it finds its faults beside those of the grammar.
    """
    faults = list(tree.faults)
    noun: Noun | None = None
    try:
        noun = model.model_validate(tree.root)
    except ValidationError as problems:
        faults += [_fault(tree, model, problem) for problem in problems.errors()]
    faults += references(tree)
    if faults or noun is None:
        raise InputError(dict.fromkeys(faults))
    return noun


def _fault(tree: Tree, model: type[BaseModel], problem: ErrorDetails) -> Fault:
    path = _written(tree, problem["loc"])
    kind, name = problem["type"], str(problem["loc"][-1]) if problem["loc"] else ""
    got = problem["input"] if isinstance(problem["input"], str) else None
    code, message, hint, on_key = "wrong-type", _KINDS.get(kind, problem["msg"]), None, False
    if kind == "missing":
        code, message = "missing-key", f"the key {name!r} is missing"
    elif kind == "extra_forbidden":
        known = _fields_at(model, problem["loc"][:-1])
        code, message, got, on_key = (
            "unknown-key",
            f"{name!r} is no key that is known here",
            None,
            True,
        )
        hint = nearest(name, known) or _listed(known)
    elif kind == "literal_error":
        words = re.findall(r"'([^']+)'", str(problem.get("ctx", {}).get("expected", "")))
        code, message = "unknown-value", "is not one of the words for this"
        hint = nearest(got or "", words) or _listed(words)
    elif kind in ("string_pattern_mismatch", "string_too_long"):
        pattern = str(problem.get("ctx", {}).get("pattern", ""))
        found = (text for start, text in _PATTERNS.items() if pattern.startswith(start))
        message = next(found, "is no id") if pattern else "an id has at most 100 characters"
        code, on_key = "bad-id", name == "[key]"
    elif kind == "value_error":
        code, message = "bad-value", str(problem.get("ctx", {})["error"])
    elif problem["input"] is None and kind in ("model_type", "dict_type", "string_type"):
        message = "nothing stands here, and a text or a mapping is needed"
    return Fault(code, message, tree.where(path, key=on_key), got, hint=hint)


def _listed(names: Iterable[str]) -> str | None:
    joined = ", ".join(names)
    return f"known: {joined}" if joined else None


def _written(tree: Tree, location: Path) -> Path:
    """The location without the steps that a short form leaves out of the file."""
    path: Path = ()
    for step in location:
        if (*path, step) in tree.values:
            path = (*path, step)
    return path


def _fields_at(model: type[BaseModel], location: Path) -> tuple[str, ...]:
    """The keys that are known at a location."""
    found: Any = model
    for step in location:
        found = _inside(found, step)
    return tuple(found.model_fields) if found is not None else ()


def _inside(annotation: Any, step: str | int) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(step))
        return _bare(field.annotation) if field is not None else None
    arguments = get_args(annotation)
    return _bare(arguments[-1]) if get_origin(annotation) in (dict, list) else None


def _bare(annotation: Any) -> Any:
    """The type without Annotated and without None."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        return _bare(next(_not_none(get_args(annotation))))
    return annotation


def _not_none(types_: Iterable[Any]) -> Iterator[Any]:
    return (t for t in types_ if t is not type(None))
