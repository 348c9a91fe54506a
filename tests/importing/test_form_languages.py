"""The labels of a form in its languages: none is lost without a word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kcli import api
from kcli.io.importing.languages import language_of

Imported = Callable[..., Any]


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("English", "en"), ("ENGLISH (en)", "en"), ("en", "en"), ("Tigrinya", "ti"), ("Ga", "gaa"),
        ("Amharic", "am"), ("አማርኛ", "am"), ("ትግርኛ", "ti"), ("Oromo", "om"), ("Oromiffa", "om"),
        ("Kiswahili", "sw"), ("Français", "fr"), ("한국어", "ko"), ("pt-BR", "pt-br"),
        ("Chinese (Simplified)", "zh-hans"), ("Chinese (zh_CN)", "zh-cn"),
        ("Kurdish (Sorani)", "ku"), ("Spoken at home (sgw)", "sgw"),
        ("Klingonese", None), ("xyz", None), ("", None),
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_tag_and_by_its_names(words: str, tag: str | None) -> None:
    assert language_of(words) == tag


def _form(folder: Path, *heads: str) -> Path:
    """A form with these columns of labels; each label is what stands behind ``::``."""
    words = [head.rpartition(":")[2] for head in heads]
    book = Workbook()
    survey, choices = book.active, book.create_sheet("choices")
    assert survey is not None
    survey.title = "survey"
    survey.append(["type", "name", *heads])
    survey.append(["select_one yn", "q", *(f"{word}?" for word in words)])
    choices.append(["list_name", "name", *heads])
    choices.append(["yn", "yes", *words])
    choices.append(["yn", "no", *(f"no {word}" for word in words)])
    book.save(folder / "x.xlsx")
    return folder / "x.xlsx"


def _text(folder: Path) -> dict[str, str]:
    return dict(api.find_project(str(folder)).survey("x").questionnaire.items["q"].text)


def _told(result: Any) -> list[str]:
    return [note.text for note in result.notes if note.code == "label-language"]


def test_every_language_of_a_form_is_read(imported: Imported, tmp_path: Path) -> None:
    languages = ("English", "Tigrinya", "Amharic", "Oromiffa")
    result = imported(_form(tmp_path, *(f"label::{language}" for language in languages)))
    assert _text(tmp_path) == {
        "en": "English?",
        "ti": "Tigrinya?",
        "am": "Amharic?",
        "om": "Oromiffa?",
    }
    assert _told(result) == []


def test_labels_in_unknown_languages_are_told(imported: Imported, tmp_path: Path) -> None:
    result = imported(_form(tmp_path, "label::First", "label::Second", "label::English"))
    assert _text(tmp_path) == {"und": "First?", "en": "English?"}
    assert _told(result) == [
        "Labels in a language that kcli does not know: label::First is read without one; "
        "left out: label::Second. A tag says which it is, as in label::Oromo (om)."
    ]


def test_labels_of_no_language_go_before_those_of_an_unknown_one(
    imported: Imported, tmp_path: Path
) -> None:
    result = imported(_form(tmp_path, "label::First", "label"))
    assert _text(tmp_path) == {"und": "label?"}
    (told,) = _told(result)
    assert "left out: label::First." in told


def test_a_second_column_in_one_language_is_told(imported: Imported, tmp_path: Path) -> None:
    result = imported(_form(tmp_path, "label::English", "label::en"))
    assert _text(tmp_path) == {"en": "English?"}
    assert _told(result) == [
        "Labels in a language that another column has are left out: label::en."
    ]
