"""Respondents through the commands: estimates, labels, toplines, and figures beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

QUESTIONNAIRE = """\
survey: poll
title: {en: A poll}
sources: {paper: {publisher: A paper}}
waves:
  "2020":
    fieldwork: 2020
    sampling: probability
    published_base: all
    weighted: no
    samples: {JP: 100, KR: 100}
    design: {respondent: id, country: country}
  "2019":
    fieldwork: 2019
    published_base: all
    samples: {JP: 50}
items:
  view:
    text: {en: What do you think?}
    wording: verbatim
    options_complete: published
    options:
      good: {code: 1, label: Good}
      bad: {code: 2, label: Bad}
      dk: {code: 9, label: Don't know, kind: dont_know}
    nets: {any: {options: [good, bad], label: Any view}}
    score: {good: 1, bad: -1}
    concept: {id: mood, map: {good: up, bad: down}}
  why:
    text: {en: Why?}
    type: multiple
    asked: {item: view, options: [bad]}
    asked_in: ["2020"]
    options: {war: War, trade: Trade}
"""
CONCEPTS = """\
concepts:
  mood: {title: Mood, categories: {up: Up, down: Down}}
"""
HEADER = "id,country,view,why.war,why.trade"


def respondents() -> list[str]:
    """100 a country: JP 60 good, 30 bad, 10 don't know; KR 30, 60, 10. Of the bad half say war."""
    rows = []
    for country, good, bad in (("JP", 60, 30), ("KR", 30, 60)):
        answers = ["1"] * good + ["2"] * bad + ["9"] * 10
        for number, answer in enumerate(answers):
            why = ("1,0" if number % 2 else "0,1") if answer == "2" else ","
            rows.append(f"{country}{number},{country},{answer},{why}")
    return rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("poll", QUESTIONNAIRE), ("concepts", CONCEPTS)):
        path = tmp_path / "questionnaires" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    data = tmp_path / "datasets" / "poll"
    data.mkdir(parents=True)
    (data / "2020.responses.csv").write_text("\n".join([HEADER, *respondents()]) + "\n", "utf-8")
    (data / "findings.csv").write_text(
        "id,wave,country,item,option,predicate,value,source\n"
        "f1,2020,JP,view,good,share,60,paper\n"
        "f2,2020,JP,view,good,majority,,paper\n"
        "f3,2020,KR,view,bad,count,60,paper\n"
        "f4,2020,KR,view,dk,share,10.0,paper\n"
        "f5,2020,JP,view,bad,share,30,paper\n"
        "f6,2019,JP,view,good,share,40,paper\n",
        "utf-8",
    )
    return tmp_path


Run = Callable[..., Any]


def records(done: Any, kind: str) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [r for r in json.loads(done.stdout)["records"] if r["type"] == kind]


def test_respondents_give_shares_with_intervals(run: Run, folder: Path) -> None:
    done = run("compare", "poll.view", "--json", cwd=folder)
    found = {(e["country"], e["option"]): e for e in records(done, "estimate")}
    japan = found["JP", "good"]
    assert (japan["share"], japan["n_option"], japan["n_base"]) == (0.6, 60, 100)
    assert japan["evidence"] == "measured"
    assert japan["interval_kind"] == "design"
    assert japan["moe"] == pytest.approx(1.9842 * (0.24 / 99) ** 0.5, rel=1e-4)
    assert japan["low"] < 0.6 < japan["high"]
    assert found["KR", "any"]["share"] == 0.9
    assert found["JP", "score"]["share"] == pytest.approx(30 / 90)
    assert found["JP", "good"]["letters"] == "B"
    assert found["KR", "bad"]["letters"] == "A"


def test_pairs_of_respondents_are_tested(run: Run, folder: Path) -> None:
    done = run("compare", "poll.view", "--json", cwd=folder)
    pair = next(p for p in records(done, "pair") if p["option"] == "good")
    se = (0.24 / 99 + 0.21 / 99) ** 0.5
    assert pair["gap"] == 0.3
    assert pair["method"] == "t"
    assert (pair["high"] - pair["low"]) / 2 == pytest.approx(1.972 * se, rel=1e-3)
    assert pair["p_value"] < 0.001


