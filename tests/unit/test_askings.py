"""An item as a wave asked it: worked out once, and never taken for that of another list."""

from __future__ import annotations

from kcli.model.questionnaire import Questionnaire

KNOWN = {
    "survey": "poll",
    "title": "Poll",
    "organisations": ["Nobody"],
    "licence": "None",
    "waves": {
        wave: {"fieldwork": f"{wave}-05", "population": "general_public", "samples": {"JP": 1000}}
        for wave in ("2019", "2020")
    },
    "items": {
        "q": {
            "text": "Q?",
            "options": {"a": "A", "b": "B"},
            "options_complete": "assumed",
            "versions": {"2020": {"text": "Q, then?"}},
        }
    },
}


def test_an_item_of_a_wave_is_worked_out_once() -> None:
    form = Questionnaire.model_validate(KNOWN)
    assert form.asking("q", "2019") is form.asking("q", "2019")
    assert form.asking("q", "2019").text != form.asking("q", "2020").text


def test_opened_lists_are_not_taken_for_those_that_were_worked_out_before() -> None:
    form = Questionnaire.model_validate(KNOWN)
    assert form.asking("q", "2019").options_complete == "assumed"
    opened = form.with_open_lists()
    assert opened.asking("q", "2019").options_complete == "incomplete"
    assert form.asking("q", "2019").options_complete == "assumed"
