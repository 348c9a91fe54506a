"""``kcli compare`` as its users meet it: another process, its output, its exit status."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import QUESTIONNAIRE
from waves import Survey, Wave, write

from kcli import api

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FORMATS = ["table", "json", "jsonl", "csv", "markdown"]


def records(done: subprocess.CompletedProcess[str], kind: str) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [r for r in json.loads(done.stdout)["records"] if r["type"] == kind]


def pair(done: subprocess.CompletedProcess[str], option: str, a: str, b: str) -> dict[str, Any]:
    (found,) = (
        p
        for p in records(done, "pair")
        if (p["option"], p["country_a"], p["country_b"]) == (option, a, b)
    )
    return found


def test_one_command_shows_four_publics_and_forty_experts(run: Run) -> None:
    done = run("compare")
    assert done.returncode == 0
    for text in ("China", "Japan", "Russia", "United States", "South Korea", "n=1,004", "n=40"):
        assert text in done.stdout
    assert "majority, 28 of 40" in done.stdout
    assert "not reported" in done.stdout
    assert done.stderr == ""


def test_every_line_fits_eighty_columns(run: Run) -> None:
    for what in ([], ["kf-vub.us_nk_change"], ["ifes"]):
        for line in run("compare", *what).stdout.split("\n"):
            assert len(line) <= 80 or line.startswith("  http"), line


def test_what_the_2019_facts_entail_of_china_is_said(run: Run) -> None:
    done = run("compare", "kf-vub.us_nk_change", "--json")
    for other, gap in (("US", 0.1475), ("JP", 0.1325), ("RU", 0.0)):
        found = pair(done, "better", "CN", other)
        assert (found["bound_low"], found["bound_low_reached"]) == (gap, False)
    text = run("compare", "kf-vub.us_nk_change").stdout.replace("\n  ", " ")
    assert "China is ahead of the United States on “Better” by more than 14.75 points." in text
    assert "China is ahead of Japan on “Better” by more than 13.25 points." in text
    assert "China is ahead of Russia on “Better” by more than 0 points." in text


def test_us_minus_japan_on_worse_lies_in_two_to_four_points(run: Run) -> None:
    done = run("compare", "kf-vub.us_nk_change", "--json")
    found = pair(done, "worse", "JP", "US")
    assert (found["bound_low"], found["bound_high"]) == (-0.04, -0.02)
    assert found["bound_low_reached"]
    assert found["bound_high_reached"]
    assert found["text"] == "The United States is ahead of Japan on “Worse” by 2 to 4 points."


def test_china_and_russia_are_above_the_us_and_japan_and_not_each_other(run: Run) -> None:
    done = run("compare", "kf-vub.inter_korean_change", "--json")
    for above in ("CN", "RU"):
        for below in ("JP", "US"):
            first, second = sorted((above, below), key=["CN", "JP", "RU", "US"].index)
            found = pair(done, "better", first, second)
            low = found["bound_low"] if first == above else -found["bound_high"]
            reached = found["bound_low_reached"] if first == above else found["bound_high_reached"]
            assert (low, reached) == (0, False)
    undecided = pair(done, "better", "CN", "RU")
    assert (undecided["bound_low"], undecided["bound_high"]) == (-0.5, 0.5)
    assert "not settled" in undecided["text"]


def test_an_expert_panel_gets_counts_and_no_interval(run: Run) -> None:
    done = run("compare", "ifes.kr_jp", "--json")
    estimates = {e["option"]: e for e in records(done, "estimate")}
    assert {o: e["n_option"] for o, e in estimates.items()} == {
        "weaken": 20,
        "stay": 18,
        "improve": 1,
        "no_answer": 1,
        "weaken_or_stay": 38,
    }
    assert all(e["low"] is None and e["moe"] is None for e in estimates.values())
    (label,) = records(done, "label")
    assert (label["label_sample"], label["label"]) == ("plurality", None)
    assert label["label_other_base"] == "majority"


def test_a_sample_that_is_not_random_gets_no_bare_margin(run: Run) -> None:
    done = run("compare", "kf-vub.us_nk_change", "--json")
    for estimate in records(done, "estimate"):
        assert estimate["moe"] is None
        assert estimate["interval_kind"] in ("model", None)


def test_what_nobody_published_is_null_and_said(run: Run) -> None:
    done = run("compare", "kf-vub.support_inter_korean", "--country", "JP", "--json")
    (estimate,) = records(done, "estimate")
    assert estimate["flags"] == ["not_reported"]
    assert estimate["share"] is estimate["bound_low"] is estimate["bound_high"] is None
    assert "not reported" in run("compare", "support_inter_korean", "--country", "jp").stdout


def test_assumptions_are_listed_with_every_number_that_leans_on_them(run: Run) -> None:
    done = run("compare", "kf-vub.means", "--json")
    china = [e for e in records(done, "estimate") if e["country"] == "CN"]
    assert all("equal-within" in e["assumptions"] for e in china)
    codes = {note["code"] for note in json.loads(done.stdout)["notes"]}
    assert {"base-assumed", "equal-within"} <= codes


def test_the_assumed_list_is_named_where_a_bound_leans_on_it(project: Any, run: Run) -> None:
    text = """\
