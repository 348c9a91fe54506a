"""Every command is a function, every option a parameter, under the same words."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from commanding import COMMAND_LINE_ONLY, HERE, options, python_name
from typer.main import get_command

import kcli
from kcli.analysis.pooling import Rule
from kcli.analysis.precision import Adjust, Lonely, Suppress
from kcli.api.export import FORMATS as EXPORTED
from kcli.api.schema import RESULTS
from kcli.api.wish import INTERVAL_NAMES
from kcli.cli.app import app
from kcli.io.how import ENGINES
from kcli.io.importing.opening import FORMATS as IMPORTED
from kcli.notebook import words
from kcli.notebook.plotting import Plotting

ROOT_ONLY = {
    "--help": "help() is Python's own",
    "--version": "kcli.__version__",
    "--install-completion": "of a shell",
    "--show-completion": "of a shell",
}
SELF = 1


def function_of(name: str) -> Callable[..., Any]:
    first, _, second = name.partition(" ")
    kind = Plotting if second else kcli.Surveys
    found: Callable[..., Any] = getattr(kind, python_name(second or first))
    return found


def plain(default: Any) -> Any:
    """A default as it is meant: nothing said is None, whichever way it is said."""
    nothing = default is inspect.Parameter.empty or default in (None, (), [])
    return None if nothing else default


def test_there_are_commands_and_all_but_those_of_the_command_line_have_a_function() -> None:
    assert {"compare", "weight", "plot trend", "schema"} <= set(HERE)
    for name in HERE:
        assert callable(function_of(name)), name
    assert not set(COMMAND_LINE_ONLY) & set(dir(kcli.Surveys))


def test_there_is_no_function_without_its_command() -> None:
    functions = {name for name in dir(kcli.Surveys) if not name.startswith("_")} - {"plot"}
    plots = {f"plot {name}" for name in dir(Plotting) if not name.startswith("_")}
    assert functions | plots == {python_name(name) for name in HERE}


@pytest.mark.parametrize("name", HERE)
def test_every_option_is_a_parameter_with_its_default(name: str) -> None:
    parameters = inspect.signature(function_of(name)).parameters
    wanted = dict(options(name, HERE[name]))
    for option, body in wanted.items():
        assert python_name(option) in parameters, option
        parameter = parameters[python_name(option)]
        assert parameter.kind is parameter.KEYWORD_ONLY, option
        assert plain(parameter.default) == plain(body.default), option
        needed = parameter.default is parameter.empty
        assert needed == (body.required and not name.startswith("plot")), option
    named = {p.name for p in parameters.values() if p.kind is p.KEYWORD_ONLY}
    assert named == {python_name(option) for option in wanted}


@pytest.mark.parametrize("name", HERE)
def test_every_argument_is_a_parameter_in_its_place(name: str) -> None:
    parameters = list(inspect.signature(function_of(name)).parameters.values())[SELF:]
    found = [(p.name, p.default is p.empty) for p in parameters if p.kind is not p.KEYWORD_ONLY]
    arguments = [p for p in HERE[name].params if p.param_type_name == "argument"]
    assert found == [(p.name, p.required) for p in arguments]


def test_what_is_said_of_all_commands_is_said_to_open() -> None:
    root: Any = get_command(app)
    said = {o for p in root.params for o in p.opts if o.startswith("--")} - set(ROOT_ONLY)
    parameters = set(inspect.signature(kcli.open).parameters) - {"path"}
    assert parameters == {python_name(option) for option in said}


@pytest.mark.parametrize("name", [name for name in HERE if name in RESULTS])
def test_the_type_of_an_outcome_names_the_records_of_its_command(name: str) -> None:
    kinds = {kind.__name__: kind for kind in RESULTS[name]}
    hints = get_type_hints(function_of(name), localns=kinds)
    (records,) = get_args(hints["return"])
    assert set(get_args(records) or [records]) == set(kinds.values())


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        (words.Ci, INTERVAL_NAMES),
        (words.Lonely, get_args(Lonely)),
        (words.Suppress, get_args(Suppress)),
        (words.Adjust, get_args(Adjust)),
        (words.Total, get_args(Rule)),
        (words.Engine, ENGINES),
        (words.ExportFormat, EXPORTED),
        (words.ImportFormat, IMPORTED),
    ],
)
def test_the_values_that_are_typed_are_those_that_are_known(typed: Any, known: Any) -> None:
    assert get_origin(typed) is Literal
    assert set(get_args(typed)) == set(known)


@pytest.mark.parametrize("name", ["base", "evidence"])
def test_each_typed_value_of_base_and_evidence_is_taken_and_no_other(name: str) -> None:
    surveys = kcli.shipped()
    for value in get_args(getattr(words, name.capitalize())):
        assert surveys.compare("us_nk_change", **{name: value}).parameters[name] == value
    with pytest.raises(kcli.UsageError):
        surveys.compare("us_nk_change", **{name: "none"})


def test_names_are_read_as_the_command_line_reads_them() -> None:
    assert words.names_in("KR,US") == words.names_in(iter(["KR", "US"])) == ("KR", "US")
    assert words.names_in(["KR,US", "JP"]) == ("KR", "US", "JP")
    assert words.names_in(()) == ()
