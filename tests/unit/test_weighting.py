"""Margins files, the respondents who are raked to them, and the file that is written."""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kcli import api
from kcli.errors import CannotWriteError, InputError, UsageError
from kcli.io.project import find_project
from kcli.model.records import Result

QUESTIONNAIRE = """\
survey: poll
title: {en: A poll}
waves:
  "2019":
    fieldwork: 2019
    samples: {JP: 4}
  "2020":
    fieldwork: 2020
    samples: {JP: 6, KR: 5}
    design: DESIGN
items:
  sex:
    text: {en: Sex}
    options: {man: {code: 1, label: Man}, woman: {code: 2, label: Woman}}
  age:
    text: {en: Age}
    options: {young: Young, middle: Middle, old: Old}
    nets: {not_old: {options: [young, middle], label: Not old}}
    asked_in: ["2020"]
  child:
    text: {en: Has a child}
    asked: {item: age, options: [middle, old]}
    asked_in: ["2020"]
    options: {has: Yes, has_not: No}
  media:
    text: {en: Media}
    type: multiple
    options: {tv: Television, radio: Radio}
    asked_in: ["2020"]
  past:
    text: {en: Something else}
    asked_in: ["2019"]
    options: {a: A, b: B}
"""
PLAIN = "{respondent: id, country: country}"
WEIGHTED = "{respondent: id, country: country, weight: w, stratum: region}"
RESPONDENTS = """\
id,country,w,region,sex,age,child,media,remark
j1,JP,1,n,1,young,,tv;radio,
j2,JP,1,n,1,old,has,tv,"says ""yes"", twice"
j3,JP,2,s,2,young,,,
j4,JP,2,s,2,old,has_not,radio,"two
lines"
j5,JP,1,n,1,young,,tv,' odd
j6,JP,1,n,2,old,has,tv,
k1,KR,3,n,1,young,,tv,
k2,KR,1,n,2,young,,tv,
k3,KR,1,n,1,middle,has,tv,
k4,KR,2,n,2,middle,has,tv,
k5,KR,0,n,2,old,,tv,
"""
SEX = "sex: {man: 49, woman: 51}"

Weigh = Callable[..., Result]