survey: poll
title: A poll
sources: {s: {publisher: S}}
waves: {"1": {published_base: all, samples: {JP: 100}}}
items:
  q:
    text: Q
    options_complete: assumed
    options: {a: A, b: B}
"""
    folder = project(["1,1,JP,q,a,,share,40,,,s"], text)
    done = run("compare", "q", "--json", cwd=folder)
    first, second = records(done, "estimate")
    assert "options-assumed" not in first["assumptions"]
    assert "options-assumed" in second["assumptions"]
    assert (second["bound_low"], second["bound_high"]) == (0.595, 0.605)


def test_the_other_base_changes_shares_and_is_named(run: Run) -> None:
    everyone = records(run("compare", "ifes.kr_jp", "--json"), "estimate")
    answered = records(run("compare", "ifes.kr_jp", "--base", "substantive", "--json"), "estimate")
    assert everyone[0]["share"] == 0.5
    assert answered[0]["share"] == pytest.approx(20 / 39)
    assert answered[0]["n_base"] == 39
    assert {e["base"] for e in answered} == {"substantive"}
    assert "no_answer" not in {e["option"] for e in answered}


@pytest.mark.parametrize("format", FORMATS)
def test_equal_inputs_give_equal_bytes_wherever_they_are(
    format: str, run: Run, root: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere"
    for folder in ("questionnaires", "datasets"):
        shutil.copytree(root / folder, copy / folder)
    command = ("compare", "kf-vub.us_nk_change", "--format", format)
    first = run(*command, env={"TZ": "Asia/Seoul", "LANG": "ko_KR.UTF-8", "PYTHONHASHSEED": "1"})
    second = run(
        *command,
        cwd=copy / "datasets" / "ifes",
        env={"TZ": "America/New_York", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "99"},
    )
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    assert str(tmp_path) not in second.stdout


def test_json_validates_against_its_schema(run: Run) -> None:
    from jsonschema import Draft202012Validator

    for text in ("compare", "compare us_nk_change", "list", "list ifes", "show kf-vub",
                 "show us_nk_change", "show us_nk_direction"):  # fmt: skip
        command = text.split()
        schema = json.loads(run("schema", command[0]).stdout)
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(json.loads(run(*command, "--json").stdout))


def test_the_keys_are_the_same_whatever_the_flags(run: Run) -> None:
    one = records(run("compare", "us_nk_change", "--json"), "estimate")[0]
    two = records(run("compare", "ifes", "--base", "substantive", "--json"), "estimate")[0]
    assert list(one) == list(two)
    assert next(iter(one)) == "type"


def test_every_format_shows_the_same_shares(run: Run) -> None:
    whole = json.loads(run("compare", "us_nk_change", "--json").stdout)["records"]
    lines = run("compare", "us_nk_change", "-f", "jsonl").stdout.splitlines()
    head, *rest = [json.loads(line) for line in lines]
    assert head["type"] == "result"
    assert rest == whole
    rows = list(csv.DictReader(io.StringIO(run("compare", "us_nk_change", "-f", "csv").stdout)))
    estimates = [r for r in whole if r["type"] == "estimate"]
    assert [row["bound_low"] for row in rows] == [str(e["bound_low"]) for e in estimates]
    assert [row["share"] for row in rows] == [
        "" if e["share"] is None else str(e["share"]) for e in estimates
    ]
    for shown in ("<35.25", "29.5–50", "53–77.5"):
        assert shown in run("compare", "us_nk_change").stdout
        assert shown.replace("<", "\\<") in run("compare", "us_nk_change", "-f", "markdown").stdout


def test_csv_shows_one_type_and_says_what_else_there_is(run: Run) -> None:
    done = run("compare", "us_nk_change", "-f", "csv")
    assert "--records for label, pair" in done.stderr
    rows = list(csv.DictReader(io.StringIO(run("compare", "us_nk_change", "-f", "csv",
                                               "--records", "pair").stdout)))  # fmt: skip
    assert {row["type"] for row in rows} == {"pair"}
    wrong = run("compare", "-f", "csv", "--records", "pairs")
    assert wrong.returncode == 2
    assert "there are: estimate, label" in wrong.stderr


def test_outside_any_project_the_shipped_surveys_answer_and_say_so(
    run: Run, tmp_path: Path
) -> None:
    done = run("compare", "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["project"] == "shipped"
    assert "shipped with kcli" in done.stderr
    assert run("compare", "--json", "--quiet", cwd=tmp_path).stderr == ""
    asked = run("compare", "--json", "--project", "shipped", cwd=tmp_path)
    assert (asked.stderr, asked.stdout) == ("", done.stdout)


def test_countries_may_be_named_in_english(run: Run) -> None:
    by_code = run("compare", "kf-vub", "--country", "JP,US", "--json")
    named = run("compare", "kf-vub", "--country", "japan, United States", "--json")
    assert (named.returncode, named.stdout) == (0, by_code.stdout)
    article = run("compare", "kf-vub", "--country", "the United States", "--json")
    assert {row["country"] for row in json.loads(article.stdout)["records"]} == {"US"}


def test_a_small_base_has_its_mark_where_the_leader_stands(run: Run, tmp_path: Path) -> None:
    api.init(tmp_path / "p")
    path = tmp_path / "p/questionnaires/example.yaml"
    path.write_text(path.read_text("utf-8").replace("JP: 1000", "JP: 60", 1), "utf-8")
    shown = run("compare", "example@2024", cwd=tmp_path / "p").stdout
    assert "46*" in shown
    assert "52*" not in shown
    assert "* fewer than 100 respondents" in " ".join(shown.split())


@pytest.mark.parametrize("what", ["check", "verify", "report --check", "report --list-stale"])
def test_outside_any_project_nothing_passes_a_check(what: str, run: Run, tmp_path: Path) -> None:
    for quiet in ([], ["--quiet"]):
        done = run(*what.split(), *quiet, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        hint = "--project shipped means the surveys shipped with kcli"
        assert done.stderr == f"kcli: usage: no project here or above; {hint}\n"


def test_shipped_surveys_that_are_named_are_checked_anywhere(run: Run, tmp_path: Path) -> None:
    meant = run("check", "--project", "shipped", cwd=tmp_path)
    assert (meant.returncode, meant.stderr) == (0, "")
    assert "shipped with kcli" in run("verify", "kf-vub", cwd=tmp_path).stderr


def test_a_project_is_found_from_a_folder_inside_it(run: Run, project: Any) -> None:
    folder = project(["1,2021,JP,q,a,,share,40,,,paper"])
    inside = folder / "datasets" / "poll"
    assert "A poll" in run("compare", cwd=inside).stdout
    named = run("compare", "--project", str(folder), cwd=Path("/"))
    assert "A poll" in named.stdout
    by_variable = run("compare", cwd=Path("/"), env={"KCLI_PROJECT": str(folder)})
    assert by_variable.stdout == named.stdout


def test_a_project_that_does_not_exist_is_an_error(run: Run, tmp_path: Path) -> None:
    for done in (
        run("compare", "--project", str(tmp_path / "no")),
        run("compare", env={"KCLI_PROJECT": str(tmp_path)}),
    ):
        assert (done.returncode, done.stdout) == (2, "")
        assert "questionnaires/" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", "kf-vb"], "did you mean 'kf-vub'?"),
        (["compare", "kf-vub.us_nk_chang"], "did you mean 'us_nk_change'?"),
        (["compare", "us_nk_chnge"], "did you mean 'us_nk_change'?"),
        (["compare", "kf-vub@2018"], "waves: 2019"),
        (["compare", "ipus", "2024"], "too many arguments: 2024; a wave is named with --wave 2024"),
        (["compare", "ipus", "a", "b"], "too many arguments: a b; see --help"),
        (["--responses", "kf-vb@2019=a.csv", "compare"], "did you mean 'kf-vub'?"),
        (["--responses", "kf-vub@2018=a.csv", "check"], "kf-vub has no wave '2018'; waves: 2019"),
        (["help", "exit"], "did you mean 'exit-codes'?"),
        (["compare", "kf-vub:experts"], "has no population"),
        (["compare", "kf-vub", "--country", "KR"], "nobody was asked in 'KR'"),
        (["compare", "a b"], "SURVEY[.ITEM]"),
        (["compare", "kf-vub@2019", "--wave", "2018"], "two waves"),
        (["compare", "--confidence", "95"], "between 0.5 and 0.999999"),
        (["compare", "--ci", "exact"], "wilson"),
        (["compare", "--base", "some"], "all or substantive"),
        (["compare", "--format", "jsn"], "did you mean 'json'?"),
        (["compare", "--json", "-f", "csv"], "--json and another"),
        (["compare", "-o", "x.doc"], "--format"),
        (["compare", "--frmat", "json"], "--format"),
        (["compre"], "compare"),
        (["schema", "compair"], "did you mean 'compare'?"),
        (["show", "nothing_like_it"], "kcli list"),
    ],
)
def test_unusable_arguments_are_one_line_with_the_nearest_name(
    arguments: list[str], said: str, run: Run
) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("kcli: usage: ")
    assert said in done.stderr


def test_facts_that_clash_are_named_and_no_number_is_shown(run: Run, project: Any) -> None:
    folder = project(
        [
            "f1,2021,JP,q,a,,share,40,,,paper",
            "f2,2021,JP,q,a,,share,55,,,other",
            "f3,2021,JP,q,b,,share,10,,,paper",
            "f4,2021,KR,q,a,,share,10,,,paper",
        ]
    )
    done = run("compare", "q", "--json", cwd=folder)
    japan = [e for e in records(done, "estimate") if e["country"] == "JP"]
    assert all(e["flags"] == ["contradictory"] for e in japan)
    assert all(e["share"] is e["bound_low"] is None for e in japan)
    (note,) = (n for n in json.loads(done.stdout)["notes"] if n["code"] == "facts-clash")
    assert "f1 (datasets/poll/findings.csv:2) and f2 (datasets/poll/findings.csv:3)" in note["text"]
    assert "f3" not in note["text"]
    assert "warning" in done.stderr
    korea = [e for e in records(done, "estimate") if e["country"] == "KR"]
    assert korea[0]["share"] == 0.1
    assert "facts clash" in run("compare", "q", cwd=folder).stdout
    assert "facts clash" in run("compare", cwd=folder).stdout


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -m kcli compare | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.stderr == "" or "shipped" in done.stderr
    assert done.stdout.splitlines()[-1] in ("0", "141")


def test_a_full_disk_is_said_with_status_74(run: Run, tmp_path: Path) -> None:
    full = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m kcli compare -q > /dev/full"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert full.returncode == 74
    assert full.stderr.startswith("kcli: cannot write standard output")
    nowhere = run("compare", "-o", str(tmp_path / "no" / "x.json"))
    assert (nowhere.returncode, nowhere.stdout) == (74, "")
    assert nowhere.stderr.startswith("kcli: cannot write")


def test_output_goes_to_a_file_whole_and_its_suffix_names_the_format(
    run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "out.json"
    target.write_text("old", "utf-8")
    done = run("compare", "us_nk_change", "-o", str(target))
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(target.read_text("utf-8"))["command"] == "compare"
    assert [p.name for p in tmp_path.iterdir()] == ["out.json"]


def test_a_plain_terminal_gets_plain_signs(run: Run) -> None:
    done = run("compare", "us_nk_change", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "29.5-50" in done.stdout
    assert "\\u" not in done.stdout


def test_colour_is_asked_for_or_left_out(run: Run) -> None:
    assert "\x1b[" not in run("compare").stdout
    assert "\x1b[" in run("compare", env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[" not in run("compare", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout


def test_countries_are_chosen_by_selector_or_option(run: Run) -> None:
    by_selector = run("compare", "kf-vub.us_nk_change/CN", "--json")
    by_option = run("compare", "kf-vub.us_nk_change", "--country", "cn", "--json")
    assert records(by_selector, "estimate") == records(by_option, "estimate")
    both = run("compare", "us_nk_change", "--country", "CN,JP", "--json")
    assert {e["country"] for e in records(both, "estimate")} == {"CN", "JP"}
    assert len(records(both, "pair")) == 5


def test_labels_come_in_the_language_asked_for(run: Run) -> None:
    done = run("compare", "ifes.kr_jp", "--lang", "ko")
    assert "한일관계" in done.stdout
    assert "약화" in done.stdout
    assert "대한민국" in done.stdout


def test_no_table_is_ever_cut_however_many_countries_there_are(run: Run, project: Any) -> None:
    codes = ["CN", "JP", "RU", "US", "KR", "DE", "FR", "GB", "IT", "ES", "CA", "AU", "IN", "BR"]
    text = f"""\
