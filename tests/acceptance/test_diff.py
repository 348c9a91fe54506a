"""``kcli diff`` as its users meet it: in a terminal, and in continuous integration."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from unit.differing import (
    OF_A_WAVE,
    OF_AN_ITEM,
    POLL,
    Body,
    edited,
    facts,
    with_edit,
    written,
)

Run = Callable[..., Any]
EDITS = {**OF_AN_ITEM, **OF_A_WAVE}
FILES = ("old/poll.yaml", "questionnaires/poll.yaml")


@pytest.fixture
def files(tmp_path: Path) -> Callable[[Body, Body], Path]:
    """The file of a branch in its project, and beside it the file as it was."""

    def make(old: Body, new: Body) -> Path:
        written(tmp_path / "old", old)
        written(tmp_path / "questionnaires", new)
        return tmp_path

    return make


def flat(text: str) -> str:
    return " ".join(text.split())


def records(done: Any, kind: str) -> list[Body]:
    return [row for row in json.loads(done.stdout)["records"] if row["type"] == kind]


# -- in continuous integration -----------------------------------------------------------------


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_ends_with_1_and_a_last_line_that_counts_it(
    name: str, run: Run, files: Callable[..., Path]
) -> None:
    edit = EDITS[name]
    done = run("diff", *FILES, "--json", cwd=files(POLL, with_edit(edit)))
    assert done.returncode == 1
    own = name in OF_AN_ITEM
    told = "1 question changed" if own else "asked otherwise in 1 respect: "
    assert done.stderr.splitlines()[-1].startswith(f"kcli: {told}"), done.stderr
    found = records(done, "difference")
    assert {(row["aspect"], row["was"], row["now"]) for row in found} == {
        (edit.aspect, edit.was, edit.now)
    }


def test_nothing_otherwise_ends_with_0_and_without_a_word(
    run: Run, files: Callable[..., Path]
) -> None:
    done = run("diff", *FILES, cwd=files(POLL, POLL))
    assert (done.returncode, done.stderr) == (0, "")
    assert "No difference." in done.stdout


def test_sources_notes_and_titles_are_listed_and_end_with_0(
    run: Run, files: Callable[..., Path]
) -> None:
    new = edited(POLL, ("sources", "paper", "url"), "https://example.org/p")
    new = edited(new, ("title", "en"), "Another title")
    new = edited(new, ("items", "q", "note"), "Something to know")
    done = run("diff", *FILES, cwd=files(POLL, new))
    assert (done.returncode, done.stderr) == (0, "")
    text = flat(done.stdout)
    assert "No difference in what people were asked, or how." in text
    said = text.partition("Said otherwise, and not a change of what people were asked")[2]
    assert "Title (en): was A poll; now Another title" in said
    assert "Sources paper.url: was not stated; now https://example.org/p" in said
    assert "q: Note (und): was not stated; now Something to know" in said


def test_two_files_need_no_project_and_none_is_read(run: Run, tmp_path: Path) -> None:
    written(tmp_path, POLL, "was.yaml")
    written(tmp_path, POLL, "is.yaml")
    done = run("diff", "was.yaml", "is.yaml", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    whole = json.loads(done.stdout)
    assert whole["project"] == "none"
    assert [each["path"] for each in whole["inputs"]] == ["is.yaml", "was.yaml"]


def test_changes_are_annotated_in_the_file_of_the_branch(
    run: Run, files: Callable[..., Path]
) -> None:
    """Once a place, though the wording is that of two waves."""
    folder = files(POLL, with_edit(OF_AN_ITEM["the wording"]))
    lines = (folder / FILES[1]).read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines, 1) if "Is it bad?" in line)
    done = run("diff", *FILES, "-f", "github", cwd=folder)
    assert done.returncode == 1
    assert done.stdout == (
        f"::warning file=questionnaires/poll.yaml,line={place},title=poll.q::"
        "Wording (en): was Is it good?; now Is it bad?\n"
    )


def test_what_does_not_count_is_not_annotated(run: Run, files: Callable[..., Path]) -> None:
    done = run(
        "diff", *FILES, "-f", "github", cwd=files(POLL, edited(POLL, ("title", "en"), "Other"))
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_quiet_is_quiet_and_still_ends_with_1(run: Run, files: Callable[..., Path]) -> None:
    folder = files(POLL, with_edit(OF_A_WAVE["the mode"]))
    done = run("diff", *FILES, "--quiet", cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")


def test_the_result_goes_to_a_file_and_the_status_stays(
    run: Run, files: Callable[..., Path]
) -> None:
    folder = files(POLL, with_edit(OF_A_WAVE["the mode"]))
    done = run("diff", *FILES, "-o", "changes.json", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads((folder / "changes.json").read_text("utf-8"))["command"] == "diff"


def test_waves_and_questions_are_added_and_removed(run: Run, files: Callable[..., Path]) -> None:
    new = edited(POLL, ("waves", "2022"), {**POLL["waves"]["2021"], "fieldwork": "2022-03"})
    new = edited(new, ("items", "more"), {"text": "One more?", "options": {"a": "A"}})
    folder = files(POLL, new)
    done = run("diff", *FILES, cwd=folder)
    assert done.stderr == "kcli: 1 question added; 1 wave added\n"
    text = flat(done.stdout)
    assert "Waves added 2022 (March 2022: JP, KR)" in text
    assert "Questions added more: One more?" in text
    back = run("diff", *reversed(FILES), cwd=folder)
    assert back.stderr == "kcli: 1 question removed; 1 wave removed\n"
    assert "Questions removed more: One more?" in flat(back.stdout)


# -- the page ----------------------------------------------------------------------------------


def test_a_rewording_shows_both_texts_each_on_its_line(
    run: Run, files: Callable[..., Path]
) -> None:
    long = "Do you think that it is good, bad, or neither good nor bad?"
    longer = long.replace("neither", "rather neither")
    old, new = (edited(POLL, ("items", "q", "text", "en"), text) for text in (long, longer))
    folder = files(old, new)
    plain = run("diff", *FILES, cwd=folder, env={"COLUMNS": "120"})
    lines = [line.strip() for line in plain.stdout.splitlines()]
    assert any(line.endswith(f"was: {long}") for line in lines)
    assert any(line.endswith(f"now: {longer}") for line in lines)
    assert "\x1b" not in plain.stdout
    coloured = run("diff", *FILES, cwd=folder, env={"COLUMNS": "120", "FORCE_COLOR": "1"})
    assert "\x1b[1mrather\x1b[0m neither good" in coloured.stdout
    markdown = run("diff", *FILES, "-f", "markdown", cwd=folder)
    assert "or **rather** neither good nor bad?" in markdown.stdout
    assert f"was: {long}<br>" in markdown.stdout


def test_a_change_of_some_waves_or_one_country_says_which(
    run: Run, files: Callable[..., Path]
) -> None:
    waves = {
        str(year): {**POLL["waves"]["2020"], "fieldwork": str(year)} for year in range(2018, 2023)
    }
    old = {**POLL, "waves": waves}
    new = edited(old, ("items", "q", "versions"), {"2020": {"time_frame": "future"}})
    for year in ("2019", "2021", "2022"):
        new = edited(new, ("waves", year, "samples", "KR", "mode"), "online")
    text = flat(run("diff", *FILES, cwd=files(old, new)).stdout)
    assert "Time frame: was present; now future [2020 to 2022]" in text
    assert "Mode of interviewing face to face online South Korea 2019, 2021, 2022" in text


def test_a_label_is_never_taken_for_markup(run: Run, files: Callable[..., Path]) -> None:
    label = "[bold]Good[/bold] | <b>&amp;</b> `x` *y*"
    folder = files(POLL, edited(POLL, ("items", "q", "options", "good", "label", "en"), label))
    table = run("diff", *FILES, cwd=folder, env={"COLUMNS": "120"})
    assert label in table.stdout
    markdown = run("diff", *FILES, "-f", "markdown", cwd=folder)
    assert "<b>" not in markdown.stdout
    assert r"\[bold\]" in markdown.stdout


@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_the_page_fits_its_width(width: str, run: Run, files: Callable[..., Path]) -> None:
    new = with_edit(OF_AN_ITEM["the wording"])
    new = edited(new, ("waves", "2021", "population", "universe", "en"), "Adults " * 20)
    done = run("diff", *FILES, cwd=files(POLL, new), env={"COLUMNS": width})
    assert max(map(len, done.stdout.splitlines())) <= int(width)


def test_invented_respondents_say_so(run: Run) -> None:
    done = run("diff", "kf-vub", "kf-vub-synthetic", "-q")
    assert done.stdout.startswith("SYNTHETIC")
    assert json.loads(run("diff", "kf-vub", "kf-vub-synthetic", "--json").stdout)["synthetic"]


# -- the shipped surveys -----------------------------------------------------------------------


def test_a_question_that_is_asked_alike_every_year_differs_in_nothing(run: Run) -> None:
    done = run("diff", "ipus@2015", "2025")
    assert (done.returncode, done.stderr) == (0, "")
    text = flat(done.stdout)
    assert "No difference. Asked in the same words necessity" in text
    assert "Grade B: small differences" in text


def test_a_public_and_experts_meet_in_the_concept_they_share(run: Run) -> None:
    done = run("diff", "kf-vub@2019", "ifes@2025", "--json")
    assert done.returncode == 1
    rows = records(done, "item_diff")
    met = [row for row in rows if row["item_from"] and row["item_to"]]
    assert {
        (r["item_from"], r["item_to"], r["concept"], r["grade"], r["wording"]) for r in met
    } == {("inter_korean_change", "tension_continues", "inter_korean_direction", "D", "gap")}
    assert {row["country_from"] for row in met} == {"CN", "JP", "RU", "US"}
    assert ("removed", "us_nk_change", None) in facts(rows, "status", "item_from", "item_to")
    found = records(done, "difference")
    whole = facts((row for row in found if row["sample_to"] is None), "aspect", "was", "now")
    assert {
        ("population", "general_public", "experts"),
        ("mode", "unknown", "online"),
        ("base", "all, assumed", "all"),
    } <= whole


def test_governments_that_were_read_in_one_wave_only_are_samples_that_were_added(run: Run) -> None:
    done = run("diff", "governments@before-2018", "2018-06")
    assert done.returncode == 1
    assert done.stderr == "kcli: 1 question added; 4 samples added\n"
    assert "China, Japan, South Korea, Russia" in flat(done.stdout)


def test_a_shipped_file_with_one_word_changed_is_noticed(
    run: Run, root: Path, tmp_path: Path
) -> None:
    path = root / "questionnaires" / "ipus.yaml"
    (tmp_path / "ipus.yaml").write_text(
        path.read_text("utf-8").replace("생각하십니까", "보십니까"), "utf-8"
    )
    done = run("diff", str(path), str(tmp_path / "ipus.yaml"), "--json")
    assert done.stderr == "kcli: 1 question changed\n"
    rows = records(done, "difference")
    assert {(row["aspect"], row["language"], row["item_to"]) for row in rows} == {
        ("wording", "ko", "necessity")
    }
    assert len({row["wave_to"] for row in rows}) == len(rows) >= 11


def test_one_country_of_one_wave_against_another_country(run: Run) -> None:
    done = run("diff", "kf-vub@2019/CN", "kf-vub@2019/JP")
    assert done.stderr == "kcli: asked otherwise in 1 respect: country\n"
    assert "Country China Japan" in flat(done.stdout)


# -- formats -----------------------------------------------------------------------------------


def test_the_json_is_as_its_schema_says(run: Run, files: Callable[..., Path]) -> None:
    schema = json.loads(run("schema", "diff").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    for done in (
        run("diff", "kf-vub@2019", "ifes@2025", "--json"),
        run("diff", *FILES, "--json", cwd=files(POLL, with_edit(OF_AN_ITEM["one more answer"]))),
    ):
        jsonschema.validate(json.loads(done.stdout), schema)


def test_equal_inputs_give_equal_bytes(run: Run, files: Callable[..., Path]) -> None:
    folder = files(POLL, with_edit(OF_AN_ITEM["the order of answers"]))
    outputs = {
        run("diff", *FILES, "--json", cwd=folder, env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
    typed = run("diff", *(str(folder / name) for name in FILES), "--json", cwd=folder)
    assert {typed.stdout} == outputs
    assert str(folder) not in typed.stdout


def test_csv_shows_questions_or_differences(run: Run, files: Callable[..., Path]) -> None:
    folder = files(POLL, with_edit(OF_AN_ITEM["who is asked"]))
    done = run("diff", *FILES, "-f", "csv", cwd=folder)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["item_to"] for row in rows] == ["q", "heard", "q", "heard"]
    assert "csv shows the item_diff records; --records for difference" in done.stderr
    done = run("diff", *FILES, "-f", "csv", "--records", "difference", cwd=folder)
    (row, _) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["aspect"], row["counts"], row["now"]) == ("filter", "true", "heard: yes")


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "markdown", "github"])
def test_every_format_ends_with_the_same_status(
    format: str, run: Run, files: Callable[..., Path]
) -> None:
    folder = files(POLL, with_edit(OF_AN_ITEM["who is asked"]))
    done = run("diff", *FILES, "-f", format, cwd=folder)
    assert done.returncode == 1
    assert done.stdout
    assert done.stderr.splitlines()[-1] == "kcli: 1 question changed"


# -- what cannot be compared -------------------------------------------------------------------

USAGE = {
    (): "say which two questionnaires or waves; such as: kcli diff ipus@2024 2025",
    ("ipus",): "one side was given: ipus; such as: kcli diff ipus@",
    ("ipus.necessity@2015",): "such as: kcli diff ipus.necessity@",
    ("ifes",): "it has one wave, so another survey or a file: kcli diff ifes SURVEY",
    ("ipus", "2025"): "say which two waves of ipus; such as: kcli diff ipus@",
    ("ipus@2024", "ipus"): "say which two waves of ipus",
    ("ipus@2024", "2O25"): "ipus has no wave '2O25'; did you mean '2025'?",
    ("ipus@2o24", "2025"): "ipus has no wave '2o24'; did you mean '2024'?",
    ("ipuss@2024", "2025"): "there is no survey 'ipuss'; did you mean 'ipus'?",
    ("ipus@2024", "kf-vb"): "ipus has no wave 'kf-vb'; did you mean 'kf-vub'?",
    ("ipus.necesity@2024", "2025"): "ipus has no item 'necesity'; did you mean 'necessity'?",
    ("ipus@2024/XX", "2025"): "nobody was asked in 'XX'; asked: KR",
    ("ipus@2024", "2025", "--country", "US"): "nobody was asked in 'US'; asked: KR",
    ("ipus@2024:expert", "2025"): "there is no population 'expert'",
    ("ipus@2024", "kf-vub/JP", "--country", "KR"): "kf-vub@2019 has no such sample; it has CN",
    ("ipus", "kf-vub.us_nk_role"): "ipus@2025 has no item on what 'us_nk_role' is about",
    ("ipus@@2024", "2025"): "cannot read 'ipus@@2024'",
    ("", "2025"): "cannot read ''",
    ("x" * 5000, "2025"): "there is no survey 'xxx",
    ("ipus@2024", "2025", "-f", "sarif"): "sarif is of faults",
    ("ipus@2024", "2025", "-f", "tabel"): "there is no format 'tabel'",
}


@pytest.mark.parametrize("arguments", USAGE, ids=lambda words: " ".join(words)[:40])
def test_what_names_nothing_is_told_in_one_line(arguments: tuple[str, ...], run: Run) -> None:
    done = run("diff", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kcli: usage: ")
    assert done.stderr.count("\n") == 1
    assert USAGE[arguments] in done.stderr, done.stderr


def test_a_file_alone_says_what_to_type(run: Run, tmp_path: Path) -> None:
    written(tmp_path, POLL)
    done = run("diff", "poll.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kcli: usage: one file was given: poll.yaml; "
        "such as: kcli diff poll.yaml questionnaires/poll.yaml\n"
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.yaml", None, "gone.yaml:1: path: cannot be opened: No such file or directory"),
        ("folder.yaml", "", "folder.yaml:1: path: is not a regular file"),
        ("empty.yaml", b"", "empty.yaml:1: empty: the file is empty"),
        ("latin.yaml", b"survey: caf\xe9 au lait", "latin.yaml:1: encoding: is not UTF-8"),
        ("zip.yaml", b"PK\x03\x04", "zip.yaml:1: encoding: looks like a ZIP archive"),
        ("list.yaml", b"- a\n", "list.yaml:1:1: yaml-shape: a mapping is needed here"),
        ("key.yaml", b"survey: poll\nwave: {}\n", "key.yaml:2:1: unknown-key: 'wave'"),
        ("gone", None, "there is no survey 'gone'"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["first", "second"])
def test_a_file_that_cannot_be_used_is_told_with_its_place(
    name: str, content: bytes | str | None, said: str, turned: bool, run: Run, tmp_path: Path
) -> None:
    written(tmp_path / "questionnaires", POLL)
    if isinstance(content, bytes):
        (tmp_path / name).write_bytes(content)
    elif content is not None:
        (tmp_path / name).mkdir()
    sides = ("questionnaires/poll.yaml", name) if turned else (name, "questionnaires/poll.yaml")
    done = run("diff", *sides, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_name_that_is_a_survey_and_a_folder_is_the_survey(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "questionnaires", POLL)
    for name in ("poll", "2021"):
        (tmp_path / name).mkdir()
    done = run("diff", "poll@2020", "2021", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_without_the_suffix_is_read_where_nothing_else_has_the_name(
    run: Run, tmp_path: Path
) -> None:
    written(tmp_path / "questionnaires", POLL)
    written(tmp_path / "old", with_edit(OF_A_WAVE["the mode"]), "poll.yaml.orig")
    done = run("diff", "old/poll.yaml.orig", "poll", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        "kcli: asked otherwise in 1 respect: mode of interviewing\n",
    )


def test_facts_that_cannot_be_read_are_told_before_waves_are_compared(
    run: Run, tmp_path: Path
) -> None:
    written(tmp_path / "questionnaires", POLL)
    folder = tmp_path / "datasets" / "poll"
    folder.mkdir(parents=True)
    (folder / "findings.csv").write_text("id,wave\n", "utf-8")
    done = run("diff", "poll@2020", "2021", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("datasets/poll/findings.csv:1")
