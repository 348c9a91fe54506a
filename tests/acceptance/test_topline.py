"""The topline: past waves under the latest, apart those that are not comparable, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

Run = Callable[..., Any]
Project = Callable[..., Path]

HEADER = "id,wave,country,item,option,predicate,value,source"


def survey(waves: str, items: str, more: str = "") -> str:
    """A questionnaire of one source; waves and items are YAML, two spaces in."""
    return (
        "survey: poll\ntitle: {en: A poll}\nsources: {paper: {publisher: A paper}}\n"
        f"waves:\n{waves}{more}items:\n{items}"
    )


def wave(name: str, about: str = "mode: telephone", samples: str = "{JP: 1000, KR: 1000}") -> str:
    return (
        f'  "{name}": {{fieldwork: {name[:4]}-05, published_base: all, sampling: quota,'
        f" weighted: no, {about}, samples: {samples}}}\n"
    )


ITEM = """\
  q:
    text: {en: Is it good?}
    wording: verbatim
    options_complete: published
    options:
      yes_: {en: Certainly}
      no_: {en: By no means}
      dk: {label: {en: Do not know}, kind: dont_know}
"""


def shares(*told: str) -> list[str]:
    """``WAVE COUNTRY SHARE [OPTION]`` as findings."""
    rows = []
    for number, text in enumerate(told):
        year, country, share, *option = text.split()
        name = option[0] if option else "yes_"
        rows.append(f"f{number},{year},{country},q,{name},share,{share},paper")
    return rows


@pytest.fixture
def printed(run: Run, project: Project) -> Callable[..., str]:
    """What a topline of ``poll.q`` prints, without runs of spaces."""

    def call(
        questionnaire: str,
        findings: list[str],
        *arguments: str,
        width: int = 100,
        raw: bool = False,
    ) -> str:
        folder = project(findings, questionnaire, HEADER)
        env = {"COLUMNS": str(width)}
        done = run("topline", "poll.q", *arguments, cwd=folder, env=env)
        assert done.returncode == 0, done.stderr
        text: str = done.stdout
        return text if raw else re.sub(" +", " ", text)

    return call


@pytest.fixture
def recorded(run: Run, project: Project) -> Callable[..., list[dict[str, Any]]]:
    """The records of a topline of ``poll.q``, once they fit their schema."""

    def call(questionnaire: str, findings: list[str], *arguments: str) -> list[dict[str, Any]]:
        folder = project(findings, questionnaire, HEADER)
        done = run("topline", "poll.q", "--json", *arguments, cwd=folder)
        assert done.returncode == 0, done.stderr
        whole = json.loads(done.stdout)
        Draft202012Validator(json.loads(run("schema", "topline").stdout)).validate(whole)
        found: list[dict[str, Any]] = whole["records"]
        return found

    return call


def breaks(records: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The breaks by country and wave."""
    return {(r["country"], r["wave_before"]): r for r in records if r["type"] == "break"}


def block(text: str, country: str) -> str:
    """What stands under a country's heading."""
    found = re.search(
        rf"^{country}, wave by wave$(.*?)(?=, wave by wave$|\n In %)",
        text,
        re.MULTILINE | re.DOTALL,
    )
    assert found is not None, text
    return found[1]


THREE = wave("2020") + wave("2021") + wave("2022")
TOLD = shares("2022 JP 52", "2021 JP 41", "2020 JP 30", "2022 KR 72", "2020 KR 63")


# -- comparable waves ----------------------------------------------------------------------


def test_comparable_waves_stand_newest_first_with_date_answers_and_base(
    printed: Callable[..., str],
) -> None:
    text = printed(survey(THREE, ITEM), TOLD)
    lines = [line.strip() for line in block(text, "Japan").splitlines() if line.strip()]
    assert lines[0] == "% Certainly By no means Do not know Base, unweighted"
    starts = ["2022 52 ≤48.5 ≤48.5 1,000", "2021 41 ≤59.5 ≤59.5 1,000", "2020 30 ≤70.5 ≤70.5 1,000"]
    assert [line for line in lines if re.match(r"20\d\d ", line)] == starts
    assert [line.split(" (")[0] for line in lines if line.startswith("May")] == [
        "May 2022",
        "May 2021",
        "May 2020",
    ]
    assert "Not comparable" not in text