survey: poll
title: A poll
sources: {{s: {{publisher: S}}}}
waves: {{"1": {{published_base: all, samples: {{{", ".join(f"{c}: 1000" for c in codes)}}}}}}}
items:
  q: {{text: Q, options_complete: published, options: {{a: First answer, b: Second answer}}}}
"""
    folder = project([f"{c},1,{c},q,a,,share,68.55,,,s" for c in codes], text)
    for width in ("80", "60", "200"):
        for what in ("q", "poll"):
            out = run("compare", what, cwd=folder, env={"COLUMNS": width}).stdout
            assert out.count("68.55") == len(codes), (width, what)
            assert out.count("n=1,000") == len(codes)
            assert max(len(line) for line in out.split("\n")) <= int(width)


def test_what_differs_by_sample_is_said_for_each(run: Run, project: Any) -> None:
    text = """\
survey: poll
title: A programme
attribution: {en: Say that it is ours.}
sources: {s: {publisher: S}}
waves:
  "1":
    title: Its first wave
    published_base: all
    samples:
      JP: {n: 100, fieldwork: 2020-05-18}
      KR: {n: 100, fieldwork: {start: 2020-06, end: 2020-07}}
      KR-experts: {country: KR, population: experts, n: 10, sampling: expert, fieldwork: 2020-06}
