"""``kcli plot`` as its users meet it: files that open, and the same bytes everywhere."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from charting import texts
from waves import Survey, Wave, write

pytestmark = pytest.mark.slow  # whole documents and pictures, many times over

Run = Callable[..., Any]
PNG = b"\x89PNG\r\n\x1a\n"
COMMANDS = [
    "compare us_nk_change",
    "compare inter_korean_direction",
    "compare kf-vub-synthetic.us_nk_change",
    "shift ipus.necessity --from 2018 --to 2025",
    "trend genron-eai.impression",
]


def written(run: Run, path: Path, arguments: str, **words: Any) -> bytes:
    done = run("plot", *arguments.split(), "-o", str(path), **words)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return path.read_bytes()


@pytest.mark.parametrize("arguments", COMMANDS)
def test_an_svg_opens_and_its_text_is_text(run: Run, tmp_path: Path, arguments: str) -> None:
    svg = written(run, tmp_path / "x.svg", arguments).decode()
    assert ET.fromstring(svg).tag.endswith("svg")
    assert len(texts(svg)) > 10
    assert "var(" not in svg


@pytest.mark.parametrize("arguments", COMMANDS[:2])
def test_a_png_is_one(run: Run, tmp_path: Path, arguments: str) -> None:
    assert written(run, tmp_path / "x.png", arguments).startswith(PNG)


def test_an_html_page_holds_the_pictures_with_their_tables(run: Run, tmp_path: Path) -> None:
    page = written(run, tmp_path / "x.html", "shift inter_korean_direction "
                   "--from kf-vub@2019 --to ifes@2025").decode()  # fmt: skip
    assert page.count("<svg") == page.count("<figcaption") == 4
    assert page.count("<caption") >= 4
    assert "default-src 'none'" in html.unescape(page)
    assert "<script" not in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_several_pictures_are_numbered_and_told(run: Run, tmp_path: Path) -> None:
    arguments = "shift inter_korean_direction --from kf-vub@2019 --to ifes@2025"
    out = tmp_path / "gap.svg"
    done = run("plot", *arguments.split(), "-o", str(out))
    assert done.returncode == 0
    assert done.stderr == "kcli: 4 pictures: gap-1.svg to gap-4.svg\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"gap-{n}.svg" for n in range(1, 5)]
    assert run("plot", *arguments.split(), "-o", str(out), "--quiet").stderr == ""


ELSEWHERE = [
    {"TZ": "Asia/Seoul", "LANG": "ko_KR.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "4711"},
    {"HOME": "/nonexistent", "FONTCONFIG_FILE": "/dev/null", "PYTHONHASHSEED": "0"},
]


@pytest.mark.parametrize("suffix", ["svg", "html"])
def test_equal_inputs_give_equal_bytes_anywhere(run: Run, tmp_path: Path, suffix: str) -> None:
    arguments = "trend genron-eai.impression --lang ko"
    first = written(run, tmp_path / f"a.{suffix}", arguments)
    for place, env in enumerate(ELSEWHERE):
        assert written(run, tmp_path / f"{place}.{suffix}", arguments, env=env) == first


def test_labels_are_in_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    svg = written(run, tmp_path / "x.svg", "compare ipus.necessity --lang ko").decode()
    assert "대한민국" in texts(svg)
    assert "South Korea" not in svg


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("compare us_nk_change", "usage: Missing option '--output' / '-o'; see --help"),
        ("compare us_nk_change -o x.gif", "usage: no picture is known by 'x.gif'; end in"),
        ("compare us_nk_change -o x", "usage: no picture is known by 'x'; end in"),
        ("compare us_nk_chang -o x.svg", "did you mean 'us_nk_change'?"),
        ("compare commentary -o x.svg", "usage: kcli plot compare: nothing of this can be drawn"),
        ("", "usage: Missing command"),
        ("verify ifes -o x.svg", "usage: there is no command 'verify'"),
    ],
)
def test_bad_arguments_are_told_in_one_line(
    run: Run, tmp_path: Path, arguments: str, told: str
) -> None:
    done = run("plot", *arguments.split(), cwd=tmp_path, env={"KCLI_PROJECT": "shipped"})
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "no" / "x.svg"
    done = run("plot", "compare", "us_nk_change", "-o", str(out))
    assert done.returncode == 74
    assert done.stderr == f"kcli: cannot write {out}: No such file or directory\n"


@pytest.mark.parametrize(
    ("module", "suffix", "package"),
    [("vl_convert", "svg", "charts need vl-convert-python"), ("jinja2", "html", "html needs")],
)
def test_without_the_package_one_line_tells_how_to_get_it(
    run: Run, tmp_path: Path, module: str, suffix: str, package: str
) -> None:
    missing = f"import sys\nsys.modules[{module!r}] = None\n"
    (tmp_path / "sitecustomize.py").write_text(missing, "utf-8")
    out = tmp_path / f"out.{suffix}"
    env = {"PYTHONPATH": str(tmp_path)}
    done = run("plot", "compare", "us_nk_change", "-o", str(out), env=env)
    assert done.returncode == 2
    assert package in done.stderr
    assert "not installed; pip install 'kcli-tracker[report]'\n" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not out.exists()


def test_an_old_picture_stays_where_no_new_one_can_be_made(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "x.svg"
    out.write_text("old", "utf-8")
    assert run("plot", "compare", "commentary", "-o", str(out)).returncode == 2
    assert out.read_text("utf-8") == "old"


def test_a_change_that_nothing_tests_has_no_arrow(run: Run, tmp_path: Path) -> None:
    facts = {"2020": ("KR,a,count,10", "KR,b,count,20"), "2021": ("KR,a,count,30", "KR,b,count,5")}
    waves = [
        Wave(wave, told, samples="KR: 40", sampling="expert", more="population: experts")
        for wave, told in facts.items()
    ]
    write(tmp_path, Survey(waves))
    done = run("plot", "shift", "poll.q", "-o", "panel.svg", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = (tmp_path / "panel.svg").read_text("utf-8")
    assert ">not tested<" in told
    assert "clear change" not in told