def test_the_latest_wave_has_all_countries_side_by_side_above(printed: Callable[..., str]) -> None:
    text = printed(survey(THREE, ITEM), TOLD)
    above = text[: text.index("Japan, wave by wave")]
    assert "Japan South Korea" in above
    assert "Certainly 52 72" in above
    assert "41" not in above


def test_a_wave_in_which_a_country_was_not_polled_is_absent_there(
    printed: Callable[..., str],
) -> None:
    waves = wave("2020") + wave("2021", samples="{JP: 1000}") + wave("2022")
    text = printed(survey(waves, ITEM), TOLD)
    assert "2021" in block(text, "Japan")
    assert "2021" not in block(text, "South Korea")


def test_a_wave_that_asked_and_published_nothing_says_so(printed: Callable[..., str]) -> None:
    text = printed(survey(THREE, ITEM), TOLD)
    assert "2021 not reported not reported not reported 1,000" in block(text, "South Korea")


def test_a_country_that_the_latest_wave_left_out_has_its_own_waves(
    printed: Callable[..., str],
) -> None:
    waves = wave("2020") + wave("2021", samples="{JP: 1000}") + wave("2022", samples="{KR: 1000}")
    questionnaire = survey(waves, ITEM)
    told = shares("2022 KR 72", "2021 JP 41", "2020 JP 30")
    text = printed(questionnaire, told)
    assert "Japan" not in text[: text.index("wave by wave")]
    assert re.findall(r"^(20\d\d) ", block(text, "Japan"), re.MULTILINE) == ["2021", "2020"]
    alone = printed(questionnaire, told, "--country", "JP")
    assert "poll 2021" in alone
    assert "South Korea" not in alone


def test_one_wave_leaves_out_all_others(
    printed: Callable[..., str], recorded: Callable[..., list[dict[str, Any]]]
) -> None:
    questionnaire = survey(wave("2020", "mode: online") + wave("2021") + wave("2022"), ITEM)
    assert "wave by wave" not in printed(questionnaire, TOLD, "--wave", "2021")
    records = recorded(questionnaire, TOLD, "--wave", "2021")
    assert {r["wave"] for r in records if r["type"] != "break"} == {"2021"}
    assert breaks(records) == {}


def test_a_base_that_is_not_known_is_said_to_be_unknown(printed: Callable[..., str]) -> None:
    waves = wave("2020", samples="{JP: {}}") + wave("2022", samples="{JP: {}}")
    text = printed(survey(waves, ITEM), shares("2022 JP 52", "2020 JP 30"))
    assert "2020 30 ≤70.5 ≤70.5 unknown" in block(text, "Japan")


# -- waves that are not comparable ---------------------------------------------------------


def test_another_mode_stands_in_a_block_of_its_own_under_a_letter(
    printed: Callable[..., str],
) -> None:
    waves = wave("2020", "mode: online") + wave("2021", "mode: online") + wave("2022")
    under = block(printed(survey(waves, ITEM), TOLD), "Japan")
    title, table = under.index("Not comparable with 2022 (%)"), under.index("2021 (a) 41")
    assert title < table < under.index("2020 (a) 30")
    note = "(a) The mode of interviewing differs: online against telephone."
    assert under.count("(a)") == 3
    assert under.index(note) > table
    assert "These waves are comparable with each other." in under


def test_the_latest_wave_is_not_printed_twice_where_nothing_is_comparable_with_it(
    printed: Callable[..., str],
) -> None:
    text = printed(survey(wave("2020", "mode: online") + wave("2022"), ITEM), TOLD[:1])
    assert not re.search("^2022 ", block(text, "Japan"), re.MULTILINE)