def test_a_filter_decides_the_base(run: Run, folder: Path) -> None:
    found = {
        (e["country"], e["option"]): e
        for e in records(run("compare", "poll.why", "--json", cwd=folder), "estimate")
    }
    war = found["KR", "war"]
    assert (war["n_base"], war["n_not_asked"], war["n_not_stated"]) == (60, 40, 0)
    assert war["share"] == 0.5


def test_labels_come_of_a_test_and_say_whether_another_base_changes_them(
    run: Run, folder: Path
) -> None:
    labels = {
        r["country"]: r for r in records(run("label", "poll.view", "--json", cwd=folder), "label")
    }
    japan = labels["JP"]
    assert (japan["label"], japan["label_sample"], japan["option"]) == (
        "majority",
        "majority",
        "good",
    )
    assert japan["lead"] == pytest.approx(0.3)
    text = run("label", "poll.view", cwd=folder).stdout
    assert "majority" in text
    assert "the same" in text


def test_figures_and_respondents_of_one_table_agree_everywhere(run: Run, folder: Path) -> None:
    measured = records(run("compare", "poll.view", "--json", cwd=folder), "estimate")
    asked = run("compare", "poll.view", "--evidence", "published", "--json", cwd=folder)
    published = records(asked, "estimate")
    for one, two in zip(measured, published, strict=True):
        assert (one["country"], one["option"]) == (two["country"], two["option"])
        assert two["evidence"] in ("published", "bounded")
        assert two["bound_low"] - 1e-9 <= one["share"] <= two["bound_high"] + 1e-9
        if two["low"] is not None and one["option"] != "score":
            assert two["low"] <= one["low"] + 0.005
            assert one["high"] <= two["high"] + 0.005
    one = {
        r["country"]: r for r in records(run("label", "poll.view", "--json", cwd=folder), "label")
    }
    two = {
        r["country"]: r
        for r in records(
            run("label", "poll.view", "--evidence", "published", "--json", cwd=folder), "label"
        )
    }
    for country in ("JP", "KR"):
        assert one[country]["label_sample"] == two[country]["label_sample"]
        assert one[country]["option"] == two[country]["option"]
    assert run("compare", "poll.view", cwd=folder).stderr == ""


def test_a_figure_that_the_respondents_contradict_is_told(run: Run, folder: Path) -> None:
    path = folder / "datasets" / "poll" / "findings.csv"
    path.write_text(path.read_text("utf-8").replace("good,share,60", "good,share,65"), "utf-8")
    done = run("compare", "poll.view", cwd=folder)
    assert done.returncode == 0
    assert "not what the respondents say: f1 (datasets/poll/findings.csv:2)" in done.stderr
    assert "f2" not in done.stderr


def test_a_sample_size_that_is_not_that_of_the_file_is_told(run: Run, folder: Path) -> None:
    path = folder / "datasets" / "poll" / "2020.responses.csv"
    rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(rows[:-1]) + "\n", "utf-8")
    assert "the file has 99 respondents" in run("compare", "poll.view", cwd=folder).stderr


def test_a_topline_puts_bases_first_and_past_waves_below(run: Run, folder: Path) -> None:
    out = run("topline", "poll.view", cwd=folder).stdout
    lines = [line for line in out.split("\n") if line.strip()]
    order = [
        next(i for i, line in enumerate(lines) if line.startswith(text))
        for text in (
            "What do you think?",
            "Base, unweighted",
            "Good",
            "Bad",
            "Don't know",
            "Any view",
            "Japan, wave by wave",
            "2020 ",
            "2019 ",
        )
    ]
    assert order == sorted(order)
    assert "40" in out
    kinds = {
        r["type"]
        for r in json.loads(run("topline", "poll.view", "--json", cwd=folder).stdout)["records"]
    }
    assert kinds == {"item", "estimate", "label"}
    assert run("topline", "poll", cwd=folder).returncode == 2


