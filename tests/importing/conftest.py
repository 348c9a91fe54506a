"""Files to import, and the counts of what became of them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pyreadstat
import pytest

from kcli import api
from kcli.model.records import Estimate, Result
from kcli.render import Settings, render

DATA = Path(__file__).parent / "data"
Counts = dict[str, dict[str, int]]


@pytest.fixture
def data() -> Path:
    """The folder of files that other programs ship."""
    return DATA


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.fixture
def imported(tmp_path: Path) -> Callable[..., Result]:
    """``kcli import`` into a folder of its own; what it writes passes ``kcli check``."""

    def call(path: Path, **wishes: object) -> Result:
        if "country" not in wishes and "country_column" not in wishes:
            wishes["country"] = "US"
        result = api.import_(path, to=tmp_path, **wishes)  # type: ignore[arg-type]
        assert render(result, "table", Settings())
        faults = api.check(api.find_project(str(tmp_path))).records
        assert not faults, faults
        return result

    return call


@pytest.fixture
def counts(tmp_path: Path) -> Callable[[str], Counts]:
    """How many gave each answer, by item and code, or label without one, as kcli counts them."""

    def call(survey: str) -> Counts:
        project = api.find_project(str(tmp_path))
        items = project.survey(survey).questionnaire.items
        found: Counts = {}
        for name, item in items.items():
            result = api.compare(project, f"{survey}.{name}")
            for record in result.records:
                if isinstance(record, Estimate) and record.option in item.options:
                    option = item.options[record.option]
                    code = option.code or next(iter(option.label.values()))
                    own = found.setdefault(name, {})
                    own[code] = own.get(code, 0) + (record.n_option or 0)
        return found

    return call


Columns = Mapping[str, Sequence[object]]


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """A file of SPSS or Stata with these columns; ``about`` is what pyreadstat writes of them."""

    def call(name: str, columns: Columns, **about: object) -> Path:
        import pandas as pd

        path = tmp_path / name
        write = pyreadstat.write_dta if name.endswith("dta") else pyreadstat.write_sav
        write(pd.DataFrame(dict(columns)), str(path), **about)
        return path

    return call
