"""No key of a questionnaire file changes without a word of kcli diff."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from unit.differing import (
    POLL,
    Body,
    Key,
    differences,
    facts,
    versions,
)

from kcli.model.item import Asked, ConceptMap, Item, Net, Option, Version
from kcli.model.questionnaire import Questionnaire
from kcli.model.survey import Break, Design, Sample, Source, Wave

RICH: Body = copy.deepcopy(POLL)
RICH["breaks"] = [{"before": "2021", "reason": {"en": "Online"}}]
RICH["waves"]["2020"]["design"] = {"weight": "w"}
RICH["items"]["q"]["concept"] = [{"id": "mood", "map": {"good": "up"}}]
RICH["items"]["q"]["versions"] = {"2021": {"note": {"en": "New"}}}
CONDUCT: Body = {
    "fieldwork": "2020-02",
    "mode": "online",
    "sampling": "quota",
    "population": "experts",
    "weighted": "no",
    "published_base": "substantive",
    "margin_of_error": "3.1",
    "deff": "1.4",
    "same_respondents_as": "poll@2021",
    "organisations": ["Another one"],
    "note": {"en": "A note"},
}
ASKING: Body = {
    "text": {"en": "Other"},
    "wording": "unpublished",
    "type": "multiple",
    "options_complete": "incomplete",
    "time_frame": "past",
    "asked": {"item": "heard", "options": ["no"]},
    "options": {name: {"en": name} for name in ("good", "fair", "bad")},
    "nets": {"some": {"options": ["good"], "label": {"en": "At least fair"}}},
    "score": {"good": "9"},
    "note": {"en": "Another"},
}
EVERY_KEY: dict[type, tuple[Key, Body]] = {
    Questionnaire: (
        (),
        {
            "survey": "other",
            "title": {"en": "Other"},
            "organisations": ["Another one"],
            "licence": {"en": "Other"},
            "attribution": {"en": "Other"},
            "url": "https://example.org/other",
            "synthetic": "yes",
            "note": {"en": "Other"},
            "sources": {"other": {"publisher": "Other"}},
            "conventions": {"most": "> 70%"},
            "equal_within": "2",
            "waves": {**RICH["waves"], "2022": {"samples": {"JP": {"n": "10"}}}},
            "breaks": [],
            "items": {**RICH["items"], "new": {"text": "New", "options": {"a": "A"}}},
        },
    ),
    Wave: (
        ("waves", "2020"),
        {
            **CONDUCT,
            "title": {"en": "First"},
            "samples": {"JP": {"n": "1000"}},
            "design": {"weight": "v"},
            "plurality_rivals": "all",
            "population_totals": {"JP": "100"},
            "pooled_rule": "n",
        },
    ),
    Sample: (
        ("waves", "2020", "samples", "JP"),
        {
            **CONDUCT,
            "n": "1001",
            "n_status": "approximate",
            "country": "CN",
            "countries": ["JP", "KR"],
            "population_size": "5000",
        },
    ),
    Item: (
        ("items", "q"),
        {
            **ASKING,
            "asked_in": ["2020"],
            "versions": {"2021": {"text": {"en": "Other"}}},
            "concept": {"id": "mood", "map": {"bad": "up"}},
        },
    ),
    Version: (("items", "q", "versions", "2021"), ASKING),
    Option: (
        ("items", "q", "options", "bad"),
        {"code": "8", "label": {"en": "Poor"}, "kind": "refused"},
    ),
    Net: (
        ("items", "q", "nets", "some"),
        {"options": ["good", "bad"], "label": {"en": "Other"}},
    ),
    Asked: (("items", "q", "asked"), {"item": "new", "options": ["no"]}),
    ConceptMap: (
        ("items", "q", "concept", "0"),
        {"id": "other", "map": {"good": ["up", "down"]}, "rest": "elsewhere"},
    ),
    Source: (
        ("sources", "paper"),
        {
            "publisher": "Other",
            "title": {"en": "Other"},
            "url": "https://example.org",
            "published": "2020-02",
            "grade": "B",
            "derived_from": "release",
            "note": {"en": "Other"},
        },
    ),
    Break: (
        ("breaks", "0"),
        {
            "before": "2020",
            "apart": "2021",
            "countries": ["JP"],
            "items": ["q"],
            "reason": {"en": "Other"},
        },
    ),
    Design: (
        ("waves", "2020", "design"),
        {
            "respondent": "id",
            "country": "c",
            "weight": "v",
            "stratum": "s",
            "psu": "p",
            "population_size": {"JP": "100"},
            "replicates": {"columns": "r*", "type": "brr"},
        },
    ),
}
KEYS = [(model, key) for model in EVERY_KEY for key in model.model_fields]


def placed(body: Body, key: Key, value: Any) -> Body:
    """As ``edited``, through lists, too; a break has one wave or the other."""
    made = copy.deepcopy(body)
    place: Any = made
    for step in key[:-1]:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    place[key[-1]] = value
    if key[-1] == "apart":
        del place["before"]
    return made


@pytest.mark.parametrize(("model", "key"), KEYS, ids=lambda each: getattr(each, "__name__", each))
def test_no_key_of_a_questionnaire_changes_without_a_word(model: type, key: str) -> None:
    """Whoever adds a key adds its example here."""
    path, examples = EVERY_KEY[model]
    changed = placed(RICH, (*path, key), examples[key])
    if model is Asked:
        changed["items"]["new"] = {
            "text": "New",
            "options": {"yes": "Yes", "partly": "P", "no": "N"},
        }
    if key == "derived_from":
        changed["sources"]["release"] = {"publisher": "R"}
    found = facts(differences(versions(RICH, changed), counts=None), "aspect", "part")
    assert found - {("sources", "release.publisher")}