def test_one_country_breaks_where_the_other_goes_on(
    printed: Callable[..., str], recorded: Callable[..., list[dict[str, Any]]]
) -> None:
    more = 'breaks: [{before: "2022", countries: [KR], reason: {en: another partner}}]\n'
    questionnaire = survey(THREE, ITEM, more)
    text = printed(questionnaire, TOLD)
    assert "Not comparable" not in block(text, "Japan")
    assert "(a) The series breaks before 2022: another partner." in block(text, "South Korea")
    found = breaks(recorded(questionnaire, TOLD))
    assert set(found) == {("KR", "2021"), ("KR", "2020")}


def test_breaks_are_records_one_for_each_wave_that_stands_apart(
    recorded: Callable[..., list[dict[str, Any]]],
) -> None:
    waves = wave("2020", "mode: online") + wave("2021") + wave("2022")
    records = recorded(survey(waves, ITEM), TOLD)
    found = breaks(records)
    assert set(found) == {("JP", "2020"), ("KR", "2020")}
    japan = found["JP", "2020"]
    assert (japan["wave_after"], japan["grade"], japan["mark"]) == ("2022", "C", "a")
    assert "C mode: the mode of interviewing differs: online against telephone" in japan["reasons"]
    assert japan["text"] == (
        "The general public of Japan, 2020 to 2022: "
        "the mode of interviewing differs: online against telephone."
    )
    assert [r["wave"] for r in records if r["type"] == "item"] == ["2022", "2021", "2020"]
    told = [r["share"] for r in records if r.get("option") == "yes_" and r["type"] == "estimate"]
    assert told == [0.52, 0.72, 0.41, None, 0.3, 0.63]


def test_each_reason_has_its_letter_and_the_same_reason_the_same_letter(
    recorded: Callable[..., list[dict[str, Any]]],
) -> None:
    waves = (
        wave("2019", "mode: online")
        + wave("2020", "mode: paper")
        + wave("2021", "mode: online")
        + wave("2022")
    )
    found = breaks(recorded(survey(waves, ITEM), TOLD))
    marks = {place: record["mark"] for place, record in found.items()}
    assert marks == {
        ("JP", "2021"): "a", ("JP", "2020"): "b", ("JP", "2019"): "a",
        ("KR", "2021"): "a", ("KR", "2020"): "b", ("KR", "2019"): "a",
    }  # fmt: skip


def test_which_of_the_waves_apart_are_comparable_with_each_other_is_said(
    printed: Callable[..., str],
) -> None:
    waves = (
        wave("2019", "mode: online")
        + wave("2020", "mode: paper")
        + wave("2021", "mode: online")
        + wave("2022")
    )
    under = block(printed(survey(waves, ITEM), TOLD), "Japan")
    assert "Comparable with each other: 2019 and 2021." in under


def test_a_wave_of_another_series_is_apart_even_where_nothing_is_known_against_it(
    printed: Callable[..., str], recorded: Callable[..., list[dict[str, Any]]]
) -> None:
    """How 2021 was asked is not known; it joins 2020, and 2020 is not comparable with 2022."""
    waves = wave("2020", "mode: online") + wave("2021", "mode: unknown") + wave("2022")
    questionnaire = survey(waves, ITEM)
    under = block(printed(questionnaire, TOLD, width=200), "Japan")
    assert (
        "(a) One series with 2020, not comparable with 2022; the mode of interviewing differs:"
        " online against telephone." in under
    )
    assert breaks(recorded(questionnaire, TOLD))["JP", "2021"]["grade"] == "C"


def test_other_people_under_the_same_country_stand_apart(printed: Callable[..., str]) -> None:
    waves = wave("2020", "mode: telephone, population: experts", "{JP: 40}") + wave("2022")
    text = printed(survey(waves, ITEM), TOLD[:1])
    assert "(a) Other people: experts against general public." in block(text, "Japan")


def test_two_samples_of_one_country_are_told_apart(printed: Callable[..., str]) -> None:
    both = "{JP: 1000, JP-experts: {n: 40, country: JP, population: experts}}"
    waves = wave("2020", samples=both) + wave("2022", samples=both)
    text = printed(survey(waves, ITEM), shares("2022 JP 52", "2020 JP 30", "2020 JP-experts 55"))
    assert "Japan, general public, wave by wave" in text
    assert "Japan, experts, wave by wave" in text
    assert "Not comparable" not in text


