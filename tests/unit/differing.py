"""Questionnaires that differ in one thing, as files, and what ``kcli diff`` makes of them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kcli import api
from kcli.io.project import Project
from kcli.model.records import Result

Body = dict[str, Any]
Key = tuple[str, ...]
GONE: Any = object()

POLL: Body = {
    "survey": "poll",
    "title": {"en": "A poll"},
    "organisations": ["An institute"],
    "licence": {"en": "Free"},
    "attribution": {"en": "By an institute"},
    "url": "https://example.org/poll",
    "note": {"en": "A note"},
    "sources": {"paper": {"publisher": "A paper", "title": {"en": "News"}}},
    "conventions": {"most": "> 60%"},
    "equal_within": "1",
    "waves": {
        "2020": {
            "fieldwork": "2020-01",
            "mode": "face_to_face",
            "sampling": "probability",
            "population": {"kind": "general_public", "universe": {"en": "Adults"}},
            "weighted": "yes",
            "published_base": "all",
            "samples": {"JP": {"n": "1000"}, "KR": {"n": "900"}},
        },
        "2021": {
            "fieldwork": "2021-01",
            "mode": "face_to_face",
            "sampling": "probability",
            "population": {"kind": "general_public", "universe": {"en": "Adults"}},
            "weighted": "yes",
            "published_base": "all",
            "samples": {"JP": {"n": "1000"}, "KR": {"n": "900"}},
        },
    },
    "items": {
        "q": {
            "text": {"en": "Is it good?", "ko": "좋습니까?"},
            "wording": "verbatim",
            "options_complete": "published",
            "type": "single",
            "time_frame": "present",
            "asked": {"item": "heard", "options": ["yes", "partly"]},
            "options": {
                "good": {"label": {"en": "Good", "ko": "좋음"}, "code": "1"},
                "fair": {"label": {"en": "Fair", "ko": "보통"}, "code": "2"},
                "bad": {"label": {"en": "Bad", "ko": "나쁨"}, "code": "3"},
                "dk": {"label": {"en": "Don't know", "ko": "모름"}, "kind": "dont_know"},
            },
            "nets": {"some": {"options": ["good", "fair"], "label": {"en": "At least fair"}}},
            "score": {"good": "1", "fair": "0", "bad": "-1"},
        },
        "heard": {
            "text": {"en": "Have you heard of it?"},
            "wording": "verbatim",
            "options_complete": "published",
            "options": {"yes": {"en": "Yes"}, "partly": {"en": "Partly"}, "no": {"en": "No"}},
        },
    },
}


CONCEPTS = """\
concepts:
  mood: {title: Mood, categories: {up: Up, down: Down}}
  trust: {title: Trust, categories: {up: Up, down: Down}}
