"""Findings and claims: the rows that say something of the answers, each in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from facts.questionnaires import Draft
from facts.rows import HERE, SURVEY_OF, Fact, read_rows

__all__ = ["claims", "findings_of_facts", "findings_of_statements"]

Cells = dict[str, str]

_SURVEY_OF_STATEMENTS = {"stance": "commentary", "position": "governments"}
_GOVERNMENTS = {
    "CN": "Government of China",
    "JP": "Government of Japan",
    "KR": "Government of South Korea",
    "RU": "Government of Russia",
    "US": "Government of the United States",
}
# The note of a row names the base of its share where that is not everyone asked.
_BASE = re.compile(r"share on a base of (\d+)")
# A share that 13 of 40 and 13 of 39 both give.
_UNKNOWN_BASE = frozenset({"https://kollo.kr/appcontent?id=cYWrK1"})


def findings_of_statements(drafts: Mapping[str, Draft]) -> dict[str, list[Cells]]:
    """By survey, what statements.csv says; ``interviews`` are in the samples already."""
    found: dict[str, list[Cells]] = {survey: [] for survey in drafts}
    for row in read_rows("statements"):
        if row["predicate"] != "interviews":
            survey = _survey(row)
            found[survey].append(_statement(row, drafts[survey]))
    return found


def _survey(row: Mapping[str, str]) -> str:
    own = {"V": "kf-vub", "K": "ifes"}.get(row["id"][0])
    return own or _SURVEY_OF_STATEMENTS[row["predicate"]]


def _wave(row: Mapping[str, str]) -> str:
    if row["predicate"] == "position":
        return "before-2018" if row["note"].startswith("before 2018") else "2018-06"
    return row["date"][:4]


def _statement(row: Mapping[str, str], draft: Draft) -> Cells:
    item = draft.item(row["item"])
    respondent = {"stance": row["speaker"], "position": _GOVERNMENTS.get(row["country"], "")}
    share = re.match(r"\d+%", row["note"]) if row["predicate"] == "share" else None
    source = draft.source(title=row["source"], publisher=row["publisher"], published=row["date"])
    return {
        "id": row["id"],
        "wave": _wave(row),
        "country": row["country"],
        "respondent": respondent.get(row["predicate"], ""),
        "item": item,
        "option": draft.option(item, row["option"]),
        "other": draft.option(item, row["other_option"]) if row["other_option"] else "",
        "predicate": "answer" if row["predicate"] in respondent else row["predicate"],
        "value": share.group() if share else "",
        "source": source,
        "quote": row["quote"],
        "note": row["note"],
    }


def findings_of_facts(facts: Iterable[Fact], draft: Draft, stored: list[Cells]) -> list[Cells]:
    """The findings of a survey's rows, after those stored already; a repeated fact is left out."""
    found = list(stored)
    known = {_what(cells): cells for cells in found}
    for fact in facts:
        for cells in _findings(fact, draft):
            twin = known.get(_what(cells))
            if twin is None:
                found.append(cells)
                known[_what(cells)] = cells
            else:
                twin["grade"] = cells["grade"]
                twin["note"] = "; ".join(filter(None, [twin["note"], cells["note"]]))
    return found


def _what(cells: Mapping[str, str]) -> tuple[str, ...]:
    keys = ("wave", "country", "item", "option", "predicate", "value", "source")
    return tuple(cells[key] for key in keys)


def _findings(fact: Fact, draft: Draft) -> Iterable[Cells]:
    """One finding for a row's share, one for its count, one for its label."""
    item = draft.item(fact.item)
    option = draft.option(item, fact.option)
    common = {
        "wave": fact.wave,
        "country": fact.country,
        "item": item,
        "option": option,
        "source": draft.source(fact.source_url, grade=fact.grade),
        "grade": fact.grade,
        "note": fact.note,
    }
    name = f"{item}.{option}.{fact.wave}.{fact.country}"
    if fact.share_percent:
        base = _share_base(fact)
        yield {**common, "id": name, "predicate": "share", "value": fact.share_percent, **base}
    if fact.count:
        base = {"base": "all", "base_n": fact.n}
        yield {**common, "id": f"{name}.count", "predicate": "count", "value": fact.count, **base}
    if fact.label:
        yield {**common, "id": f"{name}.label", "predicate": fact.label, "value": ""}


def _share_base(fact: Fact) -> Cells:
    narrower = _BASE.search(fact.note)
    if narrower:
        return {"base": "substantive", "base_n": narrower.group(1)}
    return {"base": "unknown"} if fact.source_url in _UNKNOWN_BASE else {}


def claims(drafts: Mapping[str, Draft]) -> dict[str, list[dict[str, Any]]]:
    """By survey, the claims that discrepancies.csv and the loose statements make."""
    text = (HERE / "claims.yaml").read_text("utf-8")
    plans = yaml.load(text, Loader=yaml.BaseLoader)  # makes text of everything
    rows = read_rows("discrepancies")
    quotes = {row["id"]: row for row in read_rows("statements")}
    found: dict[str, list[dict[str, Any]]] = {survey: [] for survey in drafts}
    ids: set[str] = set()
    for plan in plans:
        if "row" in plan:
            row = rows[int(plan.pop("row")) - 1]
            survey = SURVEY_OF[row["survey_id"]]
            name = f"D{rows.index(row) + 1:02}"
            claim = _discrepancy(row, plan, drafts[survey])
        else:
            name = plan.pop("statement")
            row = quotes[name]
            survey = _survey(row)
            claim = _claimed(row, plan, drafts[survey])
        name = name if name not in ids else f"{name}b"
        ids.add(name)
        found[survey].append({"id": name, **claim})
    return {survey: own for survey, own in found.items() if own}


def _discrepancy(row: Mapping[str, str], plan: dict[str, Any], draft: Draft) -> dict[str, Any]:
    draft.source(row["source_a"])
    plan.setdefault("says", [{"loose": row["version_b"]}])
    why = "reason" if "expect" in plan else "note"
    return {
        "source": draft.source(row["source_b"]),
        "quote": f"{row['what']}: {row['version_b']}",
        **plan,
        why: {"en": f"{row['version_a']}; {row['comment']}"},
    }


def _claimed(row: Mapping[str, str], plan: dict[str, Any], draft: Draft) -> dict[str, Any]:
    return {
        "source": draft.source(title=row["source"]),
        "quote": row["quote"],
        **plan,
        "reason": {"en": row["note"]},
    }