def test_a_sample_that_got_another_name_is_still_known_by_its_people(
    printed: Callable[..., str],
) -> None:
    """What was JP is JP-public now, and JP are the experts."""
    now = "{JP: {n: 40, population: experts}, JP-public: {n: 1000, country: JP}}"
    waves = wave("2020", samples="{JP: 1000}") + wave("2022", samples=now)
    text = printed(survey(waves, ITEM), shares("2022 JP-public 52", "2020 JP 30"))
    assert "2020 30" in block(text, "Japan, general public")
    assert "experts, wave by wave" not in text


# -- other words ---------------------------------------------------------------------------

REWORDED = (
    ITEM
    + """\
    versions:
      "2021":
        text: {en: Is it really good?}
        options:
          yes_: {en: I suppose}
          no_: {en: By no means}
          dk: {label: {en: Do not know}, kind: dont_know}
      "2022":
        text: {en: Is it good?}
        options:
          yes_: {en: Certainly}
          no_: {en: By no means}
          dk: {label: {en: Do not know}, kind: dont_know}
"""
)


def test_a_wave_reworded_in_the_middle_stands_apart_with_its_words_in_quotes(
    printed: Callable[..., str],
) -> None:
    under = block(printed(survey(THREE, REWORDED), TOLD, width=200), "Japan")
    joined, apart = under.split("Not comparable with 2022 (%)")
    assert re.findall("^(20..) ", joined, re.MULTILINE) == ["2022", "2020"]
    assert re.findall("^(20..) ", apart, re.MULTILINE) == ["2021"]
    assert (
        "(a) The question is worded differently; the answers are worded differently."
        " The question: “Is it really good?” The answers: “I suppose” for “Certainly”." in apart
    )


def test_words_that_were_not_published_are_not_quoted_as_the_question(
    printed: Callable[..., str],
) -> None:
    item = REWORDED.replace("wording: verbatim", "wording: paraphrase")
    text = printed(survey(THREE, item), TOLD, width=200)
    assert "The question (paraphrased): “Is it really good?”" in text


def test_words_that_differ_in_one_language_are_quoted_in_it(printed: Callable[..., str]) -> None:
    item = ITEM.replace("{en: Is it good?}", "{en: Is it good?, ko: 좋습니까}")
    item += '    versions: {"2022": {text: {en: Is it good?, ko: 좋은가}}}\n'
    assert "The question: “좋습니까”." in printed(survey(THREE, item), TOLD)


def test_a_judgement_joins_waves_and_their_words_are_quoted_all_the_same(
    printed: Callable[..., str],
    recorded: Callable[..., list[dict[str, Any]]],
    tmp_path: Path,
) -> None:
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires" / "concepts.yaml").write_text(
        "concepts: {c: {title: {en: C}, categories: {x: X}}}\n"
        "comparability:\n"
        "  - {between: [poll.q, poll.q], grade: B, reason: {en: tried out side by side}}\n",
        "utf-8",
    )
    questionnaire = survey(THREE, REWORDED)
    under = block(printed(questionnaire, TOLD, width=200), "Japan")
    assert "Not comparable" not in under
    assert "2021 (a) 41" in under
    assert "2020 (b) 30" in under
    assert "(b) Comparable, set by hand: tried out side by side." in under
    assert (
        "(a) Comparable, set by hand: tried out side by side. The question: “Is it really good?”"
        " The answers: “I suppose” for “Certainly”." in under
    )
    assert breaks(recorded(questionnaire, TOLD)) == {}


def test_don_t_know_under_other_words_has_a_footnote_too(printed: Callable[..., str]) -> None:
    item = ITEM + (
        '    versions: {"2022": {options: {yes_: {en: Certainly}, no_: {en: By no means},'
        " dk: {label: {en: No opinion}, kind: dont_know}}}}\n"
    )
    under = block(printed(survey(THREE, item), TOLD, width=200), "Japan")
    assert "Not comparable" not in under
    assert "No opinion Base" in under
    assert "(a) The answers: “Do not know” for “No opinion”." in under


