"""What an option says to ``kcli.api``, its parameter says, too: every one of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from commanding import HERE, options, python_name

import kcli
from kcli import api
from kcli.cli.app import app
from kcli.io.project import Project

API = {"list": "list_surveys", "import": "import_"}
NEEDED: dict[str, dict[str, Any]] = {
    "crosstab": {"--by": "b"},
    "weight": {"--margins": "m.yaml", "--output": "n.csv"},
    "export": {"--output": "folder"},
    "plot compare": {"--output": "a.svg"},
    "plot shift": {"--output": "a.svg"},
    "plot trend": {"--output": "a.svg"},
}
NUMBERS = {"--seed", "--n"}
UNLIKE = {"check", "schema"}  # without options


class Called(BaseException):
    """A function of the API was called, so."""

    def __init__(self, called: str, /, *args: Any, **options: Any) -> None:
        found = inspect.signature(REAL[called]).bind(*args, **options)
        found.apply_defaults()
        self.said = {key: plain(value) for key, value in flat(found.arguments)}
        super().__init__(self.said)


def flat(arguments: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in arguments.items():
        yield from value.items() if key == "reading" else [(key, value)]


def plain(value: Any) -> Any:
    if isinstance(value, Project):
        return value.root
    if isinstance(value, Path):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def api_name(name: str) -> str:
    last = name.rpartition(" ")[2]
    return API.get(last, last)


REAL = {api_name(name): getattr(api, api_name(name)) for name in HERE if name not in UNLIKE}
CASES = [
    (name, option, body)
    for name, command in HERE.items()
    if name not in UNLIKE
    for option, body in options(name, command)
]


def another(option: str, body: Any) -> Any:
    """A value that is not the default."""
    if body.is_flag:
        return True
    if isinstance(body.default, float):
        return 0.75
    if option in NUMBERS:
        return 7
    if option == "--output":
        return "other.svg"
    if option == "--lang":
        return "ko"
    known = (body.metavar or "").split("|")
    others = [word for word in known if word.islower() and word != body.default]
    value = others[0] if len(known) > 1 and others else "x"
    return [f"{value},y", "z"] if body.multiple else value


def written(option: str, value: Any) -> list[str]:
    """As the command line is told it."""
    if value is True:
        return [option]
    values = value if isinstance(value, list) else [value]
    return [text for each in values for text in (option, str(each))]


def said_by_the_command(name: str, what: list[str], said: dict[str, Any]) -> dict[str, Any]:
    told = [text for option, value in said.items() for text in written(option, value)]
    with pytest.raises(Called) as caught:
        app([*name.split(), *what, *told], standalone_mode=False)
    return caught.value.said


def said_by_the_function(name: str, what: list[str], said: dict[str, Any]) -> dict[str, Any]:
    surveys = kcli.open()
    first, _, second = name.partition(" ")
    function = getattr(surveys.plot if second else surveys, python_name(second or first))
    with pytest.raises(Called) as caught:
        function(*what, **{python_name(option): value for option, value in said.items()})
    return caught.value.said


@pytest.fixture(autouse=True)
def _nothing_is_done(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.delenv("KCLI_PROJECT", raising=False)
    for name in REAL:
        monkeypatch.setattr(api, name, recorder(name))


def recorder(called: str) -> Callable[..., None]:
    def call(*args: Any, **options: Any) -> None:
        options.pop("press", None)  # what draws, which the command starts while it loads the rest
        raise Called(called, *args, **options)

    return call


@pytest.mark.parametrize(("name", "option", "body"), CASES, ids=[f"{n} {o}" for n, o, _ in CASES])
def test_an_option_and_its_parameter_say_the_same(name: str, option: str, body: Any) -> None:
    what = ["x", "y"][: sum(p.param_type_name == "argument" for p in HERE[name].params)]
    plainly = NEEDED.get(name, {})
    said = {**plainly, option: another(option, body)}
    by_command = said_by_the_command(name, what, said)
    by_function = said_by_the_function(name, what, said)
    if name == "import":  # which goes to the project that was opened
        by_function["to"] = by_function["to"] if option == "--output" else by_command["to"]
    assert by_function == by_command
    drawn = name.startswith("plot") and option == "--output"
    assert drawn or by_command != said_by_the_command(name, what, plainly), "it says something"


@pytest.mark.parametrize("name", [name for name in HERE if name not in UNLIKE])
def test_without_options_a_command_and_its_function_say_the_same(name: str) -> None:
    needed = sum(p.param_type_name == "argument" and p.required for p in HERE[name].params)
    what, said = ["x"] * needed, NEEDED.get(name, {})
    by_function = said_by_the_function(name, what, said)
    if name == "import":
        assert by_function.pop("to") == str(Path.cwd())
    by_command = said_by_the_command(name, what, said)
    assert by_function == {key: value for key, value in by_command.items() if key in by_function}
