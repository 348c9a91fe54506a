"""``kcli weight``: R's raking again, what is told, what is refused, and what reads the new file."""

from __future__ import annotations

import csv
import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Row = dict[str, str]

QUESTIONNAIRE = """\
survey: anes96
title: {en: Respondents of 1996}
waves:
  "1996":
    fieldwork: 1996
    mode: telephone
    sampling: probability
    weighted: yes
    published_base: all
    design: {respondent: id}
    samples: {US: 944}
items:
  edu3:
    text: {en: Education}
    options_complete: published
    options:
      hs: {code: HS-, label: High school or less}
      some: {code: SomeColl, label: Some college}
      coll: {code: Coll+, label: A college degree}
  ageband:
    text: {en: Age}
    options_complete: published
    options:
      a18: {code: 18-34, label: 18 to 34}
      a35: {code: 35-49, label: 35 to 49}
      a50: {code: 50-64, label: 50 to 64}
      a65: {code: 65+, label: 65 and older}
  vote:
    text: {en: Expected vote}
    options_complete: published
    options: {clinton: {code: 0.0, label: Clinton}, dole: {code: 1.0, label: Dole}}
"""
OPTIONS = {
    "HS-": "hs",
    "SomeColl": "some",
    "Coll+": "coll",
    "18-34": "a18",
    "35-49": "a35",
    "50-64": "a50",
    "65+": "a65",
}


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def close(value: object, oracle: str) -> bool:
    return math.isclose(float(str(value)), float(oracle), rel_tol=1e-8)


@pytest.fixture
def oracle(root: Path) -> Callable[[str], list[Row]]:
    return lambda name: rows_of(root / "tests/oracle" / f"{name}.csv")