def test_an_answer_that_a_wave_did_not_offer_is_not_a_share_of_nought(
    printed: Callable[..., str],
) -> None:
    item = (
        ITEM
        + '    versions: {"2022": {options: {yes_: {en: Certainly}, no_: {en: By no means}}}}\n'
    )
    under = block(printed(survey(THREE, item), TOLD), "Japan")
    assert re.search(r"^2022 52 \S+ not offered 1,000$", under, re.MULTILINE)


def test_an_answer_missing_from_a_list_that_is_not_whole_is_not_reported(
    printed: Callable[..., str],
) -> None:
    item = ITEM + (
        '    versions: {"2021": {options_complete: incomplete, options: {yes_: {en: Certainly}}},'
        ' "2022": {options_complete: published, options: {yes_: {en: Certainly}, no_: {en: No}}}}\n'
    )
    under = block(printed(survey(THREE, item), TOLD), "Japan")
    assert re.search(r"^2021 \(\w\) 41 not reported not reported 1,000$", under, re.MULTILINE)


NETS = """\
  q:
    text: {en: How good?}
    wording: verbatim
    options_complete: published
    options: {a: {en: Very}, b: {en: Rather}, c: {en: Little}, d: {en: Not}}
    nets: {good: {options: [a, b], label: {en: Good}}}
    score: {a: 3, b: 2, c: 1, d: 0}
    versions:
      "2022":
        nets: {good: {options: [a, b, c], label: {en: Good}}}
        score: {a: 2, b: 1, c: -1, d: -2}
"""


def test_a_net_of_other_answers_and_a_score_of_other_numbers_say_so(
    printed: Callable[..., str],
) -> None:
    told = [
        f"f{year}{name},{year},JP,q,{name},count,250,paper"
        for year in ("2020", "2022")
        for name in "abcd"
    ]
    waves = wave("2020", samples="{JP: 1000}") + wave("2022", samples="{JP: 1000}")
    under = block(printed(survey(waves, NETS), told, width=200), "Japan")
    assert "% Very Rather Little Not Good (net) Mean score Base, unweighted" in under
    assert re.search(r"^2022 25 25 25 25 75 \+0\.00 1,000$", under, re.MULTILINE)
    assert re.search(r"^2020 \(a\) 25 25 25 25 50 \+1\.50 1,000$", under, re.MULTILINE)
    assert (
        "(a) “Good” is “Very” and “Rather” together. The mean score counts “Very” as 3,"
        " “Rather” as 2, “Little” as 1 and “Not” as 0." in under
    )


def test_another_filter_stands_apart_and_says_whom_it_let_pass(printed: Callable[..., str]) -> None:
    item = ITEM + (
        '    versions: {"2022": {asked: {item: first, options: [heard]}}}\n'
        "  first:\n"
        "    text: {en: Heard of it?}\n"
        "    options: {heard: {en: Heard}, not_: {en: Not heard}}\n"
    )
    text = printed(survey(THREE, item), TOLD, width=200)
    assert "poll.q · verbatim wording · asked of those with “Heard” for first" in text
    assert (
        "(a) The question is put to other people: the filters differ. Asked of everyone."
        in block(text, "Japan")
    )


def test_several_answers_are_named_below_the_question(printed: Callable[..., str]) -> None:
    item = ITEM.replace("wording: verbatim", "wording: verbatim\n    type: multiple")
    assert "several answers allowed" in printed(survey(THREE, item), TOLD).splitlines()[1]


# -- other evidence, other forms -----------------------------------------------------------