"""


@dataclass(frozen=True)
class Edit:
    """A change of one place of a questionnaire, and the difference it makes."""

    aspect: str
    key: Key
    """Below the item or wave, where it is of one."""
    value: Any
    was: str | None
    now: str | None
    part: str | None = None
    language: str | None = None


_OPTIONS: Body = POLL["items"]["q"]["options"]

# What a question may have otherwise, below its item.
OF_AN_ITEM: dict[str, Edit] = {
    "the wording": Edit(
        "wording", ("text", "en"), "Is it bad?", "Is it good?", "Is it bad?", language="en"
    ),
    "the wording in Korean": Edit(
        "wording", ("text", "ko"), "나쁩니까?", "좋습니까?", "나쁩니까?", language="ko"
    ),
    "how the wording is known": Edit(
        "wording_status", ("wording",), "paraphrase", "verbatim", "paraphrase"
    ),
    "one more answer": Edit(
        "option_added",
        ("options",),
        {**_OPTIONS, "awful": {"label": {"en": "Awful", "ko": "최악"}, "code": "4"}},
        None,
        "Awful",
        "awful",
    ),
    "one answer less": Edit(
        "option_removed",
        ("options",),
        {name: body for name, body in _OPTIONS.items() if name != "dk"},
        "Don't know",
        None,
        "dk",
    ),
    "the words of an answer": Edit(
        "option_label", ("options", "good", "label", "en"), "Fine", "Good", "Fine", "good", "en"
    ),
    "the words of an answer in Korean": Edit(
        "option_label", ("options", "bad", "label", "ko"), "안 좋음", "나쁨", "안 좋음", "bad", "ko"
    ),
    "the order of answers": Edit(
        "option_order",
        ("options",),
        {name: _OPTIONS[name] for name in ("bad", "fair", "good", "dk")},
        "good, fair, bad, dk",
        "bad, fair, good, dk",
    ),
    "the order of answers, don't know first": Edit(
        "option_order",
        ("options",),
        {name: _OPTIONS[name] for name in ("dk", "good", "fair", "bad")},
        "good, fair, bad, dk",
        "dk, good, fair, bad",
    ),
    "the kind of an answer": Edit(
        "option_kind", ("options", "dk", "kind"), "refused", "dont_know", "refused", "dk"
    ),
    "how the list is known": Edit(
        "option_list", ("options_complete",), "assumed", "published", "assumed"
    ),
    "how many answers may be given": Edit("type", ("type",), "multiple", "single", "multiple"),
    "the time it asks about": Edit("time_frame", ("time_frame",), "future", "present", "future"),
    "the score of an answer": Edit("score", ("score", "good"), "2.5", "1", "2.5", "good"),
    "one more net": Edit(
        "net_added",
        ("nets",),
        {
            **POLL["items"]["q"]["nets"],
            "low": {"options": ["fair", "bad"], "label": {"en": "At most fair"}},
        },
        None,
        "At most fair",
        "low",
    ),
    "one net less": Edit("net_removed", ("nets",), {}, "At least fair", None, "some"),
    "the words of a net": Edit(
        "net_label",
        ("nets", "some", "label", "en"),
        "Good or fair",
        "At least fair",
        "Good or fair",
        "some",
        "en",
    ),
    "the parts of a net": Edit(
        "net_parts",
        ("nets", "some", "options"),
        ["good", "bad"],
        "fair + good",
        "bad + good",
        "some",
    ),
    "who is asked": Edit(
        "filter", ("asked", "options"), ["yes"], "heard: partly, yes", "heard: yes"
    ),
}

# What a wave may have otherwise in whom it asked, and how, below the wave.
OF_A_WAVE: dict[str, Edit] = {
    "the population": Edit(
        "population", ("population", "kind"), "experts", "general_public", "experts"
    ),
    "the universe": Edit(
        "universe",
        ("population", "universe", "en"),
        "Citizens",
        "Adults",
        "Citizens",
        language="en",
    ),
    "the mode": Edit("mode", ("mode",), "online", "face_to_face", "online"),
    "a mode that is no longer told": Edit("mode", ("mode",), GONE, "face_to_face", "unknown"),
    "the way of sampling": Edit("sampling", ("sampling",), "quota", "probability", "quota"),
    "whether figures are weighted": Edit("weighting", ("weighted",), "no", "yes", "no"),
    "the base": Edit("base", ("published_base",), "substantive", "all", "substantive"),
    "whether the base is assumed": Edit(
        "base", ("published_base",), {"base": "all", "status": "assumed"}, "all", "all, assumed"
    ),
    "who did it": Edit(
        "partner", ("organisations",), ["Another one"], "An institute", "Another one"
    ),
}


def edited(body: Mapping[str, Any], key: Key, value: Any) -> Body:
    """A copy with one place otherwise, or without it; no two places of it are one object."""
    made: Body = json.loads(json.dumps(body))
    place = made
    for step in key[:-1]:
        place = place.setdefault(step, {})
    if value is GONE:
        place.pop(key[-1], None)
    else:
        place[key[-1]] = value
    return made


def with_edit(edit: Edit, *, wave: str | None = None) -> Body:
    """The poll with an edit of its first question, or of both waves; or of one wave."""
    if edit in OF_AN_ITEM.values():
        if wave is None:
            return edited(POLL, ("items", "q", *edit.key), edit.value)
        whole = edited(POLL["items"]["q"], edit.key, edit.value)
        return edited(POLL, ("items", "q", "versions", wave, edit.key[0]), whole[edit.key[0]])
    body: Body = dict(POLL)
    for name in (wave,) if wave else POLL["waves"]:
        body = edited(body, ("waves", name, *edit.key), edit.value)
    return body


def written(folder: Path, body: Mapping[str, Any], name: str | None = None) -> Path:
    """The questionnaire as a file; JSON is YAML, too."""
    path = folder / (name or f"{body['survey']}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(dict(body), ensure_ascii=False, indent=1), "utf-8")
    return path


def versions(old: Mapping[str, Any], new: Mapping[str, Any], **more: Any) -> Result:
    """``kcli diff`` of two versions of a file."""
    with tempfile.TemporaryDirectory() as folder:
        first = written(Path(folder) / "old", old)
        second = written(Path(folder) / "new", new)
        return api.diff(None, first, second, **more)


def askings(first: str, second: str, *bodies: Mapping[str, Any], **files: str) -> Result:
    """``kcli diff`` of two waves of a project; ``files`` are others of it, ``__`` for a slash."""
    with tempfile.TemporaryDirectory() as folder:
        for body in bodies or (POLL,):
            written(Path(folder) / "questionnaires", body)
        for name, text in files.items():
            *folders, stem, suffix = name.split("__")
            path = Path(folder).joinpath(*folders, f"{stem}.{suffix}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return api.diff(Project(Path(folder), "."), first, second)


def differences(result: Result, *, counts: bool | None = True) -> list[Body]:
    """The ``difference`` records: those that count, those that do not, or all."""
    rows = result.rows("difference")
    return [row for row in rows if counts is None or row["counts"] is counts]


def facts(rows: Iterable[Mapping[str, Any]], *keys: str) -> set[tuple[Any, ...]]:
    """Some keys of records, each set of values once."""
    return {tuple(row[key] for key in keys) for row in rows}


def of_item(rows: list[Body], name: str = "q") -> list[Body]:
    """The records of one question."""
    return [row for row in rows if name in (row["item_from"], row["item_to"])]
