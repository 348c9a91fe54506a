"""``--bars``: shares drawn in the cells of a table, all on one scale."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
BARS = re.compile(r"[█▓▒▏▎▍▌▋▊▉◂▸(\[═╌][█▓▒▏▎▍▌▋▊▉◂▸()\[\]═╌·]{9,}|·{2,}[█▓▒◂▸()\[\]═╌·]+")


def lines(run: Run, arguments: str, **words: Any) -> list[str]:
    done = run(*arguments.split(), **words)
    assert done.returncode == 0, done.stderr
    found: list[str] = done.stdout.splitlines()
    return found


def bars(text: list[str]) -> list[str]:
    return [bar for line in text[:-1] for bar in BARS.findall(line)]


def test_without_the_option_nothing_is_drawn(run: Run) -> None:
    assert not bars(lines(run, "compare ipus.necessity"))


@pytest.mark.parametrize("width", ["80", "120"])
def test_all_bars_of_a_table_are_on_one_scale(run: Run, width: str) -> None:
    found = bars(lines(run, "compare us_nk_change --bars", env={"COLUMNS": width}))
    assert len(found) == 18  # the answers of four samples of which anything is known
    assert len({len(bar) for bar in found}) == 1


def test_a_known_share_is_a_bar_and_a_range_is_none(run: Run) -> None:
    text = lines(run, "compare us_nk_change --bars", env={"COLUMNS": "120"})
    place = next(n for n, line in enumerate(text) if line.startswith("Worse"))
    china, japan, _, america = BARS.findall(text[place + 2])
    assert china.startswith("◂═")
    assert ")" in china
    assert japan.startswith("█")
    assert america.startswith("█")
    assert america.count("█") >= japan.count("█")


def test_a_legend_tells_what_is_drawn_and_no_more(run: Run) -> None:
    text = lines(run, "compare us_nk_change --bars", env={"COLUMNS": "300"})
    assert text[-1].startswith("  Bars from 0 to 100: █ up to the lower limit")
    assert "anywhere in between" in text[-1]
    panel = lines(run, "compare ifes.talks_results --bars", env={"COLUMNS": "300"})
    assert panel[-1] == "  Bars from 0 to 100: █ as long as the share."


def test_no_line_is_wider_than_the_terminal(run: Run) -> None:
    for command in ("compare us_nk_change", "compare kf-vub", "label kf-vub", "topline necessity"):
        for line in lines(run, f"{command} --bars", env={"COLUMNS": "80"}):
            assert len(line) <= 80 or "://" in line, line


def test_leading_answers_have_bars_too(run: Run) -> None:
    assert len(bars(lines(run, "compare kf-vub --bars", env={"COLUMNS": "120"}))) > 10
    assert len(bars(lines(run, "label kf-vub --bars", env={"COLUMNS": "120"}))) > 10


def test_named_people_are_counted_and_not_drawn(run: Run) -> None:
    text = lines(run, "compare commentary --bars")
    assert not bars(text)
    assert not any("Bars from 0" in line for line in text)


def test_a_plain_terminal_gets_plain_signs(run: Run) -> None:
    done = run("compare", "us_nk_change", "--bars", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "\\u" not in done.stdout
    assert "<===" in done.stdout
    assert "###" in done.stdout


def test_only_a_table_has_bars(run: Run) -> None:
    for wish in ("-f json", "--json", "-f csv", "-o x.md"):
        done = run("compare", "us_nk_change", "--bars", *wish.split())
        assert done.returncode == 2
        assert done.stderr.startswith("kcli: usage: --bars draws in a table, not in ")
