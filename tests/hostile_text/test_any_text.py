"""Any text that a file may hold is read back as it was, from every quick format."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hostile_text import reading
from hostile_text.nasty import TEXTS, quoted, written
from hostile_text.reading import composed, squeezed
from hypertext import check_document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kcli import api
from kcli.io.plain import REFUSED
from kcli.io.project import find_project
from kcli.model.records import Result
from kcli.render import Settings, render
from kcli.render.html.texts import visible

# Signs that mean something somewhere come up more often than others.
SIGNS = sorted({sign for text in TEXTS.values() for sign in text})
PIECES = sorted({piece for text in TEXTS.values() if len(text) < 60 for piece in text.split(" ")})
nasty_text = (
    st.lists(
        st.sampled_from(PIECES) | st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs"]),
        min_size=1,
        max_size=8,
    )
    .map("".join)
    .filter(
        lambda text: text.strip() and not re.search(f"{REFUSED.pattern}|[\r\u2028\u2029]", text)
    )
)


def results(label: str, question: str, quote: str) -> tuple[Result, Result]:
    """What is compared and what is shown of a survey that says these things."""
    questionnaire = f"""\
survey: poll
title: {{en: {quoted(quote)}}}
sources: {{s: {{publisher: {quoted(label)}, title: {{en: {quoted(question)}}}}}}}
waves: {{"2020": {{fieldwork: 2020-01, samples: {{JP: 1000, KR: 1000}}}}}}
items:
  q:
    text: {{en: {quoted(question)}}}
    options: {{a: {{en: {quoted(label)}}}, b: {{en: B}}}}
"""
    header = ["id", "wave", "country", "item", "option", "predicate", "value", "source", "quote"]
    rows = [["1", "2020", "JP", "q", "a", "share", "60", "s", quote]]
    rows.append(["2", "2020", "KR", "q", "a", "share", "40", "s", quote])
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "questionnaires").mkdir()
        (root / "datasets" / "poll").mkdir(parents=True)
        (root / "questionnaires" / "poll.yaml").write_text(questionnaire, "utf-8")
        path = root / "datasets" / "poll" / "findings.csv"
        path.write_text(written([header, *rows]), "utf-8", newline="")
        project = find_project(folder)
        return api.compare(project, "poll.q"), api.show(project, "poll.q")


def output(result: Result, name: str, **words: Any) -> str:
    text = render(result, name, Settings(**words))
    assert isinstance(text, str)
    return text


@settings(max_examples=12, deadline=None)
@given(nasty_text, nasty_text, nasty_text)
@example("\t=1+1", '"', '"')
def test_any_text_is_read_back_from_every_format(label: str, question: str, quote: str) -> None:
    compared, shown = results(label, question, quote)
    label, question, quote = map(composed, (label, question, quote))
    estimates = [r for r in compared.records if r.type == "estimate" and r.option == "a"]
    assert {record.option_label for record in estimates} == {label}
    document = reading.loaded(output(shown, "json"))
    assert {label, question, quote} <= set(reading.leaves(document))
    for result in (compared, shown):
        records = reading.loaded(output(result, "json"))["records"]
        lines = output(result, "jsonl").splitlines()[1:]
        assert list(map(reading.loaded, lines)) == records
        for kind in {record.type for record in result.records}:
            reading.rows_of(output(result, "csv", records=kind))
        told = "\n".join(map(squeezed, reading.markdown_pieces(output(result, "markdown"))))
        assert squeezed(label) in told
        assert squeezed(question) in told
        html = check_document(output(result, "html"))
        assert squeezed(visible(label)) in squeezed(html.text)
        page = output(result, "table", width=2000)
        reading.keeps_still(page)
        assert all(squeezed(line) in squeezed(page) for line in label.split("\n"))
        for width in (40, 80, 120):
            reading.fits(output(result, "table", width=width), width)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(nasty_text, nasty_text)
def test_any_text_stands_in_a_workbook_and_is_no_formula(label: str, question: str) -> None:
    from kcli.render.xlsx.texts import clean

    for result in results(label, question, label):
        book = render(result, "xlsx", Settings())
        assert isinstance(book, bytes)
        told = "\n".join(map(squeezed, reading.book_of(book)))
        assert squeezed(clean(composed(label))) in told
        assert squeezed(clean(composed(question))) in told
