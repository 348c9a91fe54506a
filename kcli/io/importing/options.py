"""The options of a question: from the labels of a file, and from its data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kcli.io.importing.described import Texts, Value
from kcli.io.importing.kinds import guessed_kind, looks_not_asked
from kcli.io.importing.names import Namer, code_slug, slug
from kcli.io.importing.planned import Choice
from kcli.model.fields import said
from kcli.model.figures import read_decimal

__all__ = ["Choices", "choices_of", "merged", "relabelled", "scores_of"]

_WHOLE = re.compile(r"\A([0-9]+)\.0+\Z")  # as kcli compares codes
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")


@dataclass(frozen=True)
class Choices:
    """Options, how each foreign code is written, and what a reader has to confirm."""

    options: tuple[Choice, ...]
    written: dict[str, str]
    confirm: tuple[str, ...]


def merged(values: Sequence[Value], cells: Iterable[str]) -> tuple[list[Value], list[str]]:
    """The values of a file with those of its data that have no label, and these alone.

    Where the labelled ones are in the order of their numbers, the others take
    their places among them; else they follow in that order.
    """
    known = {value.code for value in values}
    others = sorted({cell for cell in cells if cell and cell not in known}, key=_order)
    every = list(values)
    extra = [Value(code, {}) for code in others]
    numbers = [value.code for value in values]
    if all(map(_NUMBER.match, [*numbers, *others])) and numbers == sorted(numbers, key=_order):
        every = sorted([*every, *extra], key=lambda value: _order(value.code))
    else:
        every += extra
    return every, others


def _order(code: str) -> tuple[int, float, str]:
    return (0, float(code), "") if _NUMBER.match(code) else (1, 0.0, code)


def choices_of(
    values: Sequence[Value], language: str, *, words: bool = False, divided: bool = False
) -> Choices:
    """Options of values, in their order.

    ``words`` are values that are their own labels; ``divided`` ones stand
    several to a cell. Codes are kept where every one can be told from the others.
    """
    same = Counter(_WHOLE.sub(r"\1", value.code) for value in values)
    coded = not words and not any(count > 1 for count in same.values())
    coded = coded and not (divided and any(";" in value.code for value in values))
    namer = Namer()
    taken = {value.code.casefold(): value.code for value in values} if coded else {}
    found: list[Choice] = []
    written: dict[str, str] = {}
    confirm: list[str] = []
    for place, value in enumerate(values, start=1):
        label = relabelled(value.label, language) or {language: value.code}
        word = said(label)
        base = slug(said(label, "en"))
        if base.isdecimal() or not base:
            base = code_slug(value.code) or f"a{place}"
        while base.casefold() in taken and taken[base.casefold()] != value.code:
            base += "_"
        kind, comment = _kind(value, word)
        if not value.label and not words:
            comment = "; ".join(filter(None, ("no label in the file", comment)))
        if comment:
            confirm.append(
                f"{value.code} {word}: {comment}" if value.label else comment_of(value, comment)
            )
        code, score = value.code if coded else None, value.score if kind == "substantive" else ""
        choice = Choice(namer.name(base), code, label, kind, comment, score)
        found.append(choice)
        written[value.code] = choice.written
    return Choices(_told_apart(found, values), written, tuple(confirm))


def comment_of(value: Value, comment: str) -> str:
    """What has to be confirmed of a value without a label."""
    return f"{value.code}: {comment}"


def _kind(value: Value, word: str) -> tuple[str, str]:
    """Whether a value answers the question, and what is to be confirmed of that."""
    guessed = guessed_kind(word) if value.label or not value.missing else None
    asked = looks_not_asked(word)
    perhaps = ", or nobody asked" if asked else ""
    if value.missing and asked and not guessed:
        return "refused", "user-missing, and looks as if nobody asked"
    if value.missing:
        kind = guessed or "refused"
        return kind, f"user-missing, taken for {kind}{perhaps}"
    if guessed:
        return guessed, f"looks like {guessed}{perhaps}"
    if asked:
        return "substantive", "looks as if nobody asked, and is counted as an answer"
    return "substantive", ""


def scores_of(choices: Choices) -> dict[str, str]:
    """The scores of all answers; nothing where one of them has none that is a plain number."""
    found = {o.id: o.score.removeprefix("+") for o in choices.options if o.kind == "substantive"}
    try:
        return found if all(read_decimal(score) is not None for score in found.values()) else {}
    except ValueError:
        return {}


def relabelled(texts: Texts, language: str) -> dict[str, str]:
    """Texts with the language that was named for those that have none."""
    found: dict[str, str] = {}
    for tag, text in texts.items():
        found.setdefault(language if tag == "und" else tag, text)
    return found


def _told_apart(options: Sequence[Choice], values: Sequence[Value]) -> tuple[Choice, ...]:
    """The options, each with its code behind its label where another one has the same label."""
    every = Counter((tag, text) for option in options for tag, text in option.label.items())
    found = []
    for option, value in zip(options, values, strict=True):
        twice = any(every[tag, text] > 1 for tag, text in option.label.items())
        if twice:
            label = {
                tag: f"{text} ({value.code})" if every[tag, text] > 1 else text
                for tag, text in option.label.items()
            }
            comment = "; ".join(filter(None, (option.comment, "its label stands twice")))
            found.append(replace(option, label=label, comment=comment))
        else:
            found.append(option)
    return tuple(found)