@pytest.fixture
def folder(tmp_path: Path, oracle: Callable[[str], list[Row]]) -> Path:
    """The respondents whom R raked, and its margins."""
    votes = {row["rowid"]: row["vote"] for row in oracle("data/anes96")}
    lines = [
        f"{row['rowid']},{row['edu3']},{row['ageband']},{votes[row['rowid']]}"
        for row in oracle("out/raking_weights_anes96")
    ]
    margins: dict[str, str] = {}
    for row in oracle("out/raking_margins"):
        margin = margins.get(row["margin"], f"  {row['margin']}:\n")
        margins[row["margin"]] = f"{margin}    {OPTIONS[row['category']]}: {row['target']}\n"
    for name, text in {
        "questionnaires/anes96.yaml": QUESTIONNAIRE,
        "datasets/anes96/1996.responses.csv": "\n".join(["id,edu3,ageband,vote", *lines, ""]),
        "margins.yaml": "margins:\n" + "".join(margins.values()),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


WEIGH = ("weight", "anes96", "--margins", "margins.yaml", "-o", "new.responses.csv")


def test_weights_and_report_equal_r_and_compare_uses_them(
    run: Run, folder: Path, oracle: Callable[[str], list[Row]]
) -> None:
    done = run(*WEIGH, "--json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "kcli: written new.responses.csv\n")
    new = rows_of(folder / "new.responses.csv")
    for row, expected in zip(new, oracle("out/raking_weights_anes96"), strict=True):
        assert row["id"] == expected["rowid"]
        assert close(row["weight"], expected["raked"])

    result = json.loads(done.stdout)
    assert result["schema"] == "kcli.weight/1"
    found = {(r["item"], r["option"]): r for r in result["records"] if r["type"] == "margin"}
    for row in oracle("out/raking_margins"):
        record = found.pop((row["margin"], OPTIONS[row["category"]]))
        assert close(record["target"], row["target"])
        assert close(record["before"], row["unweighted"])
        assert close(record["achieved"], row["achieved"])
    assert not found
    (raking,) = (r for r in result["records"] if r["type"] == "raking")
    (summary,) = oracle("out/raking_summary")
    for key, name in {
        "n": "n",
        "deff": "kish_deff",
        "n_eff": "kish_neff",
        "least": "min_w",
        "greatest": "max_w",
    }.items():
        assert close(raking[key], summary[name]), key
    assert (raking["country"], raking["column"]) == ("US", "weight")

    shutil.move(folder / "new.responses.csv", folder / "datasets/anes96/1996.responses.csv")
    path = folder / "questionnaires/anes96.yaml"
    path.write_text(path.read_text("utf-8").replace("{respondent: id}", "{weight: weight}"))
    done = run("compare", "anes96.vote", "--json", cwd=folder)
    shares = {r["option"]: r for r in json.loads(done.stdout)["records"] if r["type"] == "estimate"}
    for row in oracle("out/raking_estimates"):
        if (row["variance"], row["var"]) == ("weights_as_fixed", "vote"):
            record = shares[row["level"].lower()]
            assert close(record["share"], row["p"])
            assert close(record["se"], row["se"])
            assert record["n_base"] == 944


PAGE = """\
anes96 1996: weights

United States
general public · n=944
%                      Before  Target  After
────────────────────────────────────────────
Education
  High school or less    33.2    26.1   26.1
  Some college           19.8    19.1   19.1
  A college degree       47.0    54.8   54.8

Age
  18 to 34               25.1    23.3   23.3
  35 to 49               36.2    41.3   41.3
  50 to 64               20.7    22.8   22.8
  65 and older           18.0    12.5   12.5

  Weights from 0.60 to 1.28 times their mean; design effect 1.05 (Kish): 944
  respondents are worth 900.

  Standard errors take the weights as fixed: of answers that go with the margins
  they are too large.
  The questionnaire of anes96 does not name 'weight' as the weight of wave 1996:
  its design needs weight: weight.
"""


def test_the_page_tells_every_margin_and_what_weights_cost(run: Run, folder: Path) -> None:
    done = run(*WEIGH, "--quiet", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, PAGE, "")


def test_two_samples_of_one_public_are_told_apart(run: Run, folder: Path) -> None:
    file = folder / "questionnaires" / "anes96.yaml"
    samples = "{phone: {country: US}, web: {country: US}, VIP: {country: US, population: experts}}"
    text = QUESTIONNAIRE.replace("{US: 944}", samples)
    file.write_text(text.replace("{respondent: id}", "{respondent: id, country: c}"), "utf-8")
    lines = ["id,c,edu3,ageband,vote", *(f"{c},{c},Coll+,65+,1" for c in ("phone", "web", "VIP"))]
    (folder / "datasets/anes96/1996.responses.csv").write_text("\n".join(lines), "utf-8")
    (folder / "margins.yaml").write_text("margins: {edu3: {coll: 100}}", "utf-8")
    page = run(*WEIGH, cwd=folder).stdout
    for who in ("general public · phone", "general public · web", "experts"):
        assert f"United States\n{who} · n=1\n" in page


def test_the_report_has_every_format_of_its_own(run: Run, folder: Path) -> None:
    done = run(*WEIGH, "--format", "csv", "--records", "raking", cwd=folder)
    assert done.stdout.splitlines()[0] == (
        "type,survey,wave,population,country,sample,n,iterations,deff,n_eff,least,greatest,column"
    )
    done = run(*WEIGH, "--format", "markdown", cwd=folder)
    assert "| A college degree | 47.0 | 54.8 | 54.8 |" in " ".join(done.stdout.split())


@pytest.mark.parametrize("more", [("-f", "sarif"), ("--records", "weights"), ("-f", "xlsx")])
def test_a_report_that_there_is_not_writes_nothing(
    run: Run, folder: Path, more: tuple[str, ...]
) -> None:
    done = run(*WEIGH, *more, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kcli: usage: ")
    assert not (folder / "new.responses.csv").exists()


def test_json_follows_its_schema_and_so_does_the_file_of_margins(run: Run, folder: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml")
    schema = json.loads(run("schema", "weight").stdout)
    jsonschema.validate(json.loads(run(*WEIGH, "--json", cwd=folder).stdout), schema)
    schema = json.loads(run("schema", "weighting").stdout)
    margins = yaml.safe_load((folder / "margins.yaml").read_text("utf-8"))
    jsonschema.validate({**margins, "column": "w", "start": "one"}, schema)


def test_every_fault_of_a_file_is_one_line(run: Run, folder: Path) -> None:
    (folder / "margins.yaml").write_text(
        "margins:\n"
        "  edu: {hs: 100}\n"
        "  ageband: {a18: 30, a35: 30, a50: 30, a66: 9.9}\n"
        "samples:\n"
        "  UK: {vote: {clinton: 60, dole: 40}}\n",
        "utf-8",
    )
    done = run(*WEIGH, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "margins.yaml:2:3: unknown-item: there is no item 'edu'; did you mean 'edu3'?\n"
        "margins.yaml:3:3: targets-sum: the shares of 'ageband' add up to 99.9, not to 1 or 100; "
        "shares add up to 1, percentages to 100\n"
        "margins.yaml:3:40: unknown-option: there is no option 'a66'; did you mean 'a65'?\n"
        "margins.yaml:5:3: unknown-sample: wave '1996' has no sample 'UK'; known: US\n"
    )
    assert not (folder / "new.responses.csv").exists()


def test_every_fault_of_respondents_is_one_line(run: Run, folder: Path) -> None:
    path = folder / "datasets/anes96/1996.responses.csv"
    lines = [line for line in path.read_text("utf-8").splitlines() if "65+" not in line]
    lines += ["2001,,18-34,1.0", "2002,,18-34,1.0"]
    path.write_text("\n".join([*lines, ""]), "utf-8")
    (folder / "margins.yaml").write_text(
        "margins:\n"
        "  edu3: {hs: 30, some: 20, coll: 50}\n"
        "  ageband: {a18: 0.3, a35: 0.4, a65: 0.3}\n"
        "  vote: {clinton: 100, dole: 0}\n",
        "utf-8",
    )
    done = run(*WEIGH, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    a50 = sum("50-64" in line for line in lines)
    dole = sum(line.endswith("1.0") for line in lines)
    assert done.stderr == (
        "margins.yaml:2:3: margin-unanswered: US has 2 respondents without an answer to 'edu3'; "
        "a margin needs everybody's answer\n"
        f"margins.yaml:3:3: no-target: US has {a50} respondents with 'a50', which has no target; "
        "give it the share that it has in the population\n"
        "margins.yaml:3:33: empty-category: nobody in US has 'a65', and it has a target; "
        "put it with another\n"
        f"margins.yaml:4:24: no-target: US has {dole} respondents with 'dole', which has a target "
        "of 0; give it the share that it has in the population\n"
    )
    assert not (folder / "new.responses.csv").exists()


def test_margins_that_no_weights_can_have_are_one_line(run: Run, folder: Path) -> None:
    path = folder / "datasets/anes96/1996.responses.csv"
    path.write_text("id,edu3,ageband,vote\n1,HS-,18-34,0.0\n2,Coll+,65+,1.0\n", "utf-8")
    (folder / "margins.yaml").write_text(
        "margins:\n  edu3: {hs: 30, coll: 70}\n  ageband: {a18: 40, a65: 60}\n", "utf-8"
    )
    done = run(*WEIGH, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "margins.yaml:1:1: no-convergence: raking gives US no such weights: after 1,000 rounds a "
        "share is 0.1 from its target; put small answers together, or leave a margin out\n"
    )
    assert not (folder / "new.responses.csv").exists()


def test_the_file_that_is_read_is_never_written_over(run: Run, folder: Path) -> None:
    path = folder / "datasets/anes96/1996.responses.csv"
    before = path.read_bytes()
    done = run(*WEIGH[:-1], "datasets/anes96/1996.responses.csv", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kcli: usage: datasets/anes96/1996.responses.csv is read, and is not written over; "
        "name a new file with --output\n"
    )
    assert path.read_bytes() == before
