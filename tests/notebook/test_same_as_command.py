"""What a function gives is what its command prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import kcli
from kcli import Outcome, Surveys

Run = Callable[..., Any]
Ask = Callable[[Surveys], Outcome[Any]]

MARGINS = "margins: {vote: {clinton: 55, dole: 45}}\n"
SAME: dict[str, Ask] = {
    "compare": lambda s: s.compare(),
    "compare us_nk_change": lambda s: s.compare("us_nk_change"),
    "compare anes.party --base substantive --ci logit": lambda s: s.compare(
        "anes.party", base="substantive", ci="logit"
    ),
    "compare kf-vub --country CN --country JP,US --lang ko": lambda s: s.compare(
        "kf-vub", country=["CN", "JP,US"], lang="ko"
    ),
    "compare kf-vub --no-assumed-options --confidence 0.9": lambda s: s.compare(
        "kf-vub", no_assumed_options=True, confidence=0.9
    ),
    "compare --concept us_nk_outlook": lambda s: s.compare(concept="us_nk_outlook"),
    "compare us_nk_change --total equal": lambda s: s.compare("us_nk_change", total="equal"),
    "label kf-vub": lambda s: s.label("kf-vub"),
    "label anes --suppress nchs": lambda s: s.label("anes", suppress="nchs"),
    "topline anes.party": lambda s: s.topline("anes.party"),
    "topline kf-vub-synthetic.us_nk_change": lambda s: s.topline("kf-vub-synthetic.us_nk_change"),
    "crosstab anes.vote --by party,education --adjust bh": lambda s: s.crosstab(
        "anes.vote", by=["party", "education"], adjust="bh"
    ),
    "shift ipus.necessity --from 2015 --to 2025": lambda s: s.shift(
        "ipus.necessity", from_="2015", to="2025"
    ),
    "shift inter_korean_direction --from kf-vub@2019 --to ifes@2025 --force": lambda s: s.shift(
        "inter_korean_direction", from_="kf-vub@2019", to="ifes@2025", force=True
    ),
    "shift --all --from ipus@2024 --to ipus@2025": lambda s: s.shift(
        all=True, from_="ipus@2024", to="ipus@2025"
    ),
    "trend ipus.necessity --from 2020": lambda s: s.trend("ipus.necessity", from_="2020"),
    "diff ipus@2024 2025": lambda s: s.diff("ipus@2024", "2025"),
    "diff questionnaires/ipus.yaml questionnaires/ipus.yaml": lambda s: s.diff(
        Path("questionnaires/ipus.yaml"), "questionnaires/ipus.yaml"
    ),
    "verify kf-vub": lambda s: s.verify("kf-vub"),
    "verify datasets/ifes/claims.yaml --evidence published": lambda s: s.verify(
        Path("datasets/ifes/claims.yaml"), evidence="published"
    ),
    "explain": lambda s: s.explain(),
    "explain sum-not-100": lambda s: s.explain("sum-not-100"),
    "explain --all": lambda s: s.explain(all=True),
    "list": lambda s: s.list(),
    "list kf-vub --lang ko": lambda s: s.list("kf-vub", lang="ko"),
    "show us_nk_outlook": lambda s: s.show("us_nk_outlook"),
    "show kf-vub.us_nk_change --wave 2019": lambda s: s.show("kf-vub.us_nk_change", wave="2019"),
}
# Each has tests of its own.
ALONE = {"check", "weight", "simulate", "report", "schema", "plot", "export", "import_"}


FIRST = {line.partition(" ")[0]: line for line in reversed(SAME)}
LINES = [
    line if line in FIRST.values() else pytest.param(line, marks=pytest.mark.slow) for line in SAME
]


@pytest.fixture(autouse=True)
def _in_the_checkout(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.delenv("KCLI_PROJECT", raising=False)


def test_every_function_is_tried() -> None:
    tried = {line.partition(" ")[0] for line in SAME}
    assert tried | ALONE == {name for name in dir(Surveys) if not name.startswith("_")}


@pytest.mark.parametrize("line", LINES)
def test_the_json_is_that_of_the_command_byte_for_byte(line: str, run: Run) -> None:
    printed = run(*line.split(), "--json")
    found = SAME[line](kcli.open())
    assert printed.stdout
    assert found.to_json() == printed.stdout
    assert found.to_dict() == json.loads(printed.stdout)
    assert len(found.records) == len(found.to_dict()["records"]) > 0


@pytest.mark.parametrize("line", ["compare us_nk_change", "trend ipus.necessity --from 2020"])
def test_the_shipped_surveys_are_the_same_wherever_one_works(
    line: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    printed = run(*line.split(), "--json", cwd=tmp_path)
    fallen, asked = SAME[line](kcli.open()), SAME[line](kcli.shipped())
    assert fallen.to_json() == asked.to_json() == printed.stdout
    assert fallen.project == "shipped"
    assert [f"kcli: {warning}" for warning in fallen.warnings] == printed.stderr.splitlines()
    assert asked.warnings == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["table", "markdown", "html"])
@pytest.mark.parametrize("line", ["compare us_nk_change", "label kf-vub-synthetic"])
def test_every_text_is_that_of_the_command(line: str, name: str, run: Run) -> None:
    printed = run(*line.split(), "--format", name, env={"COLUMNS": "100"})
    found = kcli.open().label("kf-vub-synthetic") if "label" in line else SAME[line](kcli.open())
    told = {
        "table": lambda: found.text(100),
        "markdown": found.to_markdown,
        "html": found.to_html,
    }[name]()
    assert told == printed.stdout


def test_bars_are_drawn_as_the_command_draws_them(run: Run) -> None:
    printed = run("topline", "anes.party", "--bars", env={"COLUMNS": "90"})
    found = kcli.open().topline("anes.party")
    assert found.text(90, bars=True) == printed.stdout != found.text(90)


def test_faults_are_those_of_the_command(
    run: Run, project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(
        [
            "1,2020,JP,q,a,,share,40%,all,,paper",
            "2,2020,JP,q,b,,share,70%,all,,paper",
            "3,2020,JP,q,z,,share,1%,all,,paper",
        ]
    )
    monkeypatch.chdir(folder)
    for arguments in ([], ["datasets/poll/findings.csv"]):
        printed = run("check", *arguments, "--json", cwd=folder)
        found = kcli.open().check(*arguments)
        assert found.to_json() == printed.stdout
        assert {fault.severity for fault in found.records} == {"error"}
    whole = kcli.open(folder).check().to_json()
    assert whole == run("check", "--json", "--project", str(folder), cwd=folder).stdout


def test_weights_and_their_json_are_those_of_the_command(run: Run, tmp_path: Path) -> None:
    margins, output = tmp_path / "margins.yaml", tmp_path / "new.responses.csv"
    margins.write_text(MARGINS, "utf-8")
    arguments = ["weight", "anes", "--margins", str(margins), "--output", str(output), "--json"]
    printed, written = run(*arguments), output.read_bytes()
    output.unlink()
    found = kcli.open().weight("anes", margins=margins, output=output)
    assert found.to_json() == printed.stdout
    assert output.read_bytes() == written
    assert found.to_frame("raking").n.sum() > 900


def test_invented_respondents_and_their_json_are_those_of_the_command(
    run: Run, tmp_path: Path
) -> None:
    folders = tmp_path / "a", tmp_path / "b"
    options = ["--as", "made-up", "--seed", "3"]
    printed = run("simulate", "kf-vub@2019", *options, "--to", str(folders[0]), "--json")
    found = kcli.open().simulate("kf-vub@2019", as_="made-up", seed=3, to=folders[1])
    assert found.to_json() == printed.stdout
    files = [{p.relative_to(f): p.read_bytes() for p in f.rglob("*.*")} for f in folders]
    assert files[0] == files[1] != {}
    assert found.synthetic
    assert "SYNTHETIC" in repr(found)


def files_in(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_what_is_exported_is_what_the_command_exports(run: Run, tmp_path: Path) -> None:
    own, printed = tmp_path / "own", tmp_path / "printed"
    options = ["--format", "sqlite", "--country", "CN,US", "--table", "estimates,facts"]
    done = run("export", "us_nk_change", "kf-vub@2019", "--output", str(printed), *options)
    assert done.returncode == 0, done.stderr
    found = kcli.open().export(
        ["us_nk_change", "kf-vub@2019"],
        output=own,
        format="sqlite",
        country="CN,US",
        table=["estimates", "facts"],
    )
    assert files_in(own) == files_in(printed) != {}
    assert {file.path.name for file in found.files} == set(files_in(own))


def test_what_is_imported_is_what_the_command_imports(run: Run, tmp_path: Path) -> None:
    foreign, own, printed = tmp_path / "poll.dta", tmp_path / "own", tmp_path / "printed"
    answers = pd.DataFrame({"vote": pd.Categorical(["yes", "no", "yes"]), "w": [1.0, 0.5, 1.5]})
    answers.to_stata(foreign, write_index=False)
    options = ["--country", "KR", "--weight", "w", "--as", "mine", "--wave", "2024", "--json"]
    done = run("import", str(foreign), "--output", str(printed), *options)
    assert done.returncode == 0, done.stderr
    asked = {"country": "KR", "weight": "w", "as_": "mine", "wave": "2024"}
    found = kcli.open().import_(foreign, output=own, **asked)
    assert found.to_json() == done.stdout
    assert files_in(own) == files_in(printed) != {}
    assert list(kcli.open(own).compare("mine.vote").to_frame().n_option.dropna()) == [1, 2]


def test_what_is_imported_goes_to_the_project_that_was_opened(
    project: Callable[..., Path], tmp_path: Path
) -> None:
    folder, foreign = project(None), tmp_path / "new.dta"
    answers = pd.DataFrame({"vote": pd.Categorical(["yes", "no", "yes"])})
    answers.to_stata(foreign, write_index=False)
    surveys = kcli.open(folder)
    surveys.import_(foreign, country="KR")
    assert {record.survey for record in surveys.list().records} == {"new", "poll"}


@pytest.mark.slow
def test_reports_and_their_json_are_those_of_the_command(run: Run, tmp_path: Path) -> None:
    arguments = ["report", "ifes", "--lang", "en", "--output", str(tmp_path), "--json"]
    assert run(*arguments).returncode == 0
    again = run(*arguments)
    found = kcli.open().report("ifes", lang="en", output=tmp_path)
    assert found.to_json() == again.stdout
    assert {record.state for record in found.records} == {"unchanged"}


@pytest.mark.parametrize("name", ["compare", "questionnaire"])
def test_a_schema_is_that_of_the_command(name: str, run: Run) -> None:
    assert kcli.open().schema(name) == json.loads(run("schema", name).stdout)


def test_pictures_are_those_of_the_command(run: Run, tmp_path: Path) -> None:
    printed, own = tmp_path / "printed.svg", tmp_path / "own.svg"
    done = run("plot", "shift", "ipus.necessity", "--to", "2025", "--output", str(printed))
    assert done.returncode == 0, done.stderr
    charts = kcli.open().plot.shift("ipus.necessity", to="2025", output=own)
    assert own.read_bytes() == printed.read_bytes()
    assert len(charts) == 1
    assert charts[0].svg in own.read_text("utf-8")


def test_what_another_function_read_is_not_among_the_inputs() -> None:
    surveys = kcli.open()
    first = surveys.compare("us_nk_change").to_json()
    surveys.list()
    assert surveys.compare("us_nk_change").to_json() == first


def test_a_file_that_was_edited_is_read_anew(project: Callable[..., Path]) -> None:
    folder = project(["1,2020,JP,q,a,,share,40%,all,,paper"])
    surveys = kcli.open(folder)
    assert surveys.compare("q", wave="2020").to_frame().share[0] == 0.4
    project(["1,2020,JP,q,a,,share,60%,all,,paper"])
    assert surveys.compare("q", wave="2020").to_frame().share[0] == 0.6


def test_a_project_stays_the_same_when_one_goes_elsewhere(
    project: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(["1,2020,JP,q,a,,share,40%,all,,paper"])
    monkeypatch.chdir(folder / "datasets")
    surveys = kcli.open()
    monkeypatch.chdir(tmp_path.parent)
    assert surveys.list().records[0].survey == "poll"
    assert "1 survey of" in repr(surveys)
