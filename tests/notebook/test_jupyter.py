"""A notebook in Jupyter: cells are run by a kernel, and what they show is stored."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("nbclient") is None or find_spec("ipykernel") is None,
        reason="needs Jupyter: pip install ipykernel nbclient, as .ci/run does",
    ),
]
CELLS = [
    "import kcli\nsurveys = kcli.open()",
    "surveys",
    "surveys.compare('us_nk_change')",
    "surveys.compare('us_nk_change').chart()",
    "surveys.topline('chicago.bases').chart()",
    "surveys.compare('us_nk_change').to_frame()[['country', 'option', 'bound_low']]",
    "surveys.label('kf-vub-synthetic')",
    "print(surveys.list('kf-vub'))",
    "surveys.compare('us_nk_chang')",
    "len(surveys.compare('us_nk_change').text())",
]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> list[list[Any]]:
    """What each cell shows, in a folder that is no project."""
    path = tmp_path_factory.mktemp("notebook") / "opinion.ipynb"
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    cells = [{**cell, "id": f"cell-{place}", "source": code} for place, code in enumerate(CELLS)]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), "utf-8")
    execute = "from nbclient.cli import main; main()"
    options = ["--inplace", "--allow-errors", "--timeout=120", "--kernel_name=python3"]
    done = subprocess.run(
        [sys.executable, "-c", execute, str(path), *options],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [cell["outputs"] for cell in json.loads(path.read_text("utf-8"))["cells"]]


def data(outputs: list[Any]) -> dict[str, str]:
    (output,) = outputs
    assert output["output_type"] == "execute_result", output
    return {kind: "".join(lines) for kind, lines in output["data"].items()}


def test_opening_shows_nothing_and_prints_nothing(outputs: list[list[Any]]) -> None:
    assert outputs[0] == []


def test_surveys_are_one_line(outputs: list[list[Any]]) -> None:
    shown = data(outputs[1])
    assert list(shown) == ["text/plain"]
    assert "shipped with kcli" in shown["text/plain"]


def test_an_outcome_is_a_table(outputs: list[list[Any]]) -> None:
    shown = data(outputs[2])
    assert sorted(shown) == ["text/html", "text/markdown", "text/plain"]
    assert "<table" in shown["text/html"]
    assert "<script" not in shown["text/html"]
    assert "using the surveys shipped with kcli" in shown["text/html"]
    assert "| " in shown["text/markdown"]
    assert shown["text/plain"].startswith("<kcli.Outcome of compare: ")
    assert "\n" not in shown["text/plain"]


def test_a_picture_is_svg_and_several_are_images(outputs: list[list[Any]]) -> None:
    one, several = data(outputs[3]), data(outputs[4])
    assert sorted(one) == ["image/svg+xml", "text/plain"]
    assert one["image/svg+xml"].startswith("<svg")
    assert sorted(several) == ["text/html", "text/plain"]
    assert several["text/html"].count("<img ") == 2


def test_a_frame_is_shown_by_pandas(outputs: list[list[Any]]) -> None:
    assert "dataframe" in data(outputs[5])["text/html"]


def test_invented_respondents_are_marked(outputs: list[list[Any]]) -> None:
    shown = data(outputs[6])
    assert [name for name, text in shown.items() if "SYNTHETIC" not in text] == []


def test_printing_prints_a_table(outputs: list[list[Any]]) -> None:
    assert {output["name"] for output in outputs[7]} == {"stdout"}
    assert "inter_korean_change" in "".join(
        text for output in outputs[7] for text in output["text"]
    )


def test_a_text_is_given_and_not_shown(outputs: list[list[Any]]) -> None:
    assert int(data(outputs[9])["text/plain"]) > 1000


def test_an_error_is_kclis_own_with_its_hint(outputs: list[list[Any]]) -> None:
    (output,) = outputs[8]
    assert output["ename"] == "UsageError"
    assert output["evalue"].endswith("did you mean 'us_nk_change'?")