def test_a_concept_is_measured_where_there_are_respondents(run: Run, folder: Path) -> None:
    found = {
        (e["country"], e["option"]): e
        for e in records(run("compare", "mood", "--json", cwd=folder), "estimate")
    }
    assert found["JP", "up"]["share"] == 0.6
    assert found["JP", "up"]["evidence"] == "measured"


def test_the_shipped_respondents_answer(run: Run) -> None:
    labels = {r["item"]: r for r in records(run("label", "anes", "--json"), "label")}
    assert (labels["vote"]["option"], labels["vote"]["label"]) == ("clinton", "majority")
    assert labels["party"]["label"] == "no_clear_leader"
    assert set(labels["party"]["tied"]) == {"strong_democrat", "weak_democrat", "strong_republican"}


@pytest.mark.parametrize("command", ["label", "topline"])
def test_json_of_the_new_commands_fits_their_schemas(command: str, run: Run) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(run("schema", command).stdout)
    for what in ("anes.party", "kf-vub.us_nk_change"):
        Draft202012Validator(schema).validate(json.loads(run(command, what, "--json").stdout))


def test_the_labels_of_the_2019_release_come_out_of_the_facts(run: Run) -> None:
    found = {
        (r["item"], r["country"]): (r["label_sample"], r["option"])
        for r in records(run("label", "kf-vub", "--json"), "label")
    }
    assert found["inter_korean_change", "CN"] == ("majority", "better")
    assert found["inter_korean_change", "US"] == ("plurality", "unchanged")
    assert found["us_nk_change", "RU"] == ("plurality", "unchanged")
    assert found["inter_korean_impact", "JP"] == ("at_least_plurality", "positive")
    assert found["first_priority", "JP"] == ("majority", "denuclearization")
    assert found["first_priority", "RU"] == ("plurality", "peace")
    assert found["means", "RU"] == ("majority", "diplomacy")
    assert found["support_inter_korean", "JP"] == (None, None)


def test_respondents_and_figures_stand_beside_each_other(run: Run, folder: Path) -> None:
    path = folder / "datasets" / "poll" / "2020.responses.csv"
    rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(row for row in rows if ",KR," not in row) + "\n", "utf-8")
    done = run("compare", "poll.view", "--json", cwd=folder)
    found = {(e["country"], e["option"]): e for e in records(done, "estimate")}
    assert found["JP", "bad"]["evidence"] == "measured"
    assert found["KR", "bad"]["evidence"] == "published"
    pair = next(p for p in records(done, "pair") if p["option"] == "bad")
    assert (pair["evidence"], pair["method"]) == ("published", "newcombe_at_bounds")
    assert (pair["bound_low"], pair["bound_high"]) == (-0.3, -0.3)
    assert pair["p_value"] < 0.001
    text = run("compare", "poll.view", cwd=folder).stdout
    assert "known from respondents and printed figures" in " ".join(text.split())


def population(
    folder: Path, size: int | None, design: str = "respondent: id, country: country"
) -> None:
    path = folder / "questionnaires" / "poll.yaml"
    old = "{JP: 100, KR: 100}\n    design: {respondent: id, country: country}"
    japan = 100 if size is None else f"{{n: 100, population_size: {size}}}"
    new = f"{{JP: {japan}, KR: 100}}\n    design: {{{design}}}"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_population_of_known_size_narrows_the_interval(run: Run, folder: Path) -> None:
    def se() -> float:
        found = records(run("compare", "poll.view", "--json", cwd=folder), "estimate")
        return float(found[0]["se"])

    before = se()
    population(folder, 400)
    assert se() == pytest.approx(before * (1 - 100 / 400) ** 0.5)