items:
  q: {text: Q, options_complete: published, options: {a: A, b: B}}
"""
    facts = ["1,1,JP,q,a,,share,10,,,s", "2,1,KR-experts,q,b,,count,7,,,s"]
    done = run("compare", "q", cwd=project(facts, text))
    flat = " ".join(done.stdout.split())
    assert "Its first wave" not in flat  # the item is the title
    assert "Japan 18 May 2020; South Korea, general public June to July 2020; South " in flat
    assert "South Korea, experts June 2020" in flat
    assert "general public" in flat
    assert "70 (7)" in flat
    assert "Say that it is ours." in flat
    whole = run("compare", "poll", cwd=project(facts, text)).stdout
    assert whole.startswith("Its first wave\n")


def test_files_that_belong_to_nothing_are_said(run: Run, project: Any) -> None:
    folder = project(["1,2021,JP,q,a,,share,40,,,paper"])
    (folder / "datasets" / "pol").mkdir()
    (folder / "datasets" / "poll" / "2021.finding.csv").write_text("x", "utf-8")
    done = run("compare", cwd=folder)
    assert done.returncode == 0
    assert "datasets/pol belongs to no survey or wave" in done.stderr
    assert "2021.finding.csv" in done.stderr


@pytest.mark.parametrize(
    ("base", "told"),
    [
        ("", "set aside, as no source names the base: f1; published_base: all says that it is"),
        ("published_base: substantive", "set aside, being about another base: f1."),
        ("published_base: all", None),
    ],
)
def test_a_comparison_on_a_base_that_nobody_names_is_not_said_to_be_on_another(
    base: str, told: str | None, run: Run, project: Any
) -> None:
    text = QUESTIONNAIRE.replace("    published_base: all\n", f"    {base}\n" if base else "")
    folder = project(
        ["f1,2021,JP,q,a,/KR,more_than,,,,paper"],
        text + "      dk: {label: {en: DK}, kind: dont_know}\n",
    )
    done = run("compare", "q", "--json", cwd=folder)
    notes = [n["text"] for n in json.loads(done.stdout)["notes"] if n["code"] == "fact-set-aside"]
    assert len(notes) == (0 if told is None else 2)  # of either country
    assert all(told in note for note in notes if told)
    for language in ("ko", "ja", "zh", "ru"):
        page = run("compare", "q", "--lang", language, cwd=folder).stdout
        assert "set aside" not in page


# -- withheld shares, and mean scores that some samples lack -----------------------

NCHS = ("--suppress", "nchs")


def asked(tmp_path: Path, given: dict[str, dict[str, int]], **survey: str) -> Path:
    """A wave of respondents: of each country how many gave which answer."""
    rows = [f"{c},{o}" for c, found in given.items() for o, n in found.items() for _ in range(n)]
    samples = ", ".join(f"{c}: {sum(found.values())}" for c, found in given.items())
    more = "design: {country: country}"
    wave = Wave("2020", samples=samples, more=more, rows=("country,q", *rows))
    write(tmp_path, Survey([wave], **survey))  # type: ignore[arg-type]
    return tmp_path


def test_of_a_sample_with_a_withheld_share_no_word_is_told(tmp_path: Path, run: Run) -> None:
    given = {"JP": {"a": 42, "b": 20, "c": 2}, "KR": {"a": 2, "b": 20, "c": 42}}
    root = asked(tmp_path, given)
    kinds = records(run("compare", "poll.q", *NCHS, "--json", cwd=root), "estimate")
    withheld = {(r["country"], r["option"]) for r in kinds if r["suppressed"]}
    assert withheld == {("JP", "c"), ("KR", "a")}  # not the first answer of Japan
    for command in (("compare", "poll"), ("label", "poll")):
        shown = run(*command, *NCHS, cwd=root).stdout
        assert "not settled" not in shown
        assert shown.count("withheld") == 3  # and the legend
    shown = run("compare", "poll.q", *NCHS, cwd=root).stdout
    (line,) = (line for line in shown.splitlines() if line.startswith("Label"))
    assert line.split() == ["Label", "withheld", "withheld"]


def test_a_withheld_share_is_not_said_to_be_unreported(tmp_path: Path, run: Run) -> None:
    root = asked(tmp_path, {"JP": {"a": 500, "b": 400}, "KR": {"a": 11, "b": 9}})
    found = pair(run("compare", "poll.q", *NCHS, "--json", cwd=root), "a", "JP", "KR")
    assert found["text"] == "Japan and South Korea cannot be compared on “First”: withheld."


def test_a_mean_score_may_stand_beside_a_list_that_has_none(tmp_path: Path, run: Run) -> None:
    more = "score: {a: 1, b: 0, c: -1}"
    item = "wording: verbatim, options_complete: incomplete"
    root = asked(tmp_path, {"KR": {"a": 30, "b": 50, "c": 20}}, item=item, more=more)
    path = root / "questionnaires" / "poll.yaml"
    path.write_text(path.read_text("utf-8").replace("{KR: 100}", "{JP: 1000, KR: 100}"), "utf-8")
    (root / "datasets" / "poll" / "findings.csv").write_text(
        "id,wave,country,item,option,predicate,value,source\n1,2020,JP,q,a,share,40,s\n", "utf-8"
    )
    done = run("compare", "poll.q", "--total", "equal", "--json", cwd=root)
    scores = [r for r in records(done, "estimate") if r["option"] == "score"]
    assert [(r["country"], r["share"], r["flags"]) for r in scores] == [
        ("JP", None, ["no_bound"]),
        ("KR", 0.1, []),
        (None, None, ["pooled-equal", "no_bound"]),
    ]
    shown = run("compare", "poll.q", "--total", "equal", cwd=root).stdout
    (line,) = (line for line in shown.splitlines() if line.startswith("Mean score"))
    assert line.split()[2:] == ["open", "+0.10", "open"]
    assert "open: anything" in " ".join(shown.split())


def test_a_label_of_few_respondents_is_marked(tmp_path: Path, run: Run) -> None:
    root = asked(tmp_path, {"JP": {"a": 60, "b": 50}, "KR": {"a": 30, "b": 20}})
    shown = " ".join(run("label", "poll", cwd=root, env={"COLUMNS": "120"}).stdout.split())
    assert "First 60.0* (46–73)" in shown
    assert "First 54.5 (45–64)" in shown
    assert "* fewer than 100 respondents" in shown
