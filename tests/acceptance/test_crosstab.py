"""``kcli crosstab`` as its users meet it: columns, letters, bases, tests, and what is refused."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

Run = Callable[..., Any]
Record = dict[str, Any]
Kcli = Callable[..., Any]

QUESTIONNAIRE = """\
survey: poll
title: {en: A poll}
waves:
  "2020":
    fieldwork: 2020
    mode: online
    sampling: probability
    samples: {JP: 351, KR: 250}
    design: {respondent: id, country: country, weight: weight}
  "2019":
    fieldwork: 2019
    sampling: probability
    samples: {JP: 200, KR: 100}
    design: {country: country}
items:
  view:
    text: {en: What do you think?}
    wording: verbatim
    options_complete: published
    options:
      good: {code: 1, label: Good}
      fair: {code: 2, label: Fair}
      bad: {code: 3, label: Bad}
      dk: {code: 9, label: Don't know, kind: dont_know}
    nets: {any: {options: [good, fair], label: Good or fair}}
    score: {good: 2, fair: 1, bad: -1}
  age:
    text: {en: Age}
    asked_in: ["2020"]
    options: {young: Young, middle: Middle, old: Old, older: Older}
  sex:
    text: {en: Sex}
    asked_in: ["2020"]
    options: {f: Women, m: Men}
  why:
    text: {en: Why?}
    type: multiple
    asked_in: ["2020"]
    options: {war: War, trade: Trade, other: Other}
    nets: {both: {options: [war, trade], label: War or trade}}
"""
# Good, fair, bad, don't know of each age.
JAPAN = {
    "young": (70, 20, 20, 10),
    "middle": (50, 40, 55, 5),
    "old": (0, 30, 25, 0),
    "older": (22, 3, 1, 0),
}
KOREA = {"young": (10, 40, 60, 10), "middle": (30, 30, 60, 0), "old": (2, 3, 5, 0)}
CODES = ("1", "2", "3", "9")
HEADER = "id,country,weight,view,age,sex,why"


def respondents(weights: Sequence[str]) -> list[str]:
    rows = [HEADER]
    for country, ages in (("JP", JAPAN), ("KR", KOREA)):
        for age, counts in ages.items():
            answers = [c for c, n in zip(CODES, counts, strict=True) for _ in range(n)]
            for number, answer in enumerate(answers):
                sex = "f" if number % 2 else "m"
                given = ["war"] if answer == "1" or number % 5 == 0 else []
                given += ["trade"] if sex == "f" else []
                why = ";".join(given or ["other"])
                weight = weights[number % len(weights)]
                who = f"{country}{age}{number}"
                rows.append(f"{who},{country},{weight},{answer},{age},{sex},{why}")
    return rows


EARLIER = ["country,view", *["JP,1"] * 40, *["JP,2"] * 60, *["JP,3"] * 90, *["JP,9"] * 10,
           *["KR,1"] * 20, *["KR,3"] * 80]  # fmt: skip


def make(root: Path, questionnaire: str, data: Mapping[str, Iterable[str]], name: str) -> Path:
    """A project of one survey, with the responses of its waves."""
    (root / "questionnaires").mkdir(parents=True, exist_ok=True)
    (root / "questionnaires" / f"{name}.yaml").write_text(questionnaire, "utf-8")
    folder = root / "datasets" / name
    folder.mkdir(parents=True, exist_ok=True)
    for wave, lines in data.items():
        (folder / f"{wave}.responses.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same respondents without weights (all 1), and with."""
    found = {}
    for name, weights in (("plain", ("1",)), ("weighted", ("0.5", "1.75", "1.2"))):
        data = {"2020": respondents(weights), "2019": EARLIER}
        found[name] = make(tmp_path_factory.mktemp(name), QUESTIONNAIRE, data, "poll")
    return found


DONE: dict[tuple[Any, ...], Any] = {}


@pytest.fixture
def kcli(run: Run, folders: dict[str, Path]) -> Kcli:
    """``kcli ARGUMENTS`` in one of the folders; the same command is run once."""

    def call(*arguments: str, weighted: bool = False, width: int = 200) -> Any:
        folder = folders["weighted" if weighted else "plain"]
        key = (folder, width, *arguments)
        if key not in DONE:
            DONE[key] = run(*arguments, cwd=folder, env={"COLUMNS": str(width)})
        return DONE[key]

    return call


def rows(done: Any, kind: str | None = None) -> list[Record]:
    assert done.returncode == 0, done.stderr
    return [r for r in json.loads(done.stdout)["records"] if kind in (None, r["type"])]


def cells(done: Any, by: str | None = None) -> dict[tuple[Any, str], Record]:
    """By group and option; of everyone the group is None."""
    return {
        (c["group"], c["option"]): c
        for c in rows(done, "cell")
        if by is None or c["by"] in (by, None)
    }


def contrasts(done: Any) -> dict[tuple[str, str, str], Record]:
    return {(c["option"], c["group_a"], c["group_b"]): c for c in rows(done, "contrast")}


JP = ("crosstab", "poll.view", "--country", "JP", "--by")


# -- what the columns are -----------------------------------------------------------------------


def test_by_an_item_columns_are_the_shares_of_its_groups(kcli: Kcli) -> None:
    found = cells(kcli(*JP, "age", "--json"))
    assert [g for g, o in found if o == "good"] == [None, "young", "middle", "old", "older"]
    for group, counts in JAPAN.items():
        for option, count in zip(("good", "fair", "bad", "dk"), counts, strict=True):
            cell = found[group, option]
            assert (cell["n_option"], cell["n_base"]) == (count, sum(counts))
            assert cell["share"] == pytest.approx(count / sum(counts))
            assert (cell["by"], cell["group_label"]) == ("age", group.title())
    total = found[None, "good"]
    assert (total["share"], total["n_base"]) == (pytest.approx(142 / 351), 351)
    assert (total["by"], total["group_label"], total["letters"]) == (None, "Total", None)


def test_by_several_items_there_is_a_banner_each(kcli: Kcli) -> None:
    together = kcli(*JP, "age,sex", "--json")
    assert kcli(*JP, "age", "--by", "sex", "--json").stdout == together.stdout
    assert json.loads(together.stdout)["parameters"]["by"] == ["age", "sex"]
    for name in ("age", "sex"):
        alone = kcli(*JP, name, "--json")
        assert cells(alone) == cells(together, name)
        for kind in ("contrast", "independence"):
            assert rows(alone, kind) == [r for r in rows(together, kind) if r["by"] == name]
    text = kcli(*JP, "age,sex").stdout
    assert text.index("Older") < text.index("Women")
    assert text.count("Total") == 2


def test_a_table_for_each_country_unless_one_is_named(kcli: Kcli) -> None:
    found = rows(kcli("crosstab", "poll.view", "--by", "age", "--json"), "cell")
    assert {c["country"] for c in found} == {"JP", "KR"}
    assert "older" not in {c["group"] for c in found if c["country"] == "KR"}
    for one in (("--country", "KR"), ("--country", "kr")):
        own = rows(kcli("crosstab", "poll.view", "--by", "age", *one, "--json"), "cell")
        assert own == [c for c in found if c["country"] == "KR"]
    named = rows(kcli("crosstab", "poll.view/KR", "--by", "age", "--json"), "cell")
    assert named == own


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
def test_by_country_it_says_what_compare_does(kcli: Kcli, weighted: bool) -> None:
    crossed = kcli("crosstab", "poll.view", "--by", "country", "--json", weighted=weighted)
    compared = kcli("compare", "poll.view", "--json", weighted=weighted)
    found = {(c["country"], c["option"]): c for c in rows(crossed, "cell")}
    estimates = {(e["country"], e["option"]): e for e in rows(compared, "estimate")}
    assert found.keys() == estimates.keys()
    assert any(c["letters"] for c in found.values())
    for key, cell in found.items():
        shared = cell.keys() & estimates[key].keys() - {"type"}
        assert {k: cell[k] for k in shared} == {k: estimates[key][k] for k in shared}
        assert (cell["by"], cell["group"]) == ("country", cell["country"])
    pairs = {(p["option"], p["country_a"], p["country_b"]): p for p in rows(compared, "pair")}
    assert pairs.keys() == contrasts(crossed).keys()
    for key, contrast in contrasts(crossed).items():
        for name in ("gap", "low", "high", "p_value", "p_adjusted"):
            assert contrast[name] == pytest.approx(pairs[key][name], rel=1e-9), name
        assert contrast["method"] == pairs[key]["method"]


def test_by_wave_the_columns_are_the_waves(kcli: Kcli) -> None:
    done = kcli("crosstab", "poll.view", "--by", "wave", "--country", "JP", "--json")
    found = cells(done)
    assert list(dict.fromkeys(g for g, _ in found)) == ["2019", "2020"]
    assert {c["wave"] for (g, _), c in found.items() if g == "2019"} == {"2019"}
    assert (found["2019", "good"]["share"], found["2019", "good"]["n_base"]) == (0.2, 200)
    assert found["2020", "good"]["share"] == pytest.approx(142 / 351)
    test = contrasts(done)["good", "2019", "2020"]
    variance = 0.2 * 0.8 / 199 + 142 / 351 * 209 / 351 / 350
    assert test["se"] == pytest.approx(variance**0.5)
    assert found["2020", "good"]["letters"] == "A"
    (independence,) = rows(done, "independence")
    assert (independence["by"], independence["method"]) == ("wave", "rao_scott")
    both = rows(kcli("crosstab", "poll.view", "--by", "wave", "--json"), "cell")
    assert {c["country"] for c in both} == {"JP", "KR"}
    text = kcli("crosstab", "poll.view", "--by", "wave", "--country", "JP").stdout
    assert re.search(r"2019 +2020", text)


def test_waves_of_the_same_people_are_left_to_shift(run: Run, tmp_path: Path) -> None:
    twice = QUESTIONNAIRE.replace("    mode: online\n", "    same_respondents_as: poll@2019\n")
    make(tmp_path, twice, {"2020": respondents(["1"]), "2019": EARLIER}, "poll")
    done = run("crosstab", "poll.view", "--by", "wave", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "kcli shift" in done.stderr


def test_variables_of_every_kind_go_together(kcli: Kcli) -> None:
    done = kcli("crosstab", "poll.view", "--by", "age,country,wave", "--json")
    assert {r["by"] for r in rows(done, "independence")} == {"age", "country", "wave"}
    text = kcli("crosstab", "poll.view", "--by", "age,country,wave").stdout
    assert text.count("Rao-Scott") == 5  # age in two countries, countries, waves of two


# -- answers --------------------------------------------------------------------------------------


def test_of_several_answers_columns_are_shares_of_respondents(kcli: Kcli) -> None:
    why = ("crosstab", "poll.why", "--country", "JP", "--by", "age")
    done = kcli(*why, "--json")
    found = cells(done)
    for group, counts in JAPAN.items():
        cell = found[group, "war"]
        assert cell["n_base"] == sum(counts)
        assert cell["share"] == pytest.approx(cell["n_option"] / sum(counts))
    assert sum(found["young", o]["share"] for o in ("war", "trade", "other")) > 1
    net = found["young", "both"]
    parts = [found["young", o]["n_option"] for o in ("war", "trade")]
    assert max(parts) <= net["n_option"] < sum(parts)
    assert net["n_option"] + found["young", "other"]["n_option"] == net["n_base"]
    assert contrasts(done)["war", "young", "middle"]["p_value"] is not None
    (test,) = rows(done, "independence")
    assert (test["f"], test["p_value"], test["method"]) == (None, None, None)
    assert test["why"] == "several-answers"
    assert "Age: no test: several answers are allowed." in kcli(*why).stdout


def test_nets_and_mean_scores_stand_below_the_answers(kcli: Kcli) -> None:
    done = kcli(*JP, "age", "--json")
    found = cells(done)
    order = [o for g, o in found if g == "young"]
    assert order == ["good", "fair", "bad", "dk", "any", "score"]
    for group, (good, fair, bad, _) in JAPAN.items():
        assert found[group, "any"]["n_option"] == good + fair
        score = found[group, "score"]
        assert score["share"] == pytest.approx((2 * good + fair - bad) / (good + fair + bad))
        assert score["n_base"] == good + fair + bad
        assert score["letters"] is None
    assert "any" in {c["option"] for c in rows(done, "contrast")}
    assert "score" not in {c["option"] for c in rows(done, "contrast")}
    text = kcli(*JP, "age").stdout
    places = [text.index(f"\n{stub}") for stub in
              ("Respondents", "Good ", "Fair", "Bad", "Don't know", "Good or fair (net)",
               "Mean score")]  # fmt: skip
    assert places == sorted(places)


def test_a_base_of_opinions_has_no_row_for_the_others(kcli: Kcli) -> None:
    found = cells(kcli(*JP, "age", "--base", "substantive", "--json"))
    assert ("young", "dk") not in found
    assert found["young", "good"]["share"] == pytest.approx(70 / 110)
    assert {c["base"] for c in found.values()} == {"substantive"}


# -- letters --------------------------------------------------------------------------------------


def test_the_larger_column_carries_the_letter_of_the_smaller(kcli: Kcli) -> None:
    done = kcli(*JP, "age", "--json")
    found = cells(done)
    letter = dict(zip(JAPAN, "ABCD", strict=True))
    carried = {key: set(c["letters"] or "") for key, c in found.items() if key[0] is not None}
    expected: dict[Any, set[str]] = {key: set() for key in carried}
    for (option, a, b), test in contrasts(done).items():
        ends = [found[group, option] for group in (a, b)]
        if test["p_adjusted"] is None or test["p_adjusted"] >= 0.05:
            continue
        if any(end["n_base"] < 30 or end["share"] in (0, 1) for end in ends):
            continue
        high, low = (a, b) if ends[0]["share"] > ends[1]["share"] else (b, a)
        expected[high, option].add(letter[low])
    assert carried == expected
    # Worked by hand: 70 of 120 young and 50 of 150 middle said good; 58 of these against.
    assert carried["young", "good"] == {"B"}
    assert carried["middle", "good"] == set()
    assert carried["old", "bad"] == {"A"}


def test_no_letter_at_nought_or_all_nor_on_few(kcli: Kcli) -> None:
    done = kcli(*JP, "age", "--json")
    found, tests = cells(done), contrasts(done)
    # Nobody of the old said good: significantly less than the young, and no letter.
    assert found["old", "good"]["share"] == 0
    assert tests["good", "young", "old"]["p_adjusted"] < 0.001
    assert "C" not in found["young", "good"]["letters"]
    # The older are 26, of whom 22 said good: significantly more, and no letter.
    assert found["older", "good"]["n_base"] == 26
    assert tests["good", "middle", "older"]["p_adjusted"] < 0.001
    assert all(c["letters"] is None for (g, _), c in found.items() if g == "older")
    assert not any("D" in (c["letters"] or "") for c in found.values())


def test_letters_stand_over_their_columns(kcli: Kcli) -> None:
    text = kcli(*JP, "age").stdout
    head = text[: text.index("Respondents")]
    assert re.findall(r"\(([A-Z])\)", head) == ["A", "B", "C", "D"]
    assert "A letter: significantly above that column" in text
    assert "Holm" in text


def test_another_confidence_moves_letters(kcli: Kcli) -> None:
    strict = cells(kcli(*JP, "sex", "--json", "--confidence", "0.999"))
    assert all(c["letters"] is None for c in strict.values())
    limits = cells(kcli(*JP, "age", "--json"))["young", "good"]
    wider = cells(kcli(*JP, "age", "--json", "--confidence", "0.99"))["young", "good"]
    assert wider["low"] < limits["low"] < limits["high"] < wider["high"]


def by_holm(p_values: Sequence[float]) -> list[float]:
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    found, running = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        running = max(running, min(1.0, p_values[i] * (len(p_values) - rank)))
        found[i] = running
    return found


def by_rate(p_values: Sequence[float]) -> list[float]:
    order = sorted(range(len(p_values)), key=lambda i: p_values[i], reverse=True)
    found, running = [0.0] * len(p_values), 1.0
    for rank, i in zip(range(len(p_values), 0, -1), order, strict=True):
        running = min(running, p_values[i] * len(p_values) / rank)
        found[i] = running
    return found


@pytest.mark.parametrize(
    ("how", "adjusted", "said"),
    [("holm", by_holm, "Holm"), ("bh", by_rate, "Benjamini-Hochberg")],
)
def test_p_is_adjusted_within_one_row_of_one_banner(
    kcli: Kcli, how: str, adjusted: Callable[[Sequence[float]], list[float]], said: str
) -> None:
    done = kcli(*JP, "age,sex", "--adjust", how, "--json")
    families: dict[tuple[str, str], list[Record]] = {}
    for test in rows(done, "contrast"):
        families.setdefault((test["by"], test["option"]), []).append(test)
    assert {len(family) for family in families.values()} == {1, 6}
    for family in families.values():
        known = [test for test in family if test["p_value"] is not None]
        wanted = adjusted([test["p_value"] for test in known])
        assert [test["p_adjusted"] for test in known] == pytest.approx(wanted, rel=1e-9)
    assert json.loads(done.stdout)["parameters"]["adjust"] == how
    assert said in kcli(*JP, "age,sex", "--adjust", how).stdout


# -- bases ----------------------------------------------------------------------------------------


def test_bases_come_first_respondents_weighted_and_effective(kcli: Kcli) -> None:
    done = kcli(*JP, "age", "--json", weighted=True)
    found = cells(done)
    groups = [None, *JAPAN]
    table = printed(kcli(*JP, "age", "--format", "markdown", weighted=True).stdout)[0]
    stubs = [stub for stub, _ in table]
    assert stubs[:3] == ["Respondents", "Weighted base", "Effective base"]
    bases = dict(table)
    for place, group in enumerate(groups):
        cell = found[group, "good"]
        assert number(bases["Respondents"][place][0]) == cell["n_base"]
        assert number(bases["Weighted base"][place][0]) == pytest.approx(cell["w_base"], rel=1e-6)
        assert cell["w_base"] != cell["n_base"]
        effective = sorted(
            round(c["n_eff"]) for (g, _), c in found.items() if g == group and c["n_eff"]
        )
        shown = number(bases["Effective base"][place][0])
        assert shown in effective
        middle = effective[(len(effective) - 1) // 2], effective[len(effective) // 2]
        assert middle[0] <= shown <= middle[1]
    weights = [float(line.split(",")[2]) for line in respondents(("0.5", "1.75", "1.2"))[1:352]]
    assert found[None, "good"]["w_base"] == pytest.approx(sum(weights))
    kish = sum(weights) ** 2 / sum(w * w for w in weights)
    assert found["old", "good"]["flags"] == ["kish_n_eff", "small_base"]
    assert found[None, "good"]["n_eff"] == pytest.approx(kish, rel=0.2)


def test_without_weights_there_is_one_base(kcli: Kcli) -> None:
    text = kcli(*JP, "age").stdout
    assert "Respondents" in text
    assert "Weighted base" not in text
    assert "Effective base" not in text


def test_shares_of_fewer_than_a_hundred_have_a_star(kcli: Kcli) -> None:
    found = cells(kcli(*JP, "age", "--json"))
    for (_, option), cell in found.items():
        if option != "score":
            assert ("small_base" in cell["flags"]) == (cell["n_base"] < 100)
    (table, *_) = all_printed(kcli(*JP, "age", "--format", "markdown").stdout)
    for stub, columns in table:
        if stub not in ("Respondents", "Mean score"):
            assert ["*" in column[0] for column in columns] == [False, False, False, True, True]
    text = kcli(*JP, "age").stdout
    assert "* fewer than 100 respondents" in text
    assert "fewer than 100" not in kcli(*JP, "sex").stdout


# -- withheld -------------------------------------------------------------------------------------

NCHS = (*JP, "age", "--suppress", "nchs")


def test_withheld_shares_say_so_and_why(kcli: Kcli) -> None:
    done = kcli(*NCHS, "--json")
    found = cells(done)
    held = {key: set(cell["flags"]) for key, cell in found.items() if cell["suppressed"]}
    # The older are 26; of 150 middle 5 said don't know: limits of 1.1 and 7.6, more than 1.3 of it.
    older = [("older", option) for option in ("good", "fair", "bad", "dk", "any", "score")]
    assert held.keys() == {*older, ("middle", "dk")}
    assert all(held[key] >= {"suppressed", "nchs_n"} for key in older)
    assert held["middle", "dk"] == {"suppressed", "nchs_relative_width"}
    for key in held:
        for name in ("share", "low", "high", "se", "bound_low", "bound_high", "n_option"):
            assert found[key][name] is None
    for (option, *groups), test in contrasts(done).items():
        numbers = {test[name] for name in ("gap", "se", "low", "high", "p_value", "p_adjusted")}
        gone = any((group, option) in held for group in groups)
        assert (numbers == {None}) if gone else (None not in numbers)
    (table,) = all_printed(kcli(*NCHS, "--format", "markdown").stdout)
    options = [option for group, option in found if group is None]
    for option, (stub, columns) in zip(options, table[1:], strict=True):
        for group, column in zip([None, *JAPAN], columns, strict=True):
            assert (column == ["withheld"]) == ((group, option) in held), stub
    assert "withheld: below the presentation standards of NCHS" in kcli(*NCHS).stdout


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "markdown"])
def test_what_is_withheld_appears_in_no_format(kcli: Kcli, format: str) -> None:
    """Of 26, 22 said good, 84.6%: neither share nor limits nor count stand anywhere."""
    plain = cells(kcli(*JP, "age", "--json"))["older", "good"]
    secret = [plain[name] for name in ("share", "low", "high", "se")]
    for kind in ("cell", "contrast"):
        more = ("--records", kind) if format == "csv" else ()
        text = kcli(*NCHS, "--format", format, *more).stdout
        for value in secret:
            assert str(value) not in text
        assert "84.6" not in text
    assert "84.6*" in kcli(*JP, "age").stdout


def test_without_the_standards_nothing_is_withheld(kcli: Kcli) -> None:
    assert (
        kcli(*JP, "age", "--suppress", "none", "--json").stdout == kcli(*JP, "age", "--json").stdout
    )
    assert not any(c["suppressed"] for c in rows(kcli(*JP, "age", "--json"), "cell"))


def test_a_share_that_wants_review_keeps_its_number(kcli: Kcli) -> None:
    cell = cells(kcli(*NCHS, "--json"))["old", "good"]
    assert (cell["share"], cell["suppressed"]) == (0.0, False)
    assert "nchs_review_extreme" in cell["flags"]


# -- formats --------------------------------------------------------------------------------------

COMMANDS = {
    "by an item": (*JP, "age"),
    "by several": ("crosstab", "poll.view", "--by", "age,sex"),
    "by country": ("crosstab", "poll.view", "--by", "country"),
    "by wave": ("crosstab", "poll.view", "--by", "wave"),
    "several answers": ("crosstab", "poll.why", "--by", "sex,country"),
    "withheld": NCHS,
    "exact limits": (*JP, "age", "--ci", "kg", "--adjust", "bh"),
}
commands = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


@commands
def test_json_fits_the_schema(kcli: Kcli, command: tuple[str, ...]) -> None:
    schema = json.loads(kcli("schema", "crosstab").stdout)
    Draft202012Validator.check_schema(schema)
    for weighted in (False, True):
        done = kcli(*command, "--json", weighted=weighted)
        assert done.returncode == 0
        Draft202012Validator(schema).validate(json.loads(done.stdout))
        lines = kcli(*command, "--format", "jsonl", weighted=weighted).stdout.splitlines()
        records = [json.loads(line) for line in lines]
        known = json.loads(done.stdout)["records"]
        assert [
            r for r in records if r.get("type") in ("cell", "contrast", "independence")
        ] == known


@pytest.mark.parametrize("kind", ["cell", "contrast", "independence"])
def test_csv_shows_one_type_of_record(kcli: Kcli, kind: str) -> None:
    command = (*NCHS, "--by", "sex")
    done = kcli(*command, "--format", "csv", "--records", kind)
    assert done.stderr == ""
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    known = rows(kcli(*command, "--json"), kind)
    assert len(found) == len(known)
    for row, record in zip(found, known, strict=True):
        assert list(row) == list(record)
        for name, value in record.items():
            if value is None:
                assert row[name] == ""
            elif isinstance(value, bool):
                assert row[name] == str(value).lower()
            elif isinstance(value, list):
                assert row[name] == ";".join(value)
            elif isinstance(value, str):
                assert row[name] == value
            else:
                assert float(row[name]) == value


def test_csv_says_which_records_it_leaves_out(kcli: Kcli) -> None:
    done = kcli(*NCHS, "--by", "sex", "--format", "csv")
    assert done.stdout == kcli(*NCHS, "--by", "sex", "--format", "csv", "--records", "cell").stdout
    assert "--records for contrast, independence" in done.stderr
    wrong = kcli(*NCHS, "--by", "sex", "--format", "csv", "--records", "pair")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "cell, contrast, independence" in wrong.stderr


def number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


Table = list[tuple[str, list[list[str]]]]


def all_printed(markdown: str) -> list[Table]:
    """The tables of a page: of each row its stub and its cells, of a cell its lines."""
    tables: list[Table] = []
    before = ""
    for line in [*markdown.split("\n"), ""]:
        if line.startswith("| ") and before.startswith("| :---"):
            tables.append([])
        if line.startswith("| ") and tables and not line.startswith("| :---"):
            parts = re.split(r"(?<!\\) \| ", line[2:-2])
            plain = [re.sub(r"\\(.)", r"\1", part).split("<br>") for part in parts]
            tables[-1].append((plain[0][0], plain[1:]))
        elif not line.startswith("|"):
            before = line
            continue
        before = line
    # A header stands before its rule: it was added to the table above.
    for table in tables[:-1]:
        table.pop()
    return tables


def printed(markdown: str) -> Table:
    tables = all_printed(markdown)
    assert tables
    return tables


def columns_of(done: Any) -> list[list[dict[str, Record]]]:
    """Of every banner its columns, of a column its cells by option: as the page has them."""
    order = rows(done)
    found: list[list[dict[str, Record]]] = []
    total: dict[str, Record] = {}
    block: list[dict[str, Record]] = []
    group: Any = object()
    for record in order:
        if record["type"] == "cell" and record["by"] is None:
            if record["option"] in total:
                total = {}
            total[record["option"]] = record
        elif record["type"] == "cell":
            if record["group"] != group:
                block.append({})
                group = record["group"]
            block[-1][record["option"]] = record
        elif record["type"] == "independence":
            whole = [total] if total and record["by"] not in ("country", "wave") else []
            found.append([*whole, *block])
            block, group = [], object()
    return found


@commands
@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
def test_no_number_of_a_table_differs_from_the_json_but_by_rounding(
    kcli: Kcli, command: tuple[str, ...], weighted: bool
) -> None:
    done = kcli(*command, "--json", weighted=weighted)
    page = kcli(*command, "--format", "markdown", weighted=weighted).stdout
    tables, banners = all_printed(page), columns_of(done)
    assert len(tables) == len(banners)
    for table, columns in zip(tables, banners, strict=True):
        options = list(columns[0])
        bases = [
            row for row in table if row[0] in ("Respondents", "Weighted base", "Effective base")
        ]
        answers = table[len(bases) :]
        assert len(answers) == len(options)
        for stub, printed_cells in bases:
            for shown, column in zip(printed_cells, columns, strict=True):
                is_base(stub, shown[0], column)
        for option, (stub, printed_cells) in zip(options, answers, strict=True):
            for shown, column in zip(printed_cells, columns, strict=True):
                assert stub.removesuffix(" (net)") == column[option]["option_label"]
                is_cell(shown, column[option])
    tests = [record for record in rows(done, "independence") if record["f"] is not None]
    said = re.findall(r"F\(([\d.]+), ([\d.]+)\) = ([\d.]+), p \\?(<|=) ([\d.]+)", page)
    assert len(said) == len(tests)
    for (ndf, ddf, f, sign, p), test in zip(said, tests, strict=True):
        assert float(ndf) == pytest.approx(test["ndf"], abs=0.005001)
        assert float(ddf) == pytest.approx(test["ddf"], abs=0.05001)
        assert float(f) == pytest.approx(test["f"], abs=0.005001)
        if sign == "<":
            assert test["p_value"] < float(p)
        else:
            assert float(p) == pytest.approx(test["p_value"], abs=0.0005001)


def is_base(stub: str, shown: str, column: dict[str, Record]) -> None:
    first = next(iter(column.values()))
    if shown == "–":  # as many as there are respondents
        key = {"Weighted base": "w_base", "Effective base": "n_eff"}[stub]
        assert any(abs((cell[key] or 0) - first["n_base"]) < 2.5 for cell in column.values())
    elif stub == "Effective base":
        assert number(shown) in [round(c["n_eff"]) for c in column.values() if c["n_eff"]]
    else:
        value = first["n_base" if stub == "Respondents" else "w_base"]
        assert number(shown) == pytest.approx(value, rel=1e-6)


def is_cell(shown: list[str], cell: Record) -> None:
    first, *more = shown
    if cell["suppressed"]:
        assert shown == ["withheld"]
        return
    found = re.fullmatch(r"([<>+−]?[\d.]+)(\*?)(?: ([A-Z]+))?", first)
    assert found is not None, first
    text, star, letters = found.groups()
    if cell["option_kind"] == "score":
        assert number(text) == pytest.approx(cell["share"], abs=0.005001)
        assert not more
        return
    agrees(text, cell["share"], 0.05)
    assert (star == "*") == ("small_base" in cell["flags"])
    assert (letters or "") == (cell["letters"] or "")
    assert len(more) == (cell["low"] is not None)
    if more:
        low, high = more[0].strip("()").split("–")
        agrees(low, cell["low"], 0.5)
        agrees(high, cell["high"], 0.5)


def agrees(text: str, share: float, half: float) -> None:
    if text[0] == "<":
        assert 0 < 100 * share < half + 1e-9
    elif text[0] == ">":
        assert 100 - half - 1e-9 < 100 * share < 100
    else:
        assert float(text) == pytest.approx(100 * share, abs=half + 1e-9)


@commands
def test_a_table_and_its_markdown_print_the_same(kcli: Kcli, command: tuple[str, ...]) -> None:
    """Every line of every cell stands in the plain table, too, in the order of reading."""
    text = kcli(*command, weighted=True).stdout
    lines = text.split("\n")
    start = 0
    for table in all_printed(kcli(*command, "--format", "markdown", weighted=True).stdout):
        for stub, columns in table:
            start = next(n for n in range(start, len(lines)) if lines[n].startswith(stub))
            shown = re.split(r" {2,}", lines[start].removeprefix(stub).strip())
            assert shown == [column[0] for column in columns]
            below = [column[1] for column in columns if len(column) > 1]
            if below:
                assert re.split(r" {2,}", lines[start + 1].strip()) == below


def test_a_narrow_terminal_cuts_no_number(kcli: Kcli) -> None:
    wide, narrow = kcli(*JP, "age"), kcli(*JP, "age", width=46)
    for done in (wide, narrow):
        assert done.returncode == 0
    for share in ("58.3 B", "84.6*"):
        figure = share.split()[0].strip("*")
        assert figure in narrow.stdout
        assert figure in wide.stdout
    assert all(len(line) <= 46 for line in narrow.stdout.split("\n"))


def test_the_same_command_prints_the_same(run: Run, folders: dict[str, Path], kcli: Kcli) -> None:
    command = (*JP, "age", "--json")
    assert run(*command, cwd=folders["plain"]).stdout == kcli(*command).stdout


def test_invented_respondents_are_called_so_in_every_format(run: Run) -> None:
    command = ("crosstab", "kf-vub-synthetic.first_priority", "--by", "country")
    assert run(*command).stdout.startswith("SYNTHETIC")
    assert json.loads(run(*command, "--json").stdout)["synthetic"] is True
    found = csv.DictReader(io.StringIO(run(*command, "--format", "csv").stdout))
    assert {row["synthetic"] for row in found} == {"SYNTHETIC"}


def test_the_shipped_respondents_have_a_crosstab(run: Run) -> None:
    found = cells(run("crosstab", "anes.vote", "--by", "party", "--json"))
    assert found[None, "clinton"]["n_base"] == 944
    first = found["strong_democrat", "clinton"]
    assert first["share"] == pytest.approx(197 / 200)
    assert set("DEFG") == set(first["letters"])


# -- what is refused ------------------------------------------------------------------------------

REFUSED = {
    "nothing to cross with": ((), "--by"),
    "a variable that there is not": (("--by", "agee"), "did you mean 'age'?"),
    "a variable like none": (("--by", "zzz"), "known: country, wave, age, sex, why"),
    "a variable of another wave": (("--by", "age", "--wave", "2019"), "'age'"),
    "an empty name": (("--by", "age,"), "there is no variable ''"),
    "itself": (("--by", "view"), "'view' cannot be crossed with itself"),
    "a variable of several answers": (("--by", "why"), "several answers"),
    "an adjustment that there is not": (("--by", "age", "--adjust", "tukey"), "holm, bh"),
    "a standard that there is not": (("--by", "age", "--suppress", "all"), "none, nchs"),
    "an unknown fate of lonely units": (("--by", "age", "--lonely", "drop"), "fail, centered"),
    "limits that there are not": (("--by", "age", "--ci", "exact"), "kg"),
    "a base that there is not": (("--by", "age", "--base", "some"), "substantive"),
    "too little confidence": (("--by", "age", "--confidence", "0.2"), "0.5"),
    "a country that was not asked": (("--by", "age", "--country", "CN"), "JP, KR"),
    "a wave that there is not": (("--by", "age", "--wave", "2021"), "no wave '2021'"),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_a_usage_error_is_one_line(kcli: Kcli, arguments: tuple[str, ...], said: str) -> None:
    done = kcli("crosstab", "poll.view", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kcli: usage: ")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


@pytest.mark.parametrize("what", ["poll", "poll.viw", "nothing.view", "poll.view@2018"])
def test_what_is_no_item_is_refused(kcli: Kcli, what: str) -> None:
    done = kcli("crosstab", what, "--by", "age")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("by", ["age", "country", "wave"])
def test_without_respondents_there_is_nothing_to_cross(run: Run, tmp_path: Path, by: str) -> None:
    make(tmp_path, QUESTIONNAIRE, {}, "poll")
    done = run("crosstab", "poll.view", "--by", by, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no respondents" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# -- designs --------------------------------------------------------------------------------------

DESIGNED = """\
survey: s
title: S
waves:
  "1": {{sampling: probability, samples: {samples}, design: {{{design}}}}}
items:
  q: {{text: Q, options: {{a: A, b: B}}}}
  g: {{text: G, options: {{x: X, y: Y}}}}
"""


def sampled(
    root: Path,
    lines: Iterable[str],
    design: str = "",
    samples: str = "{JP: {}}",
    questionnaire: str = DESIGNED,
) -> Path:
    text = questionnaire.format(samples=samples, design=design)
    return make(root, text, {"1": lines}, "s")


def clusters(count: int = 8, size: int = 9) -> list[str]:
    """Clusters that differ; the groups x and y are met in each."""
    found = ["h,u,q,g"]
    for u, i in itertools.product(range(count), range(size)):
        answer = "a" if (i * 7 + u * u * 3) % 10 < 2 + u % 5 + 2 * (i % 2) else "b"
        found.append(f"{u // 2},{u},{answer},{'x' if i % 2 else 'y'}")
    return found


def test_a_stratum_with_a_single_unit_stops_unless_one_says_what_becomes_of_it(
    run: Run,
    tmp_path: Path,
) -> None:
    lines = [*clusters(), *["9,99,a,x", "9,99,b,y"] * 3]
    sampled(tmp_path, lines, "stratum: h, psu: u")
    done = run("crosstab", "s.q", "--by", "g", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "lonely-psu" in done.stderr
    assert "--lonely centered or --lonely remove" in done.stderr
    se = {}
    for how in ("remove", "centered"):
        found = cells(run("crosstab", "s.q", "--by", "g", "--lonely", how, "--json", cwd=tmp_path))
        assert found["x", "a"]["dof"] == 4
        se[how] = found["x", "a"]["se"]
    assert 0 < se["remove"] < se["centered"]


def with_jackknife(lines: Sequence[str], column: str = "rw") -> list[str]:
    """Replicate weights: each leaves out one cluster and doubles the other of its stratum."""
    units = sorted({line.split(",")[1] for line in lines[1:]}, key=int)
    found = [",".join([lines[0], *(f"{column}{place + 1}" for place in range(len(units)))])]
    for line in lines[1:]:
        h, u = line.split(",")[:2]
        own = ["0" if u == out else "2" if int(out) // 2 == int(h) else "1" for out in units]
        found.append(",".join([line, *own]))
    return found


def test_replicate_weights_stand_for_the_design(run: Run, tmp_path: Path) -> None:
    lines = with_jackknife(clusters())
    plain = sampled(tmp_path / "plain", lines, "stratum: h, psu: u")
    how = "replicates: {columns: rw*, type: jkn, rscales: [0.5]}"
    other = sampled(tmp_path / "other", lines, how)
    one, two = (cells(run("crosstab", "s.q", "--by", "g", "--json", cwd=f)) for f in (plain, other))
    for key, cell in one.items():
        assert two[key]["share"] == cell["share"]
        assert two[key]["dof"] >= cell["dof"]
        assert two[key]["se"] == pytest.approx(cell["se"], rel=0.1)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("columns: zz*, type: jk1", "zz*"),
        ("columns: rw*, type: jkn", "jkn needs one factor"),
        ("columns: rw*, type: jkn, rscales: [0.5, 0.5]", "8 replicates"),
        ("columns: rw*, type: brr, fay: 1", "Fay's factor"),
        ("columns: rw, type: jk1", "got 'rw'"),
        ("columns: rw*, type: jackknife", "known: jk1, jkn, brr, bootstrap"),
    ],
)
def test_replicates_that_do_not_fit_are_told(run: Run, tmp_path: Path, how: str, said: str) -> None:
    sampled(tmp_path, with_jackknife(clusters()), f"replicates: {{{how}}}")
    done = run("crosstab", "s.q", "--by", "g", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_replicate_weight_is_a_number(run: Run, tmp_path: Path) -> None:
    lines = with_jackknife(clusters())
    lines[3] = lines[3].rpartition(",")[0] + ",-1"
    sampled(tmp_path, lines, "replicates: {columns: rw*, type: jk1}")
    done = run("crosstab", "s.q", "--by", "g", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "1.responses.csv:4" in done.stderr
    assert "got '-1'" in done.stderr


# -- what does not hold yet ---------------------------------------------------------------------


def people(**counts: int) -> list[str]:
    """So many of each answer and group: ``ax=3`` is three who said a and are of x."""
    return ["q,g", *(f"{k[0]},{k[1]}" for k, n in counts.items() for _ in range(n))]


SPOKEN = """\
survey: s
title: S
waves: {'1': {sampling: probability, samples: {JP: {}}}}
items:
  q:
    text: Q
    options: {a: A, b: B, d: {label: Don't know, kind: dont_know}}
    score: {a: 1, b: 0}
  g: {text: G, options: {x: X, y: Y, z: Z}}
"""


def test_a_group_of_whom_nobody_has_an_opinion_leaves_the_others_their_tests(
    run: Run,
    tmp_path: Path,
) -> None:
    lines = people(ax=40, bx=20, ay=20, by=40)
    found = []
    for name, more in (("two", []), ("three", ["d,z"] * 35)):
        make(tmp_path / name, SPOKEN, {"1": [*lines, *more]}, "s")
        command = ("crosstab", "s.q", "--by", "g", "--base", "substantive", "--json")
        done = run(*command, cwd=tmp_path / name)
        found.append((cells(done)["x", "a"]["letters"], contrasts(done)["a", "x", "y"]))
    assert found[0][0] == "B"
    assert found[1][0] == "B"
    assert found[1][1]["p_value"] is not None


def test_a_group_that_only_says_don_t_know_is_in_the_test_with_scores_and_without(
    run: Run, tmp_path: Path
) -> None:
    """Its mean score is of nobody; its shares are of all of it."""
    lines = people(ax=40, bx=20, ay=20, by=40, dz=35)
    found = []
    for name, questionnaire in (
        ("scored", SPOKEN),
        ("plain", SPOKEN.replace("    score: {a: 1, b: 0}\n", "")),
    ):
        make(tmp_path / name, questionnaire, {"1": lines}, "s")
        done = run("crosstab", "s.q", "--by", "g", "--json", cwd=tmp_path / name)
        found.append((rows(done, "independence"), contrasts(done), cells(done)["z", "d"]))
    assert found[0] == found[1]
    assert found[0][1]["d", "x", "z"]["gap"] == -1


def test_people_in_brackets_are_explained_only_where_there_are_any(
    run: Run, tmp_path: Path
) -> None:
    for name, more, told in (("none", ["d,z"] * 35, False), ("one", ["a,z"], True)):
        lines = [*people(ax=40, bx=20, ay=20, by=40), *more]
        make(tmp_path / name, SPOKEN, {"1": lines}, "s")
        command = ("crosstab", "s.q", "--by", "g", "--base", "substantive")
        done = run(*command, cwd=tmp_path / name)
        assert ("(n) so many people" in " ".join(done.stdout.split())) == told


def test_waves_that_differ_in_scores_alone_are_told_as_they_are(run: Run, tmp_path: Path) -> None:
    more = "score: {a: 1, b: 2, c: 3}\n    versions: {'2020': {score: {a: 1, b: 3, c: 3}}}"
    root = two_waves(tmp_path, ABC.replace("c: C}", f"c: C}}\n    {more}", 1))
    done = run("crosstab", "s.q", "--by", "wave", cwd=root)
    assert "'q' has other answers, nets or scores in some waves" in done.stderr


def test_one_respondent_is_too_few_to_be_shown(run: Run, tmp_path: Path) -> None:
    make(tmp_path, SPOKEN, {"1": people(ax=40, bx=40, ay=1)}, "s")
    command = ("crosstab", "s.q", "--by", "g", "--suppress", "nchs")
    assert cells(run(*command, "--json", cwd=tmp_path))["y", "a"]["suppressed"]


def test_one_respondent_is_a_small_base(run: Run, tmp_path: Path) -> None:
    make(tmp_path, SPOKEN, {"1": people(ax=40, bx=40, ay=1)}, "s")
    found = cells(run("crosstab", "s.q", "--by", "g", "--json", cwd=tmp_path))
    assert "small_base" in found["x", "a"]["flags"]
    assert "small_base" in found["y", "a"]["flags"]


@pytest.mark.parametrize("command", ["crosstab", "compare", "topline"])
def test_a_mean_score_does_not_tell_a_share_that_is_withheld(
    run: Run, tmp_path: Path, command: str
) -> None:
    """With scores of 1 and 0 the mean is the share: 7 of 20."""
    make(tmp_path, SPOKEN, {"1": people(ax=7, bx=13)}, "s")
    more = ("--by", "g") if command == "crosstab" else ()
    done = run(command, "s.q", *more, "--suppress", "nchs", "--json", cwd=tmp_path)
    assert "0.35" not in done.stdout


def test_a_lead_does_not_tell_a_share_that_is_withheld(run: Run, tmp_path: Path) -> None:
    make(tmp_path, SPOKEN, {"1": people(ax=7, bx=13)}, "s")
    (label,) = rows(run("label", "s.q", "--suppress", "nchs", "--json", cwd=tmp_path), "label")
    assert label["share"] is None
    assert label["lead"] is None


def test_a_variable_of_others_is_told(run: Run, tmp_path: Path) -> None:
    questionnaire = SPOKEN + (
        "  h: {text: H, asked: {item: g, options: [x]}, options: {u: U, v: V}}\n"
        "  k: {text: K, asked: {item: g, options: [y]}, options: {u: U, v: V}}\n"
    )
    lines = ["q,g,h,k", *["a,x,u,"] * 20, *["b,x,v,"] * 20, *["a,y,,u"] * 20]
    make(tmp_path, questionnaire, {"1": lines}, "s")
    done = run("crosstab", "s.h", "--by", "k", cwd=tmp_path)
    assert "no respondents there" not in done.stderr
    assert "'k'" in done.stderr


@pytest.mark.parametrize("command", ["crosstab", "compare"])
def test_of_several_answers_only_those_in_the_base_are_counted(
    run: Run, tmp_path: Path, command: str
) -> None:
    """Of 60, 20 gave a and don't know: with an opinion are 40, of whom 30 gave a."""
    lines = ["q,g", *["a;d,x"] * 20, *["a,x"] * 30, *["b,x"] * 10]
    questionnaire = SPOKEN.replace("score: {a: 1, b: 0}", "type: multiple")
    make(tmp_path, questionnaire, {"1": lines}, "s")
    more = ("--by", "g") if command == "crosstab" else ()
    done = run(command, "s.q", *more, "--base", "substantive", "--json", cwd=tmp_path)
    found = next(r for r in rows(done) if r.get("option") == "a")
    assert (found["n_base"], found["n_option"], found["share"]) == (40, 30, 0.75)


# Clusters all alike: no variance between them, but for the rounding of sums of weights.
ALIKE = ["q,g,u,w"] + [
    f"{'a' if i < k else 'b'},{g},{u},{0.1 * (1 + u)!r}"
    for g, k in (("x", 1), ("y", 2))
    for u in range(4)
    for i in range(3)
    for _ in range(4)
]


def test_clusters_that_are_all_alike_have_no_variance(run: Run, tmp_path: Path) -> None:
    sampled(tmp_path, ALIKE, "psu: u, weight: w")
    done = run("crosstab", "s.q", "--by", "g", "--json", cwd=tmp_path)
    for cell in rows(done, "cell"):
        assert (cell["n_eff"], cell["low"], cell["letters"]) == (None, None, None)
        assert "zero_variance" in cell["flags"]
    assert {c["p_value"] for c in rows(done, "contrast")} == {None}
    assert {r["f"] for r in rows(done, "independence")} == {None}


def test_a_weighted_base_is_printed_in_full(run: Run, tmp_path: Path) -> None:
    lines = ["q,g,w", *["a,x,12345.5"] * 1000, *["b,y,54321.5"] * 1000]
    sampled(tmp_path, lines, "weight: w")
    assert "12,345,500" in run("crosstab", "s.q", "--by", "g", cwd=tmp_path).stdout


# -- columns that are samples of their own


def test_replicate_weights_count_in_a_test_by_country(run: Run, tmp_path: Path) -> None:
    """Two countries of eight clusters each: the test of the clusters is that of the jackknife."""
    lines = with_jackknife(clusters(16))
    lines = [
        f"c,{line}" if n == 0 else f"{'JP' if int(line.split(',')[1]) < 8 else 'KR'},{line}"
        for n, line in enumerate(lines)
    ]
    f = []
    jackknife = "replicates: {columns: rw*, type: jkn, rscales: [0.5]}"
    for name, design in (("units", "stratum: h, psu: u"), ("replicates", jackknife)):
        root = tmp_path / name
        sampled(root, lines, f"country: c, {design}", samples="{JP: {}, KR: {}}")
        done = run("crosstab", "s.q", "--by", "country", "--json", cwd=root)
        f.append(rows(done, "independence")[0]["f"])
    assert f[1] == pytest.approx(f[0], rel=1e-6)


def two_waves(root: Path, items: str, *, designs: tuple[str, str] = ("", "")) -> Path:
    waves = "\n".join(
        f"  '{year}': {{sampling: probability, samples: {{JP: {{}}}}, design: {{{design}}}}}"
        for year, design in zip(("2019", "2020"), designs, strict=True)
    )
    questionnaire = f"survey: s\ntitle: S\nwaves:\n{waves}\nitems:\n{items}"
    lines = {
        year: [line.replace("a,", f"{first},", 1) for line in clusters()]
        for year, first in (("2019", "a"), ("2020", "c"))
    }
    return make(root, questionnaire, lines, "s")


ABC = "  q:\n    text: Q\n    options: {a: A, b: B, c: C}\n  g: {text: G, options: {x: X, y: Y}}\n"


@pytest.mark.parametrize("clustered", [0, 1], ids=["the first", "the second"])
def test_of_two_waves_each_has_its_own_design(run: Run, tmp_path: Path, clustered: int) -> None:
    """Clusters in one wave alone count there: the test lies between both and none clustered."""
    p_values = []
    for name, which in (("both", {0, 1}), ("one", {clustered}), ("none", set())):
        designs = tuple("psu: u" if n in which else "" for n in (0, 1))
        root = two_waves(tmp_path / name, ABC, designs=designs)  # type: ignore[arg-type]
        done = run("crosstab", "s.q", "--by", "wave", "--json", cwd=root)
        p_values.append(rows(done, "independence")[0]["f"])
    assert len(set(p_values)) == 3


@pytest.mark.parametrize(
    "more",
    [
        "nets: {n: {options: [a, b], label: N}}\n    versions: {'2020': {nets: {}}}",
        "nets: {n: {options: [a, b], label: N}}\n"
        "    versions: {'2020': {nets: {m: {options: [b, c], label: M}}}}",
        "score: {a: 1, b: 2, c: 3}\n    versions: {'2020': {score: {a: 1}}}",
    ],
    ids=["no nets", "other nets", "no scores"],
)
def test_waves_may_differ_in_nets_and_scores(run: Run, tmp_path: Path, more: str) -> None:
    root = two_waves(tmp_path, ABC.replace("c: C}", f"c: C}}\n    {more}", 1))
    done = run("crosstab", "s.q", "--by", "wave", cwd=root)
    assert done.returncode in (0, 2), done.stderr


def test_no_answer_of_a_wave_stands_in_the_row_of_another(run: Run, tmp_path: Path) -> None:
    """b is no opinion in the first wave, c in the second: their opinions are a, c and a, b."""
    kind = "kind: dont_know}"
    version = f"versions: {{'2020': {{options: {{a: A, b: B, c: {{label: C, {kind}}}}}}}"
    items = ABC.replace("b: B", f"b: {{label: B, {kind}").replace(
        "c: C}", "c: C}\n    " + version, 1
    )
    root = two_waves(tmp_path, items)
    for year, first in (("2019", 30), ("2020", 80)):
        lines = ["q,g", *["a,x"] * first, *["b,x"] * 40, *["c,y"] * 60]
        (root / "datasets" / "s" / f"{year}.responses.csv").write_text("\n".join(lines), "utf-8")
    command = ("crosstab", "s.q", "--by", "wave", "--base", "substantive", "--format", "markdown")
    done = run(*command, cwd=root)
    assert done.returncode in (0, 2)
    if done.returncode == 0:
        table = dict(all_printed(done.stdout)[0])
        assert table["C"][0][0].startswith("66.7")  # 60 of 90
        assert not table["C"][1][0].startswith("33.3")  # b is 40 of 120


COUNTRIES = ["c,q,g", *["JP,a,x"] * 60, *["JP,b,y"] * 40, *["KR,a,x"] * 90, *["KR,b,y"] * 110]


def test_a_contrast_of_countries_is_of_neither(run: Run, tmp_path: Path) -> None:
    sampled(tmp_path, COUNTRIES, "country: c", samples="{JP: {}, KR: {}}")
    done = run("crosstab", "s.q", "--by", "country", "--json", cwd=tmp_path)
    for kind in ("contrast", "independence"):
        assert {record["country"] for record in rows(done, kind)} == {None}


def test_a_sample_size_that_is_not_that_of_the_file_is_told(run: Run, tmp_path: Path) -> None:
    sampled(tmp_path, COUNTRIES, "country: c", samples="{JP: 90, KR: 200}")
    for command in (("compare", "s.q"), ("crosstab", "s.q", "--by", "country")):
        done = run(*command, cwd=tmp_path)
        assert "the file has 100 respondents" in done.stderr, command


def test_a_country_of_the_selector_that_was_not_asked_is_told(run: Run, tmp_path: Path) -> None:
    sampled(tmp_path, COUNTRIES, "country: c", samples="{JP: {}, KR: {}}")
    for command in (("compare", "s.q/CN"), ("crosstab", "s.q/CN", "--by", "country")):
        done = run(*command, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert "nobody was asked in 'CN'" in done.stderr, command


def test_a_panel_among_the_columns_leaves_the_publics_their_tests(run: Run, tmp_path: Path) -> None:
    panel = "P: {country: CN, population: experts}"
    lines = [*COUNTRIES, *["P,a,x"] * 20, *["P,b,x"] * 10]
    found = []
    for samples in (f"{{JP: {{}}, KR: {{}}, {panel}}}", f"{{{panel}, JP: {{}}, KR: {{}}}}"):
        root = tmp_path / str(len(found))
        sampled(root, lines, "country: c", samples=samples)
        done = run("crosstab", "s.q", "--by", "country", "--json", cwd=root)
        found.append(contrasts(done)["a", "JP", "KR"]["p_value"])
    assert found[0] is not None
    assert found[1] == pytest.approx(found[0])


def test_the_unit_of_one_country_s_weights_is_its_own(run: Run, tmp_path: Path) -> None:
    f = []
    for unit in ("1", "1000"):
        weights = {"JP": unit, "KR": "1", "c": "w"}
        lines = [f"{line},{weights[line.split(',')[0]]}" for line in COUNTRIES]
        sampled(tmp_path / unit, lines, "country: c, weight: w", samples="{JP: {}, KR: {}}")
        done = run("crosstab", "s.q", "--by", "country", "--json", cwd=tmp_path / unit)
        f.append(rows(done, "independence")[0]["f"])
    assert f[0] == pytest.approx(f[1], rel=1e-6)


@pytest.mark.parametrize("first", [(25, 0), (18, 7), (100, 0)])
def test_letters_are_those_of_compare_on_any_base(
    run: Run, tmp_path: Path, first: tuple[int, int]
) -> None:
    a, b = first
    lines = ["c,q,g", *["JP,a,x"] * a, *["JP,b,y"] * b, *["KR,a,x"] * 20, *["KR,b,y"] * 180]
    sampled(tmp_path, lines, "country: c", samples="{JP: {}, KR: {}}")
    crossed = rows(run("crosstab", "s.q", "--by", "country", "--json", cwd=tmp_path), "cell")
    compared = rows(run("compare", "s.q", "--json", cwd=tmp_path), "estimate")
    assert [c["letters"] for c in crossed] == [e["letters"] for e in compared]


# -- replicate weights


def test_degrees_of_freedom_of_two_groups_are_those_of_both(run: Run, tmp_path: Path) -> None:
    """Ten clusters, five in each group: nine degrees of freedom, as without replicates."""
    lines = ["q,g,u", *(f"{'a' if (i * 3 + u) % 7 < 3 else 'b'},{'x' if u < 5 else 'y'},{u}"
                        for u in range(10) for i in range(8))]  # fmt: skip
    header, *body = lines
    lines = [",".join([header, *(f"rw{r}" for r in range(1, 11))])]
    lines += [
        ",".join([line, *("0" if line.split(",")[2] == str(r) else "1" for r in range(10))])
        for line in body
    ]
    dof = []
    for name, design in (("psu", "psu: u"), ("rw", "replicates: {columns: rw*, type: jk1}")):
        sampled(tmp_path / name, lines, design)
        done = run("crosstab", "s.q", "--by", "g", "--json", cwd=tmp_path / name)
        (test,) = rows(done, "independence")
        dof.append((contrasts(done)["a", "x", "y"]["dof"], test["ddf"] / test["ndf"]))
    assert dof[0] == (9, pytest.approx(9))
    assert dof[1] == (9, pytest.approx(9))


@pytest.mark.parametrize("name", ["other", "rw03"], ids=["rw2 is missing", "rw3 twice"])
def test_replicate_weights_are_numbered_without_gaps(run: Run, tmp_path: Path, name: str) -> None:
    lines = with_jackknife(clusters())
    lines[0] = lines[0].replace("rw2", name)
    sampled(tmp_path, lines, "replicates: {columns: rw*, type: jk1}")
    done = run("crosstab", "s.q", "--by", "g", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")


def test_replicate_weights_go_with_a_weight(run: Run, tmp_path: Path) -> None:
    """All weigh 1 in the whole sample; replicates where some weigh 3 are of another estimate."""
    lines = with_jackknife(clusters())
    header, *body = lines
    heavy = [
        ",".join(cell if n < 4 else str(3 * int(cell)) for n, cell in enumerate(line.split(",")))
        if ",x," in line
        else line
        for line in body
    ]
    sampled(tmp_path, [header, *heavy], "replicates: {columns: rw*, type: jkn, rscales: [0.5]}")
    done = run("crosstab", "s.q", "--by", "g", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")


TWICE = """\
survey: s
title: S
waves:
  '2019':
    mode: telephone
    sampling: probability
    samples: {P: {country: KR, n: 50}, Q: {country: KR, mode: online}, E: {country: KR,
      population: experts}, JP: {}}
    design: {country: c}
  '2020':
    mode: online
    sampling: probability
    samples: {P: {country: KR}, Q: {country: KR}, E: {country: KR, population: experts}, JP: {}}
    design: {country: c}
items:
  q:
    text: Q
    options: {a: A, b: B}
"""


def twice(root: Path) -> Path:
    """Two publics and a panel of one country; of 100 each, 60 and 30, then 55 and 25 say a."""
    given = {"2019": {"P": 60, "Q": 30, "E": 10, "JP": 50}, "2020": {"P": 55, "Q": 25, "E": 9,
             "JP": 50}}  # fmt: skip
    lines = {
        wave: [
            "c,q",
            *(f"{c},{'a' if k < n else 'b'}" for c, n in said.items() for k in range(100)),
        ]
        for wave, said in given.items()
    }
    return make(root, TWICE, lines, "s")


def test_by_wave_two_samples_of_one_public_have_a_table_each(run: Run, tmp_path: Path) -> None:
    done = run("crosstab", "s.q", "--by", "wave", "--country", "KR", "--json", cwd=twice(tmp_path))
    public = [r for r in rows(done, "cell") if r["population"] == "general_public"]
    shares = [(r["group"], r["share"]) for r in public if r["option"] == "a"]
    assert shares == [("2019", 0.6), ("2020", 0.55), ("2019", 0.3), ("2020", 0.25)]
    page = run("crosstab", "s.q", "--by", "wave", "--country", "KR", cwd=tmp_path).stdout
    assert "South Korea · general public · P · mode telephone/online\n" in page
    assert "South Korea · general public · Q · mode online\n" in page
    assert "South Korea · experts · mode telephone/online\n" in page


def test_in_compare_each_of_them_has_its_own_letters_and_name(run: Run, tmp_path: Path) -> None:
    done = run("compare", "s.q", "--json", cwd=twice(tmp_path))
    said = [r for r in rows(done, "estimate") if r["option"] == "a"]
    assert [(r["share"], r["letters"]) for r in said] == [
        (0.55, "B"), (0.25, None), (0.09, None), (0.5, "B"),
    ]  # fmt: skip
    texts = [r["text"] for r in rows(done, "pair") if r["option"] == "a"]
    assert texts[0].startswith("South Korea (P) is ahead of South Korea (Q) on “A” by 30.0 points")


def test_by_wave_it_is_told_what_the_questionnaire_says_otherwise(run: Run, tmp_path: Path) -> None:
    done = run("crosstab", "s.q", "--by", "wave", cwd=twice(tmp_path))
    assert "s.q in P (2019): the questionnaire says n=50" in done.stderr


def test_by_wave_it_is_told_what_became_of_a_lonely_stratum(run: Run, tmp_path: Path) -> None:
    lines = ["q,g,r", *["a,x,1"] * 30, *["b,y,1"] * 30, "a,x,2"]
    sampled(tmp_path, lines, "stratum: r")
    by_wave = run("crosstab", "s.q", "--by", "wave", "--lonely", "centered", cwd=tmp_path)
    assert "single sampling unit are set against the mean" in by_wave.stdout


def test_by_country_the_people_of_one_country_are_told_apart(run: Run, tmp_path: Path) -> None:
    done = run("crosstab", "s.q", "--by", "country", "--json", cwd=twice(tmp_path))
    names = {r["group"]: r["group_label"] for r in rows(done, "cell")}
    assert names == {"P": "South Korea, P", "Q": "South Korea, Q", "E": "South Korea, E",
                     "JP": "Japan"}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "names"), [("ko", ("나라", "차수")), ("ru", ("Страна", "Волна"))]
)
def test_country_and_wave_are_words_of_the_language(
    run: Run, tmp_path: Path, language: str, names: tuple[str, str]
) -> None:
    done = run("crosstab", "s.q", "--by", "country,wave", "--lang", language, cwd=twice(tmp_path))
    assert all(f"\n  {name}: " in done.stdout for name in names)
    assert "Country" not in done.stdout
    assert "Wave" not in done.stdout


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "no test: too many cells are empty."),
        ("ko", "검정하지 않음(빈칸이 너무 많음)."),
        ("ja", "検定なし（空のセルが多すぎるため）。"),
        ("zh", "空单元格过多"),
        ("ru", "слишком много пустых ячеек"),
    ],
)
def test_why_a_table_has_no_test_is_a_code_and_told_in_every_language(
    run: Run, tmp_path: Path, lang: str, told: str
) -> None:
    options = "{a: A, b: B, c: C, d: D}"
    text = f"""\
survey: poll
title: T
waves: {{"1": {{sampling: probability, weighted: no, published_base: all, samples: {{JP: {{}}}}}}}}
items:
  q: {{text: Q, options_complete: published, options: {options}}}
  by: {{text: By, options_complete: published, options: {options}}}
"""
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "poll.yaml").write_text(text, "utf-8")
    (tmp_path / "datasets" / "poll").mkdir(parents=True)
    rows = "q,by\n" + "".join(f"{each},{each}\n" for each in "abcd" * 5)
    (tmp_path / "datasets" / "poll" / "1.responses.csv").write_text(rows, "utf-8")
    page = run("crosstab", "poll.q", "--by", "by", "--lang", lang, cwd=tmp_path).stdout
    assert told in " ".join(page.split()).replace("） 。", "）。")
    found = json.loads(run("crosstab", "poll.q", "--by", "by", "--json", cwd=tmp_path).stdout)
    (test,) = (r for r in found["records"] if r["type"] == "independence")
    assert (test["why"], test["f"]) == ("empty-cells", None)