def test_a_population_size_that_cannot_be_is_refused(run: Run, folder: Path) -> None:
    population(folder, 99)
    done = run("compare", "poll.view", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "population-size" in done.stderr


def test_a_population_size_does_not_go_with_clusters(run: Run, folder: Path) -> None:
    population(folder, 400, "respondent: id, country: country, psu: point")
    path = folder / "datasets" / "poll" / "2020.responses.csv"
    rows = path.read_text("utf-8").splitlines()
    rows = [f"{rows[0]},point", *(f"{row},{number % 7}" for number, row in enumerate(rows[1:]))]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    done = run("compare", "poll.view", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "population_size counts respondents" in done.stderr


REPLICATES = "respondent: id, country: country, replicates: {columns: rw*, type: jk1}"


def replicated(folder: Path) -> None:
    """Replicate weights, each of which leaves out every tenth respondent."""
    path = folder / "datasets" / "poll" / "2020.responses.csv"
    rows = path.read_text("utf-8").splitlines()
    names = [f"rw{place}" for place in range(1, 11)]
    own = [["0" if n % 10 == out else repr(10 / 9) for out in range(10)] for n in range(len(rows))]
    lines = [",".join([row, *(names if n == 0 else own[n])]) for n, row in enumerate(rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture(params=["of a sample", "of the design"])
def doubled(request: pytest.FixtureRequest, folder: Path) -> tuple[Path, str]:
    """A population size beside replicate weights, and where it stands."""
    if request.param == "of a sample":
        population(folder, 400, REPLICATES)
    else:
        population(folder, None, f"{REPLICATES}, population_size: {{JP: 400}}")
    replicated(folder)
    lines = (folder / "questionnaires" / "poll.yaml").read_text("utf-8").splitlines()
    ((line, text),) = ((n, row) for n, row in enumerate(lines, 1) if "population_size" in row)
    return folder, f"questionnaires/poll.yaml:{line}:{text.index('population_size') + 1}"


@pytest.mark.parametrize(
    "command", ["compare poll.view", "label poll", "shift --all --from poll --to poll"]
)
def test_a_population_size_does_not_go_with_replicate_weights(
    command: str, run: Run, doubled: tuple[Path, str]
) -> None:
    folder, place = doubled
    done = run(*command.split(), cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert place in done.stderr
    assert "population-size" in done.stderr
    assert "a correction is in the replicate weights" in done.stderr


def test_check_tells_of_a_population_size_beside_replicate_weights(
    run: Run, doubled: tuple[Path, str]
) -> None:
    folder, place = doubled
    done = run("check", "--json", cwd=folder)
    (fault,) = json.loads(done.stdout)["records"]
    assert (done.returncode, fault["code"]) == (1, "population-size")
    assert f"{fault['path']}:{fault['line']}:{fault['column']}" == place
    assert "a correction is in the replicate weights" in fault["hint"]


def test_replicate_weights_are_the_design_where_a_stratum_has_a_single_unit(
    run: Run, folder: Path
) -> None:
    """Strata and units beside them change nothing: neither an error nor a standard error."""
    population(folder, None, REPLICATES)
    replicated(folder)
    found = records(run("compare", "poll.view", "--json", cwd=folder), "estimate")
    path = folder / "questionnaires" / "poll.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(REPLICATES, f"{REPLICATES}, stratum: id, psu: id"), "utf-8")
    for lonely in ("fail", "centered"):
        done = run("compare", "poll.view", "--lonely", lonely, "--json", cwd=folder)
        assert records(done, "estimate") == found
    assert "lonely-psu" not in run("check", cwd=folder).stdout


def test_a_level_lead_names_only_those_who_share_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "s.yaml").write_text(
        "survey: s\ntitle: S\nwaves: {'1': {samples: {DE: {}}}}\n"
        "items: {q: {text: Q, options: {a: Apple, b: Banana, c: Cherry}}}\n",
        "utf-8",
    )
    data = tmp_path / "datasets" / "s"
    data.mkdir(parents=True)
    (data / "1.responses.csv").write_text("q\na\na\nb\nb\nc\n", "utf-8")
    out = run("compare", "s", cwd=tmp_path).stdout
    assert "Apple = Banana" in out
    assert "40.0* each" in out
    assert "Cherry" not in out
    assert "n=5" in out
    wide = run("label", "s", cwd=tmp_path, env={"COLUMNS": "120"})
    assert "Apple / Banana" in wide.stdout
    (label,) = records(run("label", "s", "--json", cwd=tmp_path), "label")
    assert (label["label_sample"], label["option"]) == ("no_clear_leader", None)
    assert label["tied"] == ["a", "b", "c"]
