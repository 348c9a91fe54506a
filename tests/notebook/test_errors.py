"""What cannot be is raised, with the words and the exit status of the command line."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kcli
from kcli import Surveys
from kcli.errors import MOST_TOLD
from kcli.io.how import how

Run = Callable[..., Any]
Ask = Callable[[Surveys], object]

WRONG: dict[str, Ask] = {
    "compare us_nk_chang": lambda s: s.compare("us_nk_chang"),
    "compare kf-vub --country XX": lambda s: s.compare("kf-vub", country="XX"),
    "compare kf-vub --confidence 2": lambda s: s.compare("kf-vub", confidence=2),
    "label nothing": lambda s: s.label("nothing"),
    "topline kf-vub": lambda s: s.topline("kf-vub"),
    "crosstab kf-vub.us_nk_change --by country": lambda s: s.crosstab(
        "kf-vub.us_nk_change", by="country"
    ),
    "shift kf-vub.us_nk_change": lambda s: s.shift("kf-vub.us_nk_change"),
    "trend ipus.necessity --from 2030": lambda s: s.trend("ipus.necessity", from_="2030"),
    "diff ipus@1999 2025": lambda s: s.diff("ipus@1999", "2025"),
    "verify anes": lambda s: s.verify("anes"),
    "check nowhere.yaml": lambda s: s.check("nowhere.yaml"),
    "explain sum-not-10": lambda s: s.explain("sum-not-10"),
    "list nothing": lambda s: s.list("nothing"),
    "show nothing": lambda s: s.show("nothing"),
    "schema nothing": lambda s: s.schema("nothing"),
    "simulate anes": lambda s: s.simulate("anes"),
    "report nothing": lambda s: s.report("nothing"),
    "weight anes --margins nowhere.yaml --output new.csv": lambda s: s.weight(
        "anes", margins="nowhere.yaml", output="new.csv"
    ),
    "export nothing --output new": lambda s: s.export("nothing", output="new"),
    "import nowhere.sav": lambda s: s.import_("nowhere.sav"),
    "plot compare kf-vub --output a.gif": lambda s: s.plot.compare("kf-vub", output="a.gif"),
}


@pytest.fixture(autouse=True)
def _no_project_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KCLI_PROJECT", raising=False)


@pytest.mark.parametrize("line", WRONG)
def test_the_words_and_the_status_are_those_of_the_command(
    line: str,
    run: Run,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(root)
    printed = run(*line.split())
    capfd.readouterr()
    with pytest.raises(kcli.KcliError) as caught:
        WRONG[line](kcli.open())
    assert caught.value.exit_status == printed.returncode
    words = "\n".join(
        line.removeprefix("kcli: ").removeprefix("usage: ") for line in printed.stderr.splitlines()
    )
    assert str(caught.value) == words
    assert capfd.readouterr() == ("", "")


def test_every_fault_of_a_file_is_told_with_its_place_and_code(
    run: Run, project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(["1,2020,JP,q,z,,share,40%,all,,paper", "2,2020,JP,q,a,,share,x,all,,paper"])
    monkeypatch.chdir(folder)
    with pytest.raises(kcli.InputError) as caught:
        kcli.open().compare("q")
    faults = caught.value.faults
    assert [fault.where.line for fault in faults] == [2, 3]
    assert all(f": {fault.code}: " in str(fault) for fault in faults)
    assert str(caught.value) == run("compare", "q", cwd=folder).stderr.rstrip("\n")


def test_of_very_many_faults_a_screenful_is_told_and_all_are_there(
    run: Run, project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project([f"{n},2020,JP,q,z,,share,40%,all,,paper" for n in range(MOST_TOLD + 10)])
    monkeypatch.chdir(folder)
    with pytest.raises(kcli.InputError) as caught:
        kcli.open().compare("q")
    assert len(caught.value.faults) == MOST_TOLD + 10
    *told, last = str(caught.value).splitlines()
    printed = run("compare", "q", cwd=folder).stderr.splitlines()
    assert told == printed[:-1] == [str(fault) for fault in caught.value.faults[:MOST_TOLD]]
    assert last == "and 10 more"
    assert "and 10 more" in printed[-1]


def test_a_folder_that_is_no_project_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(kcli.UsageError, match=r"holds no folder questionnaires/"):
        kcli.open(tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        {"limit": {"yaml-nod": 1}},
        {"limit": {"yaml-nodes": 0}},
        {"engine": "postgres"},
        {"responses": {"poll": "x.csv"}},
    ],
)
def test_what_cannot_be_said_of_all_functions_is_refused_at_once(options: dict[str, Any]) -> None:
    with pytest.raises(kcli.UsageError):
        kcli.open("shipped", **options)


def test_limits_hold_for_the_project_that_they_were_given_to_and_no_other() -> None:
    narrow = kcli.open("shipped", limit={"yaml-nodes": 10})
    with pytest.raises(kcli.InputError, match="--limit yaml-nodes=N allows more"):
        narrow.list()
    assert kcli.shipped().list().records


def test_responses_are_read_from_where_they_were_said_to_be(
    project: Callable[..., Path], tmp_path: Path
) -> None:
    from conftest import QUESTIONNAIRE

    folder = project(
        None, QUESTIONNAIRE.replace("    samples", "    design: {country: country}\n    samples")
    )
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text("country,q\nJP,a\nJP,b\nJP,b\nKR,a\n", "utf-8")
    surveys = kcli.open(folder, responses={"poll@2021": elsewhere}, no_cache=True)
    frame = surveys.compare("q").to_frame()
    counts = frame[(frame.country == "JP") & (frame.option == "b")].n_option
    assert list(counts) == [2]
    assert not (folder / ".kcli").exists()


def test_sums_are_kept_unless_one_says_otherwise() -> None:
    for options, kept in (({}, True), ({"no_cache": True}, False)):
        with kcli.open("shipped", **options)._reading():
            assert how().cache is kept
    assert how().cache


def test_a_file_that_cannot_be_written_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    charts = kcli.shipped().compare("us_nk_change").chart()
    with pytest.raises(kcli.CannotWriteError, match="cannot write") as caught:
        charts.save(tmp_path / "file" / "a.svg")
    assert caught.value.exit_status == 74


def test_errors_can_be_sent_to_another_process(project: Callable[..., Path]) -> None:
    folder = project(["1,2020,JP,q,z,,share,40%,all,,paper"])
    for ask in (lambda: kcli.open(folder).compare("q"), lambda: kcli.open(folder).compare("w")):
        with pytest.raises(kcli.KcliError) as caught:
            ask()
        again = pickle.loads(pickle.dumps(caught.value))
        assert str(again) == str(caught.value) != ""
        assert vars(again) == vars(caught.value)
    unwritten = pickle.loads(pickle.dumps(kcli.CannotWriteError("a", "full")))
    assert str(unwritten) == "cannot write a: full"


KINDS: dict[str, Ask] = {
    "wave is a text, not ['2019']": lambda s: s.compare("kf-vub", wave=["2019"]),
    "wave is a text, not 2019": lambda s: s.topline("us_nk_change", wave=2019),
    "confidence is a number, not None": lambda s: s.label(confidence=None),
    "confidence is a number, not '0.9'": lambda s: s.label(confidence="0.9"),
    "from_ is a text, not 2015": lambda s: s.shift("ipus.necessity", from_=2015),
    "seed is a whole number, not 1.5": lambda s: s.simulate("kf-vub", seed=1.5),
    "seed is a whole number, not True": lambda s: s.simulate("kf-vub", seed=True),
    "force is True or False, not 'yes'": lambda s: s.shift("x", force="yes"),
    "1 in ['KR', 1] is no text": lambda s: s.compare(country=["KR", 1]),
    "3 is no text, and no list of texts": lambda s: s.compare(country=3),
}


@pytest.mark.parametrize("message", KINDS)
def test_a_value_of_another_kind_is_named(message: str) -> None:
    with pytest.raises(kcli.UsageError) as caught:
        KINDS[message](kcli.open("shipped"))
    assert str(caught.value) == message
