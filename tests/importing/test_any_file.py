"""Whatever stands in a foreign file, what is written of it can be read, and counts the same."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kcli import api
from kcli.errors import KcliError
from kcli.io.importing.described import Described, Several, Value, Variable, clean, said_und
from kcli.io.importing.encodings import decoded, likely_encoding
from kcli.io.importing.kinds import guessed_kind
from kcli.io.importing.names import Namer, slug
from kcli.model.records import Estimate

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NASTY = st.sampled_from(
    ["yes", "null", "~", "", " ", "1", "1.0", "01", "=1+1", "a: b", "#", "- x", "\u202e", "\x00",
     "\u2028", "é", "e\u0301", "{", "'", '"', "*a", "&a", "!!x", "NULL", ";", "a;b", "don't know"]
)  # fmt: skip
TEXTS = WORDS | NASTY
ROWS = 12


@st.composite
def variables(draw: st.DrawFn) -> list[Variable]:
    """Coded variables with any labels, whose cells are among their codes or are not."""
    names = draw(st.lists(TEXTS.map(clean).filter(bool), min_size=1, max_size=3, unique=True))
    found = []
    for name in names:
        codes = draw(st.lists(TEXTS.map(clean).filter(bool), min_size=1, max_size=4, unique=True))
        values = tuple(
            Value(code, said_und(draw(TEXTS)), draw(st.integers(0, 3)) == 0) for code in codes
        )
        cells = draw(st.lists(st.sampled_from([*codes, ""]), min_size=ROWS, max_size=ROWS))
        found.append(Variable(name, said_und(draw(TEXTS)), cells, "coded", values))
    return found


def _import(described: Described, folder: Path) -> object:
    foreign = folder / "x.sav"
    foreign.write_bytes(b"x")
    with patch.object(sys.modules["kcli.api.import_"], "read_foreign", return_value=described):
        return api.import_(foreign, to=folder, country="US", respondent="none", weight="none")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(variables())
@example([Variable("q", {}, ["1", "1.0"] * 6, "coded", (Value("1", {}), Value("1.0", {})))])
@example([Variable("q", {}, ["a", "A"] * 6, "coded", (Value("a", {}), Value("A", {})))])
@example([Variable("country", {}, ["1"] * 12, "coded", (Value("1", {"und": "2"}), Value("2", {})))])
def test_any_labels_and_codes_are_read_again_and_counted_alike(found: list[Variable]) -> None:
    assert api.import_  # loads the module
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            result = _import(Described("SPSS", {}, tuple(found), ROWS), folder)
        except KcliError as problem:
            missing = all(
                value.missing or guessed_kind(value.label.get("und", ""))
                for variable in found
                if len(variable.values) > 1 or all(variable.cells)  # not one answer alone
                for value in variable.values
            )
            assert missing, problem
            return
        project = api.find_project(name)
        assert not [r for r in api.check(project).records if r.severity == "error"]
        items = project.survey("x").questionnaire.items
        by_name = {variable.name: variable for variable in found}
        for record in result.records:  # type: ignore[attr-defined]
            if record.type != "imported":
                continue
            counted = [
                r.n_option or 0
                for r in api.compare(project, f"x.{record.name}").records
                if isinstance(r, Estimate) and r.option in items[record.name].options
            ]
            cells = Counter(filter(None, by_name[record.variable].cells))
            assert sorted(filter(None, counted)) == sorted(cells.values())


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=5), st.data())
def test_any_set_of_several_answers_is_counted_by_its_columns(
    labels: list[str], data: st.DataObject
) -> None:
    assert api.import_
    names = [f"m{number}" for number in range(len(labels))]
    marks = st.lists(st.sampled_from(["0", "1", ""]), min_size=ROWS, max_size=ROWS)
    members = [
        Variable(name, said_und(label), data.draw(marks))
        for name, label in zip(names, labels, strict=True)
    ]
    several = Several("m", {"und": "Which?"}, tuple(names), "1")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _import(Described("SPSS", {}, tuple(members), ROWS, (several,)), folder)
        project = api.find_project(name)
        options = project.survey("x").questionnaire.items["m"].options
        counted = [
            r.n_option or 0
            for r in api.compare(project, "x.m").records
            if isinstance(r, Estimate) and r.option in options
        ]
    assert counted == [list(member.cells).count("1") for member in members]


@given(TEXTS)
def test_an_id_made_of_any_text_is_an_id(text: str) -> None:
    found = slug(text)
    assert found == "" or (found.isascii() and found.replace("_", "").isalnum())
    assert len(found) <= 40
    namer = Namer()
    assert len({namer.name(found), namer.name(found), namer.name(found)}) == 3


@given(st.text(min_size=1))
def test_a_text_in_unicode_is_never_taken_for_another_encoding(text: str) -> None:
    data = text.encode("utf-8", errors="ignore")
    assert likely_encoding(data) in (None, "utf-8")
    if not text.startswith("\ufeff"):
        assert decoded(data, "x.csv", None)[1] == ()
