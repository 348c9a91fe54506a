"""``-f html`` as its users meet it: one file, the same everywhere, that says what the page says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypertext import Element, check_document

pytestmark = pytest.mark.slow

Run = Callable[..., Any]
COMMANDS = [
    "compare",
    "compare kf-vub",
    "compare kf-vub.us_nk_change",
    "compare inter_korean_direction",
    "compare anes.vote",
    "compare governments",
    "compare commentary",
    "label kf-vub",
    "label anes.vote",
    "topline ipus.necessity",
    "topline ifes.talks_results",
    "trend ipus.necessity",
    "crosstab anes.vote --by education,party",
    "shift ipus.necessity --from 2015 --to 2025",
    "shift inter_korean_direction --from kf-vub@2019 --to ifes@2025",
    "diff genron-eai@2013 genron-eai@2025",
    "verify kf-vub",
    "verify ifes",
    "check",
    "explain",
    "explain sum-not-100",
    "list",
    "list kf-vub",
    "show kf-vub",
    "show kf-vub.us_nk_change",
    "show inter_korean_direction",
]
LABELS = {
    "a": "<img src=x onerror=alert(1)>",
    "b": "</script><script>alert(1)</script>",
    "c": '" onmouseover="alert(1)',
    "d": "=1+1",
    "e": "עברית מימין לשמאל",
    "f": "long " * 60,
    "g": "x" * 300,
    "h": "😀 통일",
    "i": "javascript:alert(1)",
    "j": "{{ 1 }}",
}


def written(run: Run, path: Path, arguments: str, **words: Any) -> Element:
    done = run(*arguments.split(), "-o", str(path), **words)
    assert done.returncode == (1 if arguments.startswith("diff") else 0), done.stderr
    assert done.stdout == ""
    return check_document(path.read_text("utf-8"))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_document_that_says_what_its_page_says(
    command: str, run: Run, tmp_path: Path
) -> None:
    """Every number and word of the Markdown is there, in the same order."""
    html = written(run, tmp_path / "out.html", command)
    main = html.one("main")
    kept = [
        each for each in main.children if not isinstance(each, Element) or each.tag != "details"
    ]
    told = Element("main", {}, kept)
    page = run(*command.split(), "-f", "markdown").stdout
    lines = [line for line in page.splitlines() if not re.fullmatch(r"[| :-]+|```.*", line)]
    plain = re.sub(r"\\(.)", r"\1", re.sub(r"<br>|\*\*", " ", "\n".join(lines)))
    words = re.findall(r"\w+", re.sub(r"https?://\S+", "", plain))
    seen = iter(re.findall(r"\w+", told.text))
    assert words
    for word in words:
        assert word in seen, word  # takes from those that are left
    addresses = {a.attributes["href"] for a in told.all("a")}
    assert addresses == set(re.findall(r"(?<= )https?://\S+", plain))


def test_shares_are_those_of_the_json(run: Run, tmp_path: Path) -> None:
    html = written(run, tmp_path / "out.html", "compare anes.vote")
    document = json.loads(run("compare", "anes.vote", "--json").stdout)
    cells = {row.all("th")[0].text: row.one("td").text for row in html.all("tr")[1:]}
    shares = [r for r in document["records"] if r["type"] == "estimate"]
    assert shares
    for record in shares:
        share, limits = cells[record["option_label"]].split("\n")
        assert float(share) == pytest.approx(100 * record["share"], abs=0.05)
        low, high = map(float, limits.strip("()").split("–"))
        assert (low, high) == pytest.approx((100 * record["low"], 100 * record["high"]), abs=0.5)


def test_hostile_labels_come_out_as_texts(run: Run, project: Any, tmp_path: Path) -> None:
    options = "".join(
        f"      {name}: {{en: {json.dumps(text, ensure_ascii=False)}}}\n"
        for name, text in LABELS.items()
    )
    questionnaire = f"""\
