"""The questionnaire with its comments, and the responses, as texts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping

from kcli.io.importing.described import clean
from kcli.io.importing.planned import Choice, Plan, PlannedItem

__all__ = ["questionnaire_text", "responses_text"]

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _./()'-]*[A-Za-z0-9_)])?", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def responses_text(plan: Plan) -> str:
    """One respondent a row: the design's columns, then those of the items."""
    columns = {column: cells for _, column, cells in plan.design.columns.values()}
    if plan.design.proposed_weight is not None:
        columns[plan.design.proposed_weight[1]] = plan.design.proposed_weight[2]
    for item in plan.items:
        columns.update(item.columns)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return stream.getvalue()


def questionnaire_text(plan: Plan, first: str = "") -> str:
    """The questionnaire; what is only guessed stands behind ``confirm``. ``first`` is its top."""
    return first + "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    yield f"# Imported from {plan.source} ({plan.format}) by kcli import."
    yield '# Whatever is marked "confirm" is a guess: look at it, then take the mark away.'
    yield f"survey: {_flow(plan.survey)}"
    title = dict(plan.title) or {"und": plan.survey}
    yield f"title: {_text(title)}" + ("" if plan.title else "    # confirm: the file has no title")
    yield "waves:"
    guessed = "    # confirm: when were they asked?" if plan.wave_guessed else ""
    yield f"  {_name(plan.wave)}:{guessed}"
    yield "    # fieldwork: {start: 2020-01-15, end: 2020-02-03}"
    yield "    mode: unknown    # confirm: face_to_face, telephone, online, paper or mixed"
    yield "    sampling: unknown    # confirm: probability, quota, opt_in, expert or purposive"
    yield "    population: general_public    # confirm: or experts, commentators, other"
    yield from _design(plan)
    yield "    samples:"
    for country, n in sorted(plan.design.samples.items()):
        yield f"      {_name(country)}: {'{}' if n is None else n}"
    yield "items:"
    for item in plan.items:
        yield from _item(item)


def _design(plan: Plan) -> Iterator[str]:
    design = plan.design
    if design.columns:
        yield "    design:"
    elif design.proposed_weight:
        yield "    # design:"
    for part, (source, column, _) in design.columns.items():
        parts = [source] if source != column else []
        parts += [f"confirm: {design.confirm[part]}"] if part in design.confirm else []
        comment = f"    # {_comment('; '.join(parts))}" if parts else ""
        yield f"      {part}: {_flow(column)}{comment}"
    if design.proposed_weight is not None:
        source, column, _ = design.proposed_weight
        told = f"looks like a weight, and is not used ({_comment(source)})"
        yield f"    #   weight: {_flow(column)}    # {told}"


def _item(item: PlannedItem) -> Iterator[str]:
    comments = [item.source] if item.source != item.id else []
    comments += [item.comment] if item.comment else []
    yield f"  {_name(item.id)}:" + (f"    # {_comment('; '.join(comments))}" if comments else "")
    for text in item.confirm:
        yield f"    # confirm: {_comment(text)}"
    yield f"    text: {_text(item.text)}"
    yield "    wording: unpublished"
    if item.several:
        yield "    type: multiple"
    yield f"    options_complete: {item.complete}"
    if item.asked is not None:
        lead, options = item.asked
        yield f"    asked: {{item: {_flow(lead)}, options: [{', '.join(map(_flow, options))}]}}"
    yield "    options:"
    for option in item.options:
        yield f"      {_name(option.id)}: {_option(option)}"
    if item.score:
        told = ", ".join(f"{_name(option)}: {score}" for option, score in item.score.items())
        yield f"    score: {{{told}}}"


def _option(option: Choice) -> str:
    comment = f"    # confirm: {_comment(option.comment)}" if option.comment else ""
    if option.code is None and option.kind == "substantive":
        return _text(option.label) + comment
    parts = [f"code: {_flow(option.code)}"] if option.code is not None else []
    parts.append(f"label: {_text(option.label)}")
    if option.kind != "substantive":
        parts.append(f"kind: {option.kind}")
    return "{" + ", ".join(parts) + "}" + comment


def _text(texts: Mapping[str, str]) -> str:
    """A text, by language where more is known of it than that it is one."""
    if set(texts) == {"und"}:
        return _flow(texts["und"])
    return "{" + ", ".join(f"{_flow(tag)}: {_flow(text)}" for tag, text in texts.items()) + "}"


def _name(name: str) -> str:
    """An id as a key: quoted where a reader might take it for a number or a word of YAML."""
    bare = re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name) and name.casefold() not in _NOT_TEXT
    return name if bare else json.dumps(name, ensure_ascii=False)


def _flow(text: str) -> str:
    """A text on one line, in quotes where it might be taken for something else."""
    if _NUMBER.fullmatch(text) or (_PLAIN.fullmatch(text) and text.casefold() not in _NOT_TEXT):
        return text
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    line = clean(text)
    return line if len(line) <= 200 else f"{line[:197]}..."