MEASURED = """\
survey: poll
title: {en: A poll}
waves:
  "2020":
    fieldwork: 2020
    sampling: probability
    mode: telephone
    samples: {JP: 6}
    design: {country: country, weight: w}
  "2022":
    fieldwork: 2022
    sampling: probability
    mode: telephone
    samples: {JP: 6}
    design: {country: country, weight: w}
items:
  first:
    text: {en: Heard of it?}
    wording: verbatim
    options_complete: published
    options: {y: {en: Heard}, n: {en: Not heard}}
  q:
    text: {en: Is it good?}
    wording: verbatim
    options_complete: published
    asked: {item: first, options: [y]}
    options: {yes_: {en: Certainly}, no_: {en: By no means}}
"""


def measured(folder: Path) -> Path:
    """Of six in 2022 two pass the filter, of those of 2020 four."""
    rows = {
        "2022": ["y,yes_,1", "y,no_,1", "n,,1", "n,,1", "n,,1", "n,,1"],
        "2020": ["y,yes_,2", "y,yes_,1", "y,yes_,1", "y,no_,1", "n,,1", "n,,1"],
    }
    (folder / "questionnaires").mkdir()
    (folder / "questionnaires" / "poll.yaml").write_text(MEASURED, "utf-8")
    (folder / "datasets" / "poll").mkdir(parents=True)
    for year, lines in rows.items():
        text = "\n".join(["country,first,q,w", *(f"JP,{line}" for line in lines)]) + "\n"
        (folder / "datasets" / "poll" / f"{year}.responses.csv").write_text(text, "utf-8")
    return folder


def test_measured_waves_carry_every_base_that_says_something(run: Run, tmp_path: Path) -> None:
    done = run("topline", "poll.q", cwd=measured(tmp_path), env={"COLUMNS": "120"})
    under = block(re.sub(" +", " ", done.stdout), "Japan")
    assert "Base, unweighted Weighted base Not asked" in under
    assert re.search(r"^2022 50\.0\* 50\.0\* 2 – 4$", under, re.MULTILINE)
    assert re.search(r"^2020 80\.0\* 20\.0\* 4 5 2$", under, re.MULTILINE)


def test_the_base_of_those_with_an_opinion_is_named(printed: Callable[..., str]) -> None:
    text = printed(survey(THREE, ITEM), TOLD, "--base", "substantive", width=160)
    assert "% of substantive answers Certainly By no means" in block(text, "Japan")


GOVERNMENTS = """\
  q:
    text: {en: Talks}
    wording: paraphrase
    options_complete: incomplete
    options: {yes_: {en: For}, no_: {en: Against}}
"""


def test_governments_are_counted_and_the_same_one_is_followed(
    run: Run, project: Project, tmp_path: Path
) -> None:
    about = "mode: documents, population: governments"
    waves = wave("2020", about, "{JP: 1}") + wave("2022", about, "{JP: 1, KR: 1}")
    header = "id,wave,country,respondent,item,option,predicate,value,source"
    told = [
        "f1,2020,JP,Government of Japan,q,no_,answer,,paper",
        "f2,2022,JP,Government of Japan,q,yes_,answer,,paper",
        "f3,2022,KR,Government of South Korea,q,yes_,answer,,paper",
    ]
    folder = project(told, survey(waves, GOVERNMENTS), header)
    text = re.sub(" +", " ", run("topline", "poll.q", cwd=folder).stdout)
    under = text[text.index("Japan, wave by wave") : text.index("1 of 2:")]
    assert "Counts For Against Base, unweighted" in under
    assert "2022 1 of 1 0 of 1 1" in under
    assert "2020 0 of 1 1 of 1 1" in under
    assert "Not comparable" not in under
    assert "South Korea, wave by wave" not in text


def test_other_persons_are_no_past_wave_of_these(run: Run) -> None:
    text = run("topline", "commentary.us_nk_outlook", env={"COLUMNS": "100"}).stdout
    assert "Not comparable with 2019\n" in text
    assert "(a) Other persons: Zhao Minghao against Liu Yueqiao and Zhang Liangui." in text


