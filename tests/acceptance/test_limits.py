"""Limits of what is read: each refuses what is beyond it, and can be raised."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Done, run_kcli

ROOT = Path(__file__).parents[2]
QUESTIONNAIRE = """\
survey: small
title: A small survey
organisations: [An institute]
licence: None
sources: {paper: {publisher: A paper, title: T, grade: A}}
waves:
  "2024":
    fieldwork: {start: 2024-01, end: 2024-02}
    population: general_public
    sampling: probability
    samples: {KR: 4}
    design: {}
items:
  view:
    text: A view
    options: {for: For, against: Against}
"""
FINDINGS = """\
id,wave,country,item,option,predicate,value,source
F1,2024,KR,view,for,share,58%,paper
"""
ROWS = "view\n" + "for\nagainst\n" * 2
Change = Callable[[Path], None]


def write(name: str, content: str | bytes) -> Change:
    def change(root: Path) -> None:
        path = root / "datasets" / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return change


def words(text: str) -> Change:
    def change(root: Path) -> None:
        (root / "questionnaires" / "small.yaml").write_text(QUESTIONNAIRE + text)

    return change


PLAIN = "2024.responses.csv"
CASES: dict[str, tuple[str, str, Change]] = {
    "yaml-bytes": ("5000", "too-large", words("# " + "x" * 5000)),
    "yaml-nodes": ("80", "yaml-limit", words("    nets: {" + ", ".join(
        f"n{i}: {{options: [for, against], label: Any}}" for i in range(20)) + "}\n")),
    "yaml-depth": ("3", "yaml-limit", words("")),
    "csv-bytes": ("20", "too-large", write("findings.csv", FINDINGS)),
    "unpacked-bytes": ("20", "too-large", write(PLAIN + ".gz", gzip.compress(ROWS.encode()))),
    "cell-characters": ("200", "csv-syntax", write(
        PLAIN, "view,remark\nfor," + "x" * 201 + "\nagainst,\n")),
    "columns": ("2", "too-large", write(PLAIN, "view,a,b\nfor,,\nagainst,,\n")),
}  # fmt: skip


def build(root: Path, change: Change) -> Path:
    (root / "questionnaires").mkdir(parents=True)
    (root / "questionnaires" / "small.yaml").write_text(QUESTIONNAIRE)
    change(root)
    return root


def compare(root: Path, *limit: str) -> Done:
    chosen = [text for one in limit for text in ("--limit", one)]
    return run_kcli([*chosen, "compare", "small", "-f", "json"], root, {})


@pytest.mark.parametrize("name", CASES)
def test_what_is_beyond_a_limit_is_refused_and_the_hint_names_the_flag(
    name: str, tmp_path: Path
) -> None:
    limit, code, change = CASES[name]
    root = build(tmp_path / "p", change)
    done = compare(root, f"{name}={limit}")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert f": {code}: " in done.stderr
    assert f"kcli --limit {name}=N" in done.stderr


@pytest.mark.parametrize("name", CASES)
def test_what_is_within_it_is_read(name: str, tmp_path: Path) -> None:
    done = compare(build(tmp_path / "p", CASES[name][2]))
    assert done.returncode == 0, done.stderr


def test_a_file_that_unpacks_beyond_all_measure_is_refused_and_may_be_allowed(
    tmp_path: Path,
) -> None:
    bomb = gzip.compress(b"view\n" + b"for\n" * 500_000)
    assert len(bomb) * 250 < 2_000_000
    root = build(tmp_path / "p", write(PLAIN + ".gz", bomb))
    done = compare(root)
    assert done.returncode == 2
    assert "too-large: unpacks to more than" in done.stderr
    assert "kcli --limit unpacked-ratio=N" in done.stderr
    assert compare(root, "unpacked-ratio=2000").returncode == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nodes=5", "did you mean 'yaml-nodes'?"),
        ("yaml-nodes", "a whole number above 0"),
        ("yaml-nodes=0", "a whole number above 0"),
        ("yaml-nodes=-1", "a whole number above 0"),
        ("yaml-nodes=٣", "a whole number above 0"),
        ("yaml-depth=100000", "goes up to 200"),
    ],
)
def test_a_limit_that_is_none_is_a_usage_error(text: str, says: str, tmp_path: Path) -> None:
    done = compare(build(tmp_path / "p", words("")), text)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_the_shipped_surveys_are_far_within_the_limits(tmp_path: Path) -> None:
    for folder in ("questionnaires", "datasets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    limits = [f"--limit={name}" for name in ("yaml-nodes=50000", "csv-bytes=20000000")]
    done = run_kcli([*limits, "compare"], tmp_path, {})
    assert done.returncode == 0, done.stderr


def test_options_of_all_commands_may_stand_behind_the_command(tmp_path: Path) -> None:
    root = build(tmp_path / "p", write("findings.csv", FINDINGS))
    before = run_kcli(["--limit", "csv-bytes=20", "compare", "small"], root, {})
    after = run_kcli(["compare", "small", "--limit=csv-bytes=20"], root, {})
    assert (after.returncode, after.stderr) == (before.returncode, before.stderr)
    assert after.returncode == 2


def test_of_many_faults_the_first_are_told(tmp_path: Path) -> None:
    for name in ("questionnaires", "datasets/small"):
        (tmp_path / name).mkdir(parents=True)
    words("")(tmp_path)
    wrong = "".join(f"F{i},2024,KR,view,form,share,58%,paper\n" for i in range(210))
    write("findings.csv", FINDINGS.split("\n", maxsplit=1)[0] + "\n" + wrong)(tmp_path)
    done = run_kcli(["compare", "small"], tmp_path, {})
    *lines, last = done.stderr.splitlines()
    assert done.returncode == 2
    assert len(lines) == 200
    assert all(line.startswith("datasets/small/findings.csv:") for line in lines)
    assert last == "kcli: and 10 more; kcli check lists the faults of a project"
    checked = run_kcli(["check", "--json"], tmp_path, {})
    assert checked.stdout.count('"unknown-option"') == 210
