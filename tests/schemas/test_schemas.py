"""Schemas for editors: up to date, with every key in words, and as strict as the readers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from schemas.looks import as_editor, plain, spoiled
from schemas.write import EDITED, ROOT, SHIPPED, kind_of, made

from kcli.api.schema_files import FILES
from kcli.io.editors import FOLDER, KINDS, copies, line
from kcli.io.plain import TextFile
from kcli.io.yaml_tree import parse_yaml
from kcli.model.claims import Claims, read_says
from kcli.model.fields import COUNTRY_PATTERN, ID_PATTERN

PROJECT = ROOT / "tests" / "fuzz" / "project"
INVENTED = sorted(PROJECT.rglob("*.yaml"))
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    """By kind of file."""
    found = {}
    for kind in KINDS:
        schema = json.loads((ROOT / FOLDER / f"{kind}.json").read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        found[kind] = Draft202012Validator(schema)
    return found


def test_the_schemas_are_what_kcli_would_write_now() -> None:
    """If not: ``python tests/schemas/write.py``."""
    assert set(KINDS) == set(FILES)
    there = {path.name: path.read_text("utf-8") for path in (ROOT / FOLDER).iterdir()}
    assert there == made()


def test_kcli_schema_prints_the_same(run: Run) -> None:
    assert run("schema", "claims").stdout == (ROOT / FOLDER / "claims.json").read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_described(kind: str, validators: dict[str, Draft202012Validator]) -> None:
    keys = list(_keys(validators[kind].schema))
    assert len(keys) > 1
    for name, schema in keys:
        assert len(schema.get("description", "").strip(" .")) > 5, name


def _keys(schema: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, list):
        for inner in schema:
            yield from _keys(inner, name)
    elif isinstance(schema, dict):
        for word, inner in schema.items():
            if word in ("properties", "$defs"):
                for key, value in inner.items():
                    if word == "properties":
                        yield f"{name}.{key}", value
                    yield from _keys(value, f"{name}.{key}")
            elif word not in ("default", "enum", "const"):
                yield from _keys(inner, name)


@pytest.mark.parametrize("path", [*SHIPPED, *INVENTED], ids=lambda p: str(p.relative_to(ROOT)))
def test_files_that_kcli_reads_fit_their_schema(
    path: Path, validators: dict[str, Draft202012Validator]
) -> None:
    document = as_editor(path.read_text("utf-8"))
    validators[kind_of(path)].validate(document)


def test_every_kind_of_file_is_tried() -> None:
    assert {kind_of(path) for path in INVENTED} == set(KINDS)


def test_the_mistakes_of_the_golden_project_are_refused(
    validators: dict[str, Draft202012Validator],
) -> None:
    path = ROOT / "tests" / "golden" / "mistakes" / "questionnaires" / "poll.yaml"
    document = as_editor(path.read_text("utf-8"))
    places = {
        tuple(str(step) for step in error.absolute_path)
        for top in validators["questionnaire"].iter_errors(document)
        for error in (top, *_within(top))
    }
    assert ("waves", "2024", "mode") in places
    assert ("items", "trust") in places  # askedin


def _within(error: Any) -> Iterator[Any]:
    for inner in error.context or ():
        yield inner
        yield from _within(inner)


def _tree(path: Path) -> Any:
    text = path.read_text("utf-8")
    return parse_yaml(TextFile(path.name, text, "")).root


def _reads(kind: str, tree: Any) -> bool:
    """Whether the grammar of the readers takes it, names that must be known left aside.

    Of a claim no option is a sentence, and no value is blank.
    """
    try:
        noun = FILES[kind].model_validate(tree)
        if isinstance(noun, Claims):
            for claim in noun.claims:
                for says in claim.says:
                    assert "answer" not in says
                    for told in read_says(says):
                        names = [told.option, told.other, told.since]
                        assert all(re.match(ID_PATTERN, name) for name in names if name)
                        assert told.country is None or re.match(COUNTRY_PATTERN, told.country)
                        assert told.value is None or told.value.strip()
    except (ValidationError, ValueError, AssertionError):
        return False
    return True


def _refused_alike(kind: str, tree: Any, validator: Draft202012Validator, every: int) -> list[str]:
    """Where a schema refuses what the readers take, or takes what they refuse."""
    wrong = []
    for place, (name, other) in enumerate(spoiled(tree)):
        if place % every:
            continue
        reads = _reads(kind, other)
        for look in (other, plain(other)):
            if validator.is_valid(look) != reads:
                wrong.append(f"{name}: kcli {'takes' if reads else 'refuses'} it")
    return wrong


@pytest.mark.parametrize("path", INVENTED, ids=lambda p: str(p.relative_to(PROJECT)))
def test_a_schema_refuses_what_the_readers_refuse_and_nothing_else(
    path: Path, validators: dict[str, Draft202012Validator]
) -> None:
    kind = kind_of(path)
    tree = _tree(path)
    assert _reads(kind, tree)
    every = 41 if path.stat().st_size > 1000 else 5
    assert _refused_alike(kind, tree, validators[kind], every) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", INVENTED, ids=lambda p: str(p.relative_to(PROJECT)))
def test_a_schema_refuses_what_the_readers_refuse_everywhere(
    path: Path, validators: dict[str, Draft202012Validator]
) -> None:
    assert _refused_alike(kind_of(path), _tree(path), validators[kind_of(path)], 1) == []


@pytest.mark.parametrize("path", EDITED, ids=lambda p: str(p.relative_to(ROOT)))
def test_shipped_files_begin_with_the_line_that_leads_to_their_schema(path: Path) -> None:
    """If not: ``python tests/schemas/write.py``."""
    first = path.read_text("utf-8").partition("\n")[0]
    assert first == line(kind_of(path))
    address = first.partition("=")[2]
    assert (path.parent / address).resolve() == ROOT / FOLDER / f"{kind_of(path)}.json"


def test_the_line_of_each_kind_leads_to_its_schema(tmp_path: Path) -> None:
    for name, text in copies().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for kind in KINDS:
        inside = kind in ("questionnaire", "concepts", "conventions")
        folder = tmp_path / ("questionnaires" if inside else "datasets/poll")
        start, _, address = line(kind).partition("=")
        assert start == "# yaml-language-server: $schema"
        schema = json.loads((folder / address).resolve().read_text("utf-8"))
        assert schema["title"] == f"kcli {kind}"


def test_a_project_of_ones_own_gets_the_schemas_of_this_kcli() -> None:
    assert copies() == {f"{FOLDER}/{name}": text for name, text in made().items()}


def test_the_page_of_formats_tells_every_line() -> None:
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert {f"`{line(kind)}`" for kind in KINDS} == set(re.findall("`# yaml-lang[^`]*`", page))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: str(p.relative_to(ROOT)))
def test_shipped_files_are_read_without_libyaml_too(path: Path) -> None:
    """PyYAML's own parser takes ``{en: Why?, ...}`` for a key that is missing."""
    text = path.read_text("utf-8")
    found = [_told(event) for event in yaml.parse(text, Loader=yaml.SafeLoader)]
    if hasattr(yaml, "CSafeLoader"):
        assert found == [_told(event) for event in yaml.parse(text, Loader=yaml.CSafeLoader)]
    assert len(found) > 10


def _told(event: yaml.Event) -> tuple[str, str | None]:
    return type(event).__name__, getattr(event, "value", None)