def test_markdown_has_the_same_blocks(printed: Callable[..., str]) -> None:
    waves = wave("2020", "mode: online") + wave("2021") + wave("2022")
    text = printed(survey(waves, ITEM), TOLD, "-f", "markdown", raw=True)
    (japan,) = (part for part in text.split("\n## ") if part.startswith("Japan, "))
    assert japan.startswith("Japan, wave by wave\n\n| % | **Certainly** | **By no means** |")
    assert "| **2021**<br>May 2021 | 41<br>(37–45) |" in japan
    assert "\n\nNot comparable with 2022 (%)\n\n|  | **Certainly** |" in japan
    assert "| **2020 (a)**<br>May 2020 | 30<br>(27–33) |" in japan
    note = "(a) The mode of interviewing differs: online against telephone."
    assert f"\n\n{note}\n" in japan


def test_a_scale_of_many_points_is_divided_and_loses_nothing(printed: Callable[..., str]) -> None:
    points = "".join(f"      p{n}: {{en: {n} of ten points}}\n" for n in range(11))
    item = (
        "  q:\n    text: {en: How good?}\n    wording: verbatim\n    options_complete: published\n"
        f"    options:\n{points}"
    )
    told = [
        f"f{year}{n},{year},JP,q,p{n},share,{n + 4 if n != 10 else 11},paper"
        for year in ("2020", "2022")
        for n in range(11)
    ]
    waves = wave("2020", samples="{JP: 1000}") + wave("2022", samples="{JP: 1000}")
    text = printed(survey(waves, item), told, width=80, raw=True)
    assert max(map(len, text.splitlines())) <= 80
    rows = re.findall(r"^2020 +(.*)$", text, re.MULTILINE)
    assert len(rows) > 1
    assert " ".join(rows).split() == [*map(str, range(4, 14)), "11", "1,000"]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(
    "item",
    [
        "ipus.necessity",
        "genron-eai.impression",
        "chicago.use_troops",
        "hankook-yomiuri.military_threat",
    ],
)
def test_the_shipped_series_fit_the_terminal_each_wave_in_a_row(
    run: Run, item: str, width: int
) -> None:
    text = run("topline", item, env={"COLUMNS": str(width)}).stdout
    text = text[: text.index("\nSources\n")]
    assert max(map(len, text.splitlines())) <= width
    records = json.loads(run("topline", item, "--json").stdout)["records"]
    countries = {}
    for record in records:
        if record["type"] == "label":
            countries.setdefault(record["country"], []).append(record["wave"])
    for heading in re.split(r"^(?=.*, wave by wave$)", text, flags=re.MULTILINE)[1:]:
        rows = re.findall(r"^(\d{4}(?:-\d\d)?)(?: \(\w+\))? ", heading, re.MULTILINE)
        assert any(rows in (waves, waves[1:]) for waves in countries.values())


def test_a_country_that_nobody_was_asked_in_is_refused(run: Run) -> None:
    done = run("topline", "genron-eai.impression", "--country", "CN")
    assert done.returncode == 2
    assert "nobody was asked in 'CN'" in done.stderr
    assert done.stdout == ""


POOLED = "{JP: {n: 1000, n_status: approximate}, KR: 1000, both: {countries: [JP, KR]}}"


def test_a_base_that_is_about_so_many_says_so_where_nothing_is_known_of_its_shares(
    printed: Callable[..., str],
) -> None:
    text = printed(survey(wave("2020", samples=POOLED), ITEM), shares("2020 KR 60"))
    (line,) = [line for line in text.splitlines() if line.startswith("Base, unweighted")]
    assert line.split()[2:4] == ["≈1,000", "1,000"]


def test_a_fact_that_is_set_aside_is_named_once(run: Run, project: Project) -> None:
    """A pooled figure is several inequalities."""
    waves = wave("2020", about="mode: telephone, pooled_rule: equal", samples=POOLED)
    told = shares("2020 JP 60", "2020 KR 60", "2020 JP 10 dk", "2020 KR 10 dk")
    folder = project([*told, "p,2020,,q,yes_,share,60,paper"], survey(waves, ITEM), HEADER)
    done = run("topline", "poll.q", "--base", "substantive", cwd=folder)
    assert "set aside, being about another base: p." in " ".join(done.stdout.split())