survey: poll
title: {{en: "</title><script>"}}
sources: {{paper: {{publisher: "<b>", url: "javascript:alert(1)"}}}}
waves:
  "2020":
    fieldwork: 2020-01
    published_base: all
    samples: {{JP: 1000, KR: 1000}}
items:
  q:
    text: {{en: "</h1></main><iframe src='https://example.org'>"}}
    options_complete: published
    options:
{options}"""
    findings = [f"f{c},2020,{c},q,a,,share,40,all,1000,paper" for c in ("JP", "KR")]
    folder = project(findings, questionnaire)
    html = written(run, tmp_path / "out.html", "compare poll.q", cwd=folder)
    stubs = [th.text for th in html.all("th") if th.attributes["scope"] == "row"]
    assert [stub.strip() for stub in stubs[: len(LABELS)]] == [t.strip() for t in LABELS.values()]
    assert html.one("title").text == "</h1></main><iframe src='https://example.org'>"
    assert [a.attributes["href"] for a in html.all("a")] == ["#main"]


@pytest.mark.parametrize("command", ["compare {}", "compare {}.means", "label {}", "list {}"])
def test_invented_respondents_say_so_on_the_page(command: str, run: Run, tmp_path: Path) -> None:
    html = written(run, tmp_path / "out.html", command.format("kf-vub-synthetic"))
    assert html.one("title").text.startswith("SYNTHETIC: ")
    assert html.one("body").attributes["class"] == "synthetic"
    assert html.one("main").all("p")[0].text == "SYNTHETIC: these respondents are invented"


def test_a_page_in_korean_says_so(run: Run, tmp_path: Path) -> None:
    html = written(run, tmp_path / "out.html", "compare ifes.kr_us --lang ko")
    assert html.attributes["lang"] == "ko"
    assert html.all("a")[0].text == "본문으로 건너뛰기"


# -- the file --------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["compare kf-vub", "verify ifes", "show ipus --lang ko"])
def test_equal_results_give_equal_bytes_wherever_they_are_made(
    command: str, run: Run, tmp_path: Path
) -> None:
    here = tmp_path / "here.html"
    written(run, here, command)
    for number, env in enumerate(
        [
            {"TZ": "Asia/Seoul", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
            {"TZ": "America/New_York", "LANG": "ko_KR.UTF-8", "PYTHONHASHSEED": "2"},
            {"COLUMNS": "40", "NO_COLOR": "1"},
        ]
    ):
        there = tmp_path / f"{number}.HTM"
        written(run, there, command, env=env)
        assert there.read_bytes() == here.read_bytes()
    assert b"\r" not in here.read_bytes()


def test_standard_output_is_given_the_same_text(root: Path, run: Run, tmp_path: Path) -> None:
    written(run, tmp_path / "out.html", "compare kf-vub.means")
    done = subprocess.run(
        [sys.executable, "-m", "kcli", "compare", "kf-vub.means", "-f", "html"],
        cwd=root,
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == (tmp_path / "out.html").read_bytes()


def test_without_the_package_one_line_tells_how_to_get_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "jinja2.py").write_text("raise ModuleNotFoundError('not here')\n", "utf-8")
    out = tmp_path / "out.html"
    done = run("compare", "kf-vub", "-o", str(out), env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr == (
        "kcli: usage: html needs Jinja2, which is not installed; "
        "pip install 'kcli-tracker[report]'\n"
    )
    assert not out.exists()
    done = run("compare", "kf-vub", env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 0


def test_weights_are_told_in_html_too(run: Run, root: Path, tmp_path: Path) -> None:
    margins = tmp_path / "margins.yaml"
    margins.write_text("margins: {vote: {clinton: 50, dole: 50}}\n", "utf-8")
    new = str(tmp_path / "new.responses.csv")
    done = run("weight", "anes", "--margins", str(margins), "-o", new, "-f", "html")
    assert done.returncode == 0, done.stderr
    assert "Clinton" in check_document(done.stdout).one("table").text
