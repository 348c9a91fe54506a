"""The values that may stand for an argument or an option, for a shell to complete.

Files are read as plain YAML, and only those that can matter: no model checks
them, and one that is broken has nothing to offer. Each function is given the
command line as far as it is typed, and the beginning of a word.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

__all__ = [
    "answers",
    "claimed",
    "codes",
    "commands_and_topics",
    "concepts",
    "countries",
    "ends",
    "items",
    "languages",
    "schemas",
    "surveys",
    "things",
    "variables",
    "waves",
    "words",
]

Offer = Callable[[typer.Context, str], list[str]]
_SECONDS = 0.4  # after which what has been found has to do


def words(*known: str) -> Offer:
    """Some fixed words."""

    def offer(ctx: typer.Context, incomplete: str) -> list[str]:
        return list(known)

    return offer


def surveys(ctx: typer.Context, incomplete: str) -> list[str]:
    """``SURVEY[@WAVE]``."""
    return _thing(ctx, incomplete, with_items=False)


def items(ctx: typer.Context, incomplete: str) -> list[str]:
    """``SURVEY.ITEM[@WAVE][/COUNTRY]``, or an item alone; of a survey its name as a beginning."""
    return _thing(ctx, incomplete)


def things(ctx: typer.Context, incomplete: str) -> list[str]:
    """A survey, an item or a concept."""
    return list(dict.fromkeys([*_thing(ctx, incomplete), *concepts(ctx, incomplete)]))


def claimed(ctx: typer.Context, incomplete: str) -> list[str]:
    """The surveys that have claims."""
    root = _root(ctx)
    return [name for name in _names(root) if (root / "datasets" / name / "claims.yaml").is_file()]


def concepts(ctx: typer.Context, incomplete: str) -> list[str]:
    """The concepts of the project."""
    return _keys(_file(_root(ctx), "concepts").get("concepts"))


def waves(ctx: typer.Context, incomplete: str) -> list[str]:
    """The waves of the survey that is named already, or of all."""
    found = [wave for body in _meant(ctx) for wave in _keys(body.get("waves"))]
    return sorted(dict.fromkeys(found), reverse=True)


def ends(ctx: typer.Context, incomplete: str) -> list[str]:
    """A wave of the survey that is named already, or ``SURVEY@WAVE``."""
    own = waves(ctx, incomplete) if _named(ctx) in _names(_root(ctx)) else []
    return [*own, *_thing(ctx, incomplete, with_items=False)]


def countries(ctx: typer.Context, incomplete: str) -> list[str]:
    """The countries of the survey that is named already, or of all; also behind a comma."""
    return _listed(incomplete, (c for body in _meant(ctx) for c in _countries(body)))


def variables(ctx: typer.Context, incomplete: str) -> list[str]:
    """What an item can be crossed with: country, wave, and the items of its survey."""
    found = (item for body in _meant(ctx) for item in _keys(body.get("items")))
    return _listed(incomplete, ("country", "wave", *found))


def answers(ctx: typer.Context, incomplete: str) -> list[str]:
    """The answers and nets of the item that is named already."""
    item = _head(_said(ctx)).partition(".")[2] or _head(_said(ctx))
    found = []
    for body in _meant(ctx):
        asked = _mapping(_mapping(body.get("items")).get(item))
        found += [*_keys(asked.get("options")), *_keys(asked.get("nets"))]
    return _listed(incomplete, found)


def languages(ctx: typer.Context, incomplete: str) -> list[str]:
    """The languages that kcli speaks."""
    from kcli.text.languages import languages as known

    return list(known())


def codes(ctx: typer.Context, incomplete: str) -> list[str]:
    """The codes that kcli prints."""
    from kcli.text.codes import CODES

    return list(CODES)


def schemas(ctx: typer.Context, incomplete: str) -> list[str]:
    """The files that have a schema, and the commands."""
    from kcli.cli.commands import COMMANDS
    from kcli.io.editors import KINDS

    return [*KINDS, *(name for name in COMMANDS if name not in ("help", "init", "new", "schema"))]


def commands_and_topics(ctx: typer.Context, incomplete: str) -> list[str]:
    """What there is help on."""
    from kcli.cli.commands import COMMANDS
    from kcli.cli.topics import TOPICS

    return [*TOPICS, *COMMANDS]


def _thing(ctx: typer.Context, incomplete: str, *, with_items: bool = True) -> list[str]:
    root = _root(ctx)
    head = _head(incomplete)
    name, dot, _ = head.partition(".")
    if head != incomplete:
        return _behind(_file(root, name), incomplete)
    if dot:
        return [f"{name}.{each}" for each in _keys(_file(root, name).get("items"))]
    found = list(_names(root))
    if with_items and incomplete and not any(each.startswith(incomplete) for each in found):
        bodies = [body for body in _all(root) if _keys(body.get("items"))]
        real = [body for body in bodies if body.get("synthetic") not in ("yes", "true")]
        found += [each for body in real or bodies for each in _keys(body.get("items"))]
    meant = [each for each in found if each.startswith(incomplete)]
    if len(meant) == 1 and meant[0] in _names(root):
        # So that a shell does not take the name of a survey for a word that is done.
        found += [f"{meant[0]}{sign}" for sign in (".@" if with_items else "@")]
    return list(dict.fromkeys(found))


def _behind(body: Mapping[str, Any], incomplete: str) -> list[str]:
    """What may follow ``@`` or ``/``; of a population nothing is offered."""
    for sign, offered in (("/", _countries(body)), ("@", _keys(body.get("waves")))):
        before, found, _ = incomplete.rpartition(sign)
        if found:
            return [f"{before}{sign}{each}" for each in offered]
    return []


def _head(text: str) -> str:
    """The survey and the item of a selector."""
    for sign in "/:@":
        text = text.partition(sign)[0]
    return text


def _listed(incomplete: str, known: Any) -> list[str]:
    """Names behind the last comma of a list."""
    before = incomplete[: incomplete.rfind(",") + 1]
    there = before.split(",")
    return [f"{before}{name}" for name in dict.fromkeys(known) if name not in there]


def _said(ctx: typer.Context) -> str:
    """The argument that says what a command is about, also where a value is still missing."""
    found = ctx.params.get("what") or ctx.params.get("first") or ctx.args
    return str(next(iter(found), "")) if isinstance(found, list | tuple) else str(found)


def _named(ctx: typer.Context) -> str:
    return _head(_said(ctx)).partition(".")[0]


def _meant(ctx: typer.Context) -> Iterator[Mapping[str, Any]]:
    """The survey that is named already, else all of them."""
    root, name = _root(ctx), _named(ctx)
    if name in _names(root):
        yield _file(root, name)
    else:
        yield from _all(root)


def _countries(body: Mapping[str, Any]) -> list[str]:
    found: dict[str, None] = {}
    for wave in _mapping(body.get("waves")).values():
        for name, sample in _mapping(_mapping(wave).get("samples")).items():
            code = str(_mapping(sample).get("country") or name)
            if len(code) == 2 and code.isupper():
                found[code] = None
    return sorted(found)


def _root(ctx: typer.Context) -> Path:
    from kcli.io.root import find_root

    named = ctx.params.get("project")
    return find_root(str(named) if named else None)[0]


def _names(root: Path) -> tuple[str, ...]:
    from kcli.io.root import survey_names

    return survey_names(root)


def _all(root: Path) -> Iterator[Mapping[str, Any]]:
    """The questionnaires, as many as can be read before somebody would notice."""
    began = time.monotonic()
    for name in _names(root):
        if time.monotonic() - began < _SECONDS:
            yield _file(root, name)


def _file(root: Path, name: str) -> Mapping[str, Any]:
    """A file of questionnaires/ as plain data; nothing where it cannot be read."""
    from kcli.errors import InputError
    from kcli.io.plain import read_text
    from kcli.io.yaml_tree import parse_yaml

    path = root / "questionnaires" / f"{name}.yaml"
    try:
        return _mapping(parse_yaml(read_text(path, name, root=root, limit="yaml-bytes")).root)
    except InputError:
        return {}


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, Mapping) else {}


def _keys(data: Any) -> list[str]:
    return list(_mapping(data))
