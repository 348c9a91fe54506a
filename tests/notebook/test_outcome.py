"""What a notebook is shown: short, whole, safe, and marked where it has to be."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypertext import check_document
from markdown_it import MarkdownIt

import kcli

NASTY = "<script>alert('x')</script><img src=x onerror=alert(1)> & \"q\""


@pytest.fixture(scope="module")
def compared() -> kcli.Outcome[Any]:
    return kcli.shipped().compare("us_nk_change")


def without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    """As if packages were not installed."""
    import sys

    real = builtins.__import__

    def refuse(name: str, *args: Any, **options: Any) -> Any:
        if name.partition(".")[0] in missing:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name.partition(".")[0])
        return real(name, *args, **options)

    for name in list(sys.modules):
        if name.startswith("kcli.render.html") or name.partition(".")[0] in missing:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", refuse)


def test_a_repr_is_one_short_line(compared: kcli.Outcome[Any]) -> None:
    counts = r"24 estimate, 4 label, \d+ pair"
    assert re.fullmatch(rf"<kcli\.Outcome of compare: {counts}>", repr(compared))
    surveys = repr(kcli.shipped())
    assert re.fullmatch(r"<kcli\.Surveys: \d+ surveys shipped with kcli>", surveys)
    charts = repr(compared.chart())
    assert charts == "<kcli.Charts of compare: 1 picture>"


def test_printing_an_outcome_prints_its_table(compared: kcli.Outcome[Any]) -> None:
    assert str(compared) == compared.text() == compared.text(80)
    lines = [line for line in compared.text(60).splitlines() if "://" not in line]
    assert 50 < max(map(len, lines)) <= 60
    assert "\x1b" not in compared.text()


def test_a_width_that_nothing_can_be_printed_in_is_made_wider(compared: kcli.Outcome[Any]) -> None:
    assert compared.text(1) == compared.text(40)


def test_a_text_is_given_and_not_shown_where_rich_knows_a_notebook(
    compared: kcli.Outcome[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = compared.text()
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    assert compared.text() == wanted


def test_html_is_a_piece_without_scripts_or_anything_from_elsewhere(
    compared: kcli.Outcome[Any],
) -> None:
    text = compared._repr_html_()
    assert text is not None
    assert not re.search(r"<script|<link|<iframe|\son\w+=|javascript:|@import|url\(", text)
    assert "<html" not in text
    assert text.count("<table") == 1
    assert "China" in text


def test_every_figure_of_the_table_is_in_the_html(compared: kcli.Outcome[Any]) -> None:
    text = compared._repr_html_()
    assert text is not None
    figures = re.findall(r"[≤≥<>]?\d+\.\d+", compared.text(200))
    assert figures
    seen = re.sub(r"<[^>]+>", " ", text).replace("&lt;", "<").replace("&gt;", ">")
    assert [figure for figure in figures if figure not in seen] == []


def test_styles_touch_nothing_but_the_piece(compared: kcli.Outcome[Any]) -> None:
    text = compared._repr_html_()
    assert text is not None
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    rules = re.findall(r"([^{}]+)\{", style)
    selectors = [s.strip() for rule in rules for s in re.split(r",(?![^()]*\))", rule)]
    assert len(selectors) > 5
    assert all(selector.startswith(".kcli-outcome ") for selector in selectors)


def test_the_ids_of_two_outcomes_do_not_meet(compared: kcli.Outcome[Any]) -> None:
    surveys = kcli.shipped()
    others = [surveys.compare("us_nk_change", **o) for o in ({"country": "CN,JP"}, {"lang": "ko"})]
    found = [re.findall(r'id="([^"]+)"', o._repr_html_() or "") for o in (compared, *others)]
    assert all(found)
    every = [name for names in found for name in names]
    assert len(every) == len(set(every))
    assert compared._repr_html_() == compared._repr_html_()


def test_a_label_is_text_and_never_markup(project: Callable[..., Path]) -> None:
    from conftest import QUESTIONNAIRE

    label = NASTY.replace("'", "''")
    questionnaire = QUESTIONNAIRE.replace("{en: First}", f"{{en: '{label}'}}")
    folder = project(["1,2020,JP,q,a,,share,40%,all,,paper"], questionnaire)
    found = kcli.open(folder).compare("q", wave="2020")
    assert found.records[0].option_label == NASTY
    text = found._repr_html_()
    assert text is not None
    assert "&lt;script&gt;alert" in text
    assert "<script" not in text
    assert "<img" not in text
    charts = found.chart()._repr_svg_()
    assert charts is not None
    assert "<script" not in charts
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(found._repr_markdown_())
    assert "&lt;script&gt;alert" in shown
    assert "<script" not in shown
    assert "<img" not in shown


def test_invented_respondents_are_told_wherever_one_looks() -> None:
    found = kcli.shipped().compare("kf-vub-synthetic.us_nk_change")
    views = {
        "repr": repr(found),
        "text": found.text(),
        "html": found._repr_html_() or "",
        "markdown": found._repr_markdown_(),
        "json": found.to_json(),
        "charts": repr(found.chart()),
        "picture": found.chart()[0].svg,
    }
    untold = [name for name, text in views.items() if "synthetic" not in text.lower()]
    assert untold == []
    assert "SYNTHETIC" in views["html"].partition("<table")[0]


def test_what_the_command_line_warns_of_is_on_the_outcome_and_shown(
    project: Callable[..., Path],
) -> None:
    folder = project(["1,2020,JP,q,a,,share,40%,all,,paper"])
    (folder / "datasets" / "strange").mkdir()
    found = kcli.open(folder).compare("q", wave="2020")
    assert found.warnings == ("datasets/strange belongs to no survey or wave: ignored.",)
    assert "datasets/strange" in (found._repr_html_() or "").partition("<table")[0]
    assert "strange" in found._repr_markdown_().partition("|")[0]


def test_a_warning_is_text_and_never_markup(project: Callable[..., Path]) -> None:
    folder = project(["1,2020,JP,q,a,,share,40%,all,,paper"])
    (folder / "datasets" / "<b>bold").mkdir()
    html = kcli.open(folder).compare("q", wave="2020")._repr_html_() or ""
    assert "&lt;b&gt;bold" in html
    assert "<b>" not in html


def test_files_that_are_compared_rest_on_no_project(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KCLI_PROJECT", raising=False)
    file = root / "questionnaires" / "ipus.yaml"
    assert kcli.open().diff(file, file).warnings == ()
    assert kcli.open().diff("ipus@2024", "2025").warnings


def test_outside_a_project_every_view_says_whose_surveys_these_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KCLI_PROJECT", raising=False)
    found = kcli.open().list()
    assert "shipped with kcli" in (found._repr_html_() or "")
    assert "shipped with kcli" in found._repr_markdown_()
    assert capfd.readouterr() == ("", "")


def test_without_jinja_a_notebook_shows_markdown(
    compared: kcli.Outcome[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "jinja2", "markupsafe")
    assert compared._repr_html_() is None
    assert "| " in compared._repr_markdown_()
    with pytest.raises(kcli.UsageError, match=r"html needs Jinja2.*kcli-tracker\[report\]"):
        compared.to_html()


def test_a_document_is_whole(compared: kcli.Outcome[Any]) -> None:
    assert check_document(compared.to_html()) is not None


def test_words_are_in_the_language_that_was_asked_for() -> None:
    found = kcli.shipped().compare("us_nk_change", lang="ko")
    html = found._repr_html_() or ""
    assert 'lang="ko"' in html.partition("<style>")[0]
    assert "중국" in html
    assert "중국" in found.chart()[0].svg


@pytest.fixture(scope="module")
def several() -> kcli.Charts:
    return kcli.shipped().topline("chicago.bases").chart()


def test_a_single_picture_is_svg_and_several_are_images(
    compared: kcli.Outcome[Any], several: kcli.Charts
) -> None:
    one = compared.chart()
    assert len(one) == 1
    assert ET.fromstring(one._repr_svg_() or "").tag.endswith("svg")
    assert one._repr_html_() is None
    assert len(several) > 1
    assert several._repr_svg_() is None
    assert (several._repr_html_() or "").count("<img src=") == len(several)
    assert all(f'alt="{chart.title}.' in (several._repr_html_() or "") for chart in several)


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(kcli.UsageError, match="list: nothing of this can be drawn"):
        kcli.shipped().list().chart()


def test_pictures_are_saved_whole_or_not_at_all(several: kcli.Charts, tmp_path: Path) -> None:
    written = several.save(tmp_path / "a.svg")
    assert len(written) == len(several)
    assert [path.read_text("utf-8") for path in written] == [f"{c.svg}\n" for c in several]
    assert {path.name for path in written} == {path.name for path in tmp_path.iterdir()}
    with pytest.raises(kcli.UsageError, match=r"no picture is known by 'a\.gif'"):
        several.save(tmp_path / "a.gif")


def test_the_parts_of_an_outcome_are_those_of_its_json(compared: kcli.Outcome[Any]) -> None:
    whole = compared.to_dict()
    assert whole["command"] == compared.command
    assert whole["project"] == compared.project == "shipped"
    assert whole["synthetic"] is compared.synthetic is False
    assert whole["parameters"] == {**compared.parameters, "countries": []}
    assert [note["code"] for note in whole["notes"]] == [note.code for note in compared.notes]
    assert [s["id"] for s in whole["sources"]] == [source.id for source in compared.sources]
    assert [file["path"] for file in whole["inputs"]] == [file.path for file in compared.inputs]