def build(folder: Path, margins: str, respondents: str = RESPONDENTS, design: str = PLAIN) -> None:
    for name, text in {
        "questionnaires/poll.yaml": QUESTIONNAIRE.replace("DESIGN", design),
        "datasets/poll/2020.responses.csv": respondents,
        "margins.yaml": margins,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")


@pytest.fixture
def weigh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weigh:
    """``kcli weight poll`` of these margins, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(
        margins: str, respondents: str = RESPONDENTS, design: str = PLAIN, what: str = "poll"
    ) -> Result:
        build(tmp_path, margins, respondents, design)
        return api.weight(find_project(), what, margins="margins.yaml", output="new.csv")

    return call


def written(path: str = "new.csv") -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def weights(column: str = "weight") -> list[float]:
    return [float(row[column]) for row in written()]


def faults(weigh: Weigh, margins: str, **given: str) -> list[tuple[str, int, int]]:
    with pytest.raises(InputError) as problem:
        weigh(margins, **given)
    assert not Path("new.csv").exists()
    assert {fault.where.path for fault in problem.value.faults} == {"margins.yaml"}
    assert all(fault.hint for fault in problem.value.faults)
    return [(f.code, f.where.line, f.where.column) for f in problem.value.faults]


# -- what is asked for ----------------------------------------------------------


@pytest.mark.parametrize("shares", ["{man: 0.49, woman: 0.51}", "{man: 49.0, woman: 51}"])
def test_shares_and_percentages_say_the_same(weigh: Weigh, shares: str) -> None:
    result = weigh(f"margins: {{sex: {shares}}}")
    targets = [r["target"] for r in result.rows("margin") if r["country"] == "JP"]
    assert targets == [0.49, 0.51]
    assert weights()[:6] == pytest.approx([0.98] * 2 + [1.02] * 2 + [0.98, 1.02])
    assert weights()[6:] == pytest.approx([1.225, 0.85, 1.225, 0.85, 0.85])


def test_a_samples_own_margin_of_an_item_goes_before_the_common_one(weigh: Weigh) -> None:
    ages = "age: {young: 40, middle: 40, old: 20}"
    own = "samples: {JP: {age: {young: 70, old: 30}}, KR: {sex: {man: 0.5, woman: 0.5}}}"
    result = weigh(f"margins: {{{SEX}, {ages}}}\n{own}")
    found = {
        (r["country"], r["option"]): (r["target"], r["achieved"]) for r in result.rows("margin")
    }
    targets = {key: target for key, (target, _) in found.items()}
    assert targets == {
        ("JP", "man"): 0.49,
        ("JP", "woman"): 0.51,
        ("JP", "young"): 0.7,
        ("JP", "old"): 0.3,
        ("KR", "man"): 0.5,
        ("KR", "woman"): 0.5,
        ("KR", "young"): 0.4,
        ("KR", "middle"): 0.4,
        ("KR", "old"): 0.2,
    }
    for target, achieved in found.values():
        assert achieved == pytest.approx(target, abs=1e-9)


def test_records_follow_the_questionnaire_not_the_file_of_margins(weigh: Weigh) -> None:
    result = weigh("margins: {sex: {woman: 51, man: 49}}")
    assert [r["option"] for r in result.rows("margin")] == ["man", "woman"] * 2


def test_raking_begins_with_the_weights_of_the_design(weigh: Weigh) -> None:
    result = weigh(f"margins: {{{SEX}}}", design=WEIGHTED)
    man, woman = (r for r in result.rows("margin") if r["country"] == "JP")
    assert (man["before"], woman["before"]) == (0.375, 0.625)
    found = weights("w")
    assert found[3] / found[5] == pytest.approx(2)  # as before, among the women
    assert found[10] == 0
    assert "weight" not in written()[0]


def test_raking_begins_with_one_where_that_is_asked_for(weigh: Weigh) -> None:
    result = weigh(f"start: one\nmargins: {{{SEX}}}", design=WEIGHTED)
    assert [r["before"] for r in result.rows("margin")] == [0.5, 0.5, 0.4, 0.6]
    assert weights("w")[3] == weights("w")[5]
    assert weights("w")[10] > 0


def test_the_column_may_have_another_name(weigh: Weigh) -> None:
    result = weigh(f"column: raked\nmargins: {{{SEX}}}", design=WEIGHTED)
    assert list(written()[0])[-2:] == ["remark", "raked"]
    assert [row["w"] for row in written()] == [row["w"] for row in originals()]
    assert "weight-not-named" in {note.code for note in result.notes}
    assert {r["column"] for r in result.rows("raking")} == {"raked"}


def originals() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(RESPONDENTS, newline="")))


def test_a_sample_without_margins_keeps_its_weights_and_says_so(weigh: Weigh) -> None:
    result = weigh(f"samples: {{KR: {{{SEX}}}}}", design=WEIGHTED)
    assert weights("w")[:6] == pytest.approx([0.75, 0.75, 1.5, 1.5, 0.75, 0.75])
    assert [(r["country"], r["iterations"]) for r in result.rows("raking")] == [
        ("JP", 0),
        ("KR", 1),
    ]
    (note,) = (note for note in result.notes if note.code == "not-raked")
    assert note.text.startswith("JP ")


def test_a_sample_whose_weights_are_all_0_can_only_keep_them(weigh: Weigh) -> None:
    nothing = RESPONDENTS
    for row in ("k1,KR,3", "k2,KR,1", "k3,KR,1", "k4,KR,2"):
        nothing = nothing.replace(row, f"{row[:-1]}0")
    result = weigh(f"samples: {{JP: {{{SEX}}}}}", nothing, WEIGHTED)
    assert weights("w")[6:] == [0] * 5
    assert result.rows("raking")[1]["deff"] is None
    found = faults_anew(weigh, f"margins: {{{SEX}}}", nothing)
    assert found == ["empty-category", "empty-category"]


def faults_anew(weigh: Weigh, margins: str, respondents: str) -> list[str]:
    with pytest.raises(InputError) as problem:
        weigh(margins, respondents, WEIGHTED)
    return [fault.code for fault in problem.value.faults]


def test_what_raking_costs(weigh: Weigh) -> None:
    for row in weigh(f"margins: {{{SEX}}}", design=WEIGHTED).rows("raking"):
        here = [float(r["w"]) for r in written() if r["country"] == row["country"]]
        assert math.fsum(here) / len(here) == pytest.approx(1)
        assert row["n"] == len(here)
        assert row["deff"] == pytest.approx(math.fsum(w * w for w in here) / len(here))
        assert row["n_eff"] == pytest.approx(row["n"] / row["deff"])
        assert (row["least"], row["greatest"]) == pytest.approx((min(here), max(here)))


# -- faults of the file ----------------------------------------------------------


@pytest.mark.parametrize(
    ("margins", "expected"),
    [
        ("margins: {sx: {man: 49, woman: 51}}", [("unknown-item", 1, 11)]),
        ("margins: {past: {a: 49, b: 51}}", [("not-asked", 1, 11)]),
        ("margins: {sex: {man: 49, women: 51}}", [("unknown-option", 1, 26)]),
        ("margins: {age: {not_old: 49, old: 51}}", [("unknown-option", 1, 17)]),
        ("margins: {media: {tv: 49, radio: 51}}", [("margin-of-several", 1, 11)]),
        ("samples:\n  CN: {sex: {man: 49, woman: 51}}", [("unknown-sample", 2, 3)]),
        ("margins: {sex: {man: 49, woman: 50}}", [("targets-sum", 1, 11)]),
        ("margins: {sex: {man: 0.49, woman: 51}}", [("targets-sum", 1, 11)]),
        ("margins: {sex: {man: 49%, woman: 51%}}", [("bad-value", 1, 22), ("bad-value", 1, 34)]),
        ("margins: {sex: {man: -1, woman: 101}}", [("bad-value", 1, 22)]),
        ("margins: {}", [("wrong-type", 1, 10)]),
        ("column: weight", [("missing-key", 1, 1)]),
        (f"start: weight\nmargins: {{{SEX}}}", [("bad-value", 1, 8)]),
        (f"start: two\nmargins: {{{SEX}}}", [("unknown-value", 1, 8)]),
        (f"margin: {{{SEX}}}", [("unknown-key", 1, 1), ("missing-key", 1, 1)]),
        (f"column: remark\nmargins: {{{SEX}}}", [("duplicate-column", 1, 9)]),
        (f"column: media.tv\nmargins: {{{SEX}}}", [("duplicate-column", 1, 9)]),
    ],
)
def test_a_fault_of_the_file_has_its_place(
    weigh: Weigh, margins: str, expected: list[tuple[str, int, int]]
) -> None:
    with pytest.raises(InputError) as problem:
        weigh(margins)
    assert [(f.code, f.where.line, f.where.column) for f in problem.value.faults] == expected
    assert not Path("new.csv").exists()


def test_the_sum_is_told_as_it_is(weigh: Weigh) -> None:
    with pytest.raises(InputError, match=r"the shares of 'age' add up to 99\.9, not to 1 or 100"):
        weigh("margins: {age: {young: 33.3, middle: 33.3, old: 33.3}}")


@pytest.mark.parametrize(
    ("share", "passes"),
    [("0.5000000009", True), ("0.500000002", False), ("50.00000009", True), ("50.0000002", False)],
)
def test_sums_are_exact_but_for_what_shows_nowhere(weigh: Weigh, share: str, passes: bool) -> None:
    other = "0.5" if share.startswith("0") else "50"
    margins = f"margins: {{sex: {{man: {other}, woman: {share}}}}}"
    if passes:
        weigh(margins)
        return
    assert faults(weigh, margins) == [("targets-sum", 1, 11)]


def test_all_faults_of_the_file_come_together(weigh: Weigh) -> None:
    margins = (
        "margins:\n  sx: {man: 1}\n  age: {young: 60, odl: 30}\nsamples:\n  CN: {media: {tv: 1}}\n"
    )
    assert faults(weigh, margins) == [
        ("unknown-item", 2, 3),
        ("targets-sum", 3, 3),
        ("unknown-option", 3, 20),
        ("unknown-sample", 5, 3),
        ("margin-of-several", 5, 8),
    ]


def test_a_weight_column_that_the_design_does_not_name_is_kept(weigh: Weigh) -> None:
    respondents = RESPONDENTS.replace(",w,region", ",weight,region")
    found = faults(weigh, f"margins: {{{SEX}}}", respondents=respondents)
    assert found == [("duplicate-column", 1, 1)]


# -- faults of respondents --------------------------------------------------------


@pytest.mark.parametrize(
    ("margins", "expected", "message"),
    [
        (
            "margins: {age: {young: 40, old: 60}}",
            [("no-target", 1, 11)],
            "KR has 2 respondents with 'middle', which has no target",
        ),
        (
            "samples: {KR: {age: {young: 40, middle: 60, old: 0}}}",
            [("no-target", 1, 45)],
            "KR has 1 respondent with 'old', which has a target of 0",
        ),
        (
            "margins: {age: {young: 40, middle: 40, old: 20}}",
            [("empty-category", 1, 28)],
            "nobody in JP has 'middle', and it has a target",
        ),
        (
            "samples: {JP: {child: {has: 40, has_not: 60}}}",
            [("margin-unanswered", 1, 16)],
            "JP has 3 respondents without an answer to 'child', of whom 3 were not asked",
        ),
    ],
)
def test_a_fault_of_respondents_stands_at_the_margin(
    weigh: Weigh, margins: str, expected: list[tuple[str, int, int]], message: str
) -> None:
    with pytest.raises(InputError) as problem:
        weigh(margins)
    assert [(f.code, f.where.line, f.where.column) for f in problem.value.faults] == expected
    assert problem.value.faults[0].message == message
    assert not Path("new.csv").exists()


def test_an_answer_that_only_people_without_weight_gave_is_empty(weigh: Weigh) -> None:
    margins = "samples: {KR: {age: {young: 40, middle: 40, old: 20}}}"
    with pytest.raises(InputError, match="1 respondent with 'old', and all weights are 0"):
        weigh(margins, design=WEIGHTED)


def test_an_answer_that_nobody_gave_may_have_a_target_of_0(weigh: Weigh) -> None:
    result = weigh("samples: {JP: {age: {young: 40, middle: 0, old: 60}}}")
    middle = result.rows("margin")[1]
    assert (middle["option"], middle["before"], middle["achieved"]) == ("middle", 0, 0)


def test_margins_that_contradict_each_other(weigh: Weigh) -> None:
    """All women are old here, and more are to be women than old."""
    rows = "id,country,sex,age,child,media\n1,JP,1,young,,\n2,JP,2,old,,\n3,JP,1,old,,\n"
    margins = "samples:\n  JP:\n    sex: {man: 20, woman: 80}\n    age: {young: 50, old: 50}\n"
    assert faults(weigh, margins, respondents=rows) == [("no-convergence", 2, 3)]


def test_a_sample_that_is_named_needs_respondents(weigh: Weigh) -> None:
    rows = "".join(line for line in RESPONDENTS.splitlines(keepends=True) if ",KR," not in line)
    with pytest.raises(InputError) as problem:
        weigh(f"samples:\n  KR: {{{SEX}}}\n", rows)
    assert [str(f.where) for f in problem.value.faults] == ["margins.yaml:2:3"]
    assert weigh(f"margins: {{{SEX}}}", rows).rows("raking")[0]["n"] == 6


def test_faults_of_the_responses_are_told_as_ever(weigh: Weigh) -> None:
    with pytest.raises(InputError) as problem:
        weigh(f"margins: {{{SEX}}}", RESPONDENTS.replace("j1,JP,1,n,1", "j1,JP,1,n,7"))
    (fault,) = problem.value.faults
    assert (fault.code, fault.where.line) == ("unknown-code", 2)


@pytest.mark.parametrize(
    ("what", "hint"),
    [
        ("pol", "did you mean 'poll'?"),
        ("poll@2021", "waves: 2019, 2020"),
        ("poll.sex", "kcli weight poll"),
        ("poll@2020/KR", "the margins of one sample stand under samples"),
        ("poll@2019", "they would be in datasets/poll/2019.responses.csv"),
    ],
)
def test_only_a_wave_with_respondents_is_weighted(weigh: Weigh, what: str, hint: str) -> None:
    with pytest.raises(UsageError) as problem:
        weigh(f"margins: {{{SEX}}}", what=what)
    assert hint in str(problem.value.hint)


def test_replicate_weights_are_not_left_behind(weigh: Weigh) -> None:
    replicates = "replicates: {columns: rw*, type: jk1FACTORS}"
    rows = "id,country,w,sex,age,child,media,rw1,rw2\n"
    rows += "1,KR,1,1,old,has,tv,0,2\n2,KR,1,2,old,has,tv,2,0\n"
    design = f"{{respondent: id, country: country, weight: w, {replicates}}}"
    margins = f"margins: {{{SEX}}}"
    with pytest.raises(UsageError, match="replicate weights"):
        weigh(margins, rows, design.replace("FACTORS", ""))
    weigh(margins, rows, design.replace("FACTORS", ", factors: yes"))
    with pytest.raises(InputError, match="is a column already"):
        weigh(f"column: rw3\n{margins}", rows, design.replace("FACTORS", ", factors: yes"))


# -- the new file --------------------------------------------------------------


def test_rows_and_columns_stay_as_they_are(weigh: Weigh) -> None:
    weigh(f"margins: {{{SEX}}}")
    rows = written()
    assert [{k: v for k, v in row.items() if k != "weight"} for row in rows] == originals()
    assert list(rows[0]) == [*originals()[0], "weight"]


def test_a_weight_of_the_design_is_replaced_where_it_stands(weigh: Weigh) -> None:
    weigh(f"margins: {{{SEX}}}", design=WEIGHTED)
    kept = [{k: v for k, v in row.items() if k != "w"} for row in written()]
    assert kept == [{k: v for k, v in row.items() if k != "w"} for row in originals()]
    assert list(written()[0]) == list(originals()[0])


def test_cells_are_not_put_in_another_form(weigh: Weigh) -> None:
    """Letters with accents stay as they were typed; line ends inside cells, too."""
    rows = "\ufeff" + RESPONDENTS.replace("says", "a\u0301").replace("two\n", "two\r")
    rows = rows.replace("remark\n", "reme\u0301\r\n")
    weigh(f"column: w\nmargins: {{{SEX}}}", rows, WEIGHTED)
    text = Path("new.csv").read_bytes().decode()
    assert text.startswith("id,country,w,region,sex,age,child,media,reme\u0301\n")
    assert '"a\u0301 ""yes"", twice"\n' in text
    assert '"two\rlines"\n' in text


def test_weights_so_different_that_no_sum_holds_both_are_refused(weigh: Weigh) -> None:
    rows = RESPONDENTS.replace("j1,JP,1,", "j1,JP,1e-307,").replace("j2,JP,1,", "j2,JP,1000,")
    with pytest.raises(InputError) as refused:
        weigh("samples: {JP: {sex: {man: 49, woman: 51}}}", rows, WEIGHTED)
    assert [fault.code for fault in refused.value.faults] == ["bad-weight"]
    assert not Path("new.csv").exists()


def test_weights_have_12_significant_digits(weigh: Weigh) -> None:
    weigh("samples: {JP: {sex: {man: 0.3, woman: 0.7}}}")
    assert written()[0]["weight"] == "0.6"
    weigh("samples: {KR: {sex: {man: 40.1, woman: 59.9}}}")
    assert written()[7]["weight"] == "0.998333333333"


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
def test_kcli_reads_back_what_it_wrote(weigh: Weigh, tmp_path: Path, suffix: str) -> None:
    margins = f"margins: {{{SEX}}}"
    weigh(margins, design=WEIGHTED)
    first = weights("w")
    new = f"back.responses{suffix}"
    api.weight(find_project(), "poll", margins="margins.yaml", output=new)
    old = tmp_path / "datasets/poll/2020.responses.csv"
    (tmp_path / new).rename(tmp_path / f"datasets/poll/2020.responses{suffix}")
    if suffix != ".csv":
        old.unlink()
    project = find_project()
    coded = project.responses(project.survey("poll"), "2020", ["sex", "age"])
    assert coded is not None
    assert np.asarray(coded.weight).tolist() == first
    again = api.weight(project, "poll", margins="margins.yaml", output="again.csv")
    assert weights_of("again.csv") == pytest.approx(first, rel=1e-11)
    for row in again.rows("margin"):
        assert row["before"] == pytest.approx(row["target"], abs=1e-10)


def weights_of(path: str) -> list[float]:
    return [float(row["w"]) for row in written(path)]


def test_a_packed_file_is_the_same_bytes_every_time(weigh: Weigh) -> None:
    weigh(f"margins: {{{SEX}}}")
    packed = []
    for name in ("one.csv.gz", "two.csv.gz"):
        api.weight(find_project(), "poll", margins="margins.yaml", output=name)
        packed.append(Path(name).read_bytes())
    assert packed[0] == packed[1]
    assert gzip.decompress(packed[0]) == Path("new.csv").read_bytes()


@pytest.mark.parametrize("link", [False, True])
def test_what_is_read_is_not_written_over(weigh: Weigh, tmp_path: Path, link: bool) -> None:
    build(tmp_path, f"margins: {{{SEX}}}")
    target = tmp_path / "datasets/poll/2020.responses.csv"
    output = target
    if link:
        output = tmp_path / "link.csv"
        output.symlink_to(target)
    with pytest.raises(UsageError, match="is read, and is not written over"):
        api.weight(find_project(), "poll", margins="margins.yaml", output=output)
    assert target.read_text("utf-8") == RESPONDENTS


def test_findings_that_were_read_are_not_written_over(weigh: Weigh, tmp_path: Path) -> None:
    build(tmp_path, f"margins: {{{SEX}}}")
    findings = tmp_path / "datasets/poll/findings.csv"
    text = "id,wave,country,item,option,predicate,value,source\n"
    findings.write_text(f"{text}f,2020,JP,sex,man,share,40,paper\n", "utf-8")
    path = tmp_path / "questionnaires/poll.yaml"
    sources = "sources: {paper: {publisher: A paper}}\nwaves:"
    path.write_text(path.read_text("utf-8").replace("waves:", sources, 1), "utf-8")
    with pytest.raises(UsageError, match="is read, and is not written over"):
        api.weight(find_project(), "poll", margins="margins.yaml", output=findings)


@pytest.mark.parametrize("name", ["new.json", "new", "new.csv.zip", "new.CSV"])
def test_a_file_of_responses_ends_in_csv(weigh: Weigh, tmp_path: Path, name: str) -> None:
    build(tmp_path, f"margins: {{{SEX}}}")
    with pytest.raises(UsageError, match="does not end in"):
        api.weight(find_project(), "poll", margins="margins.yaml", output=name)


def test_where_nothing_can_be_written_nothing_is_left(weigh: Weigh, tmp_path: Path) -> None:
    build(tmp_path, f"margins: {{{SEX}}}")
    with pytest.raises(CannotWriteError):
        api.weight(find_project(), "poll", margins="margins.yaml", output="no/new.csv")
    with pytest.raises(UsageError, match="there is no file"):
        api.weight(find_project(), "poll", margins="none.yaml", output="new.csv")
