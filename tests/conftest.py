"""What many tests need: the installed command, and projects made of a few lines."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from running import run_kcli

# The same examples in every run, so that a change is judged by what it changes.
# HYPOTHESIS_PROFILE=search looks for new ones; what it finds becomes an @example.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", settings.get_profile("default"))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

LARGE, EVERY = 9, 5
"""Of a test with more cases than this, so many pass between two that every run looks at."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test with many cases every fifth is quick, and the others are slow.

    So it is where everything is run; whoever names files or tests gets all of their cases.
    What takes longest is begun first, so that no process waits for it at the end.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if [Path(name).name for name in config.args] != config.getini("testpaths"):
        return
    families: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("browser") is None:
            families.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for family in families.values():
        if len(family) > LARGE:
            for place, item in enumerate(family):
                if place % EVERY:
                    item.add_marker(pytest.mark.slow)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Each process keeps to its part of the files, so that what a file makes once is made once."""
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """No doctest stands among the tests: to look for them would import each helper once more."""
    found = yield
    return [collector for collector in found if type(collector) is pytest.Module]  # no subclass


ROOT = Path(__file__).resolve().parent.parent

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def run() -> Run:
    """``kcli ARGUMENTS`` as another process, outside any project unless told otherwise."""

    def call(
        *arguments: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return run_kcli(arguments, cwd, env or {})

    return call


QUESTIONNAIRE = """\
survey: poll
title: {en: A poll}
sources: {paper: {publisher: A paper}, other: {publisher: Another paper}}
waves:
  "2020":
    fieldwork: 2020-01
    published_base: all
    samples: {JP: 1000, KR: 1000}
  "2021":
    fieldwork: 2021-01
    published_base: all
    samples: {JP: 1000, KR: 1000}
items:
  q:
    text: {en: A question}
    options_complete: published
    options:
      a: {en: First}
      b: {en: Second}
      c: {en: Third}
"""


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """A project of one survey: its findings as lines, its questionnaire as text."""

    def make(
        findings: str | list[str] | None = None,
        questionnaire: str = QUESTIONNAIRE,
        header: str = "id,wave,country,item,option,other,predicate,value,base,base_n,source",
    ) -> Path:
        (tmp_path / "questionnaires").mkdir(exist_ok=True)
        (tmp_path / "questionnaires" / "poll.yaml").write_text(questionnaire, "utf-8")
        if findings is not None:
            rows = findings if isinstance(findings, str) else "\n".join([header, *findings]) + "\n"
            folder = tmp_path / "datasets" / "poll"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "findings.csv").write_text(rows, "utf-8")
        return tmp_path

    return make
