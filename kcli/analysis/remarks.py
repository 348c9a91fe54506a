"""What a past wave asked otherwise, in the words of a footnote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from kcli.analysis.comparability import Comparability, Side
from kcli.model.fields import said
from kcli.model.questionnaire import Asking, Questionnaire
from kcli.text.languages import listed_in, say
from kcli.text.retold import retold

__all__ = ["Remarks", "asked_of", "filter_of"]

ENDS = (".", ".”", "?”", "!”", "。", "。”", "？”", "！”")


class Remarks:
    """What sets waves off from the latest of them, and from the labels that head their columns.

    A column bears the label of the newest wave that has the answer; a wave
    that called it otherwise, or meant something else by it, says so.
    """

    def __init__(self, sides: Sequence[Side], language: str) -> None:
        """``sides`` are the newest first."""
        self.latest = sides[0]
        self.language = language
        self.heads: dict[str, Asking] = {}
        for side in sides:
            for name in (*side.asking.options, *side.asking.nets):
                self.heads.setdefault(name, side.asking)
        scored = (side.asking.score for side in sides if side.asking.score)
        self.score = next(scored, {})

    def of(self, side: Side, found: Comparability, reasons: Sequence[str]) -> str:
        """The footnote of a wave: why it stands apart, and what it asked; empty where all is alike.

        ``reasons`` are empty for a wave that does not stand apart.
        """
        told = [retold(reason, "reason.", self.language) for reason in reasons]
        parts = ["; ".join(told)] if told else []
        if not reasons:
            judged = [reason.text for reason in found.reasons if reason.code == "judged"]
            parts += [say("remark.judged", self.language, text=text) for text in judged]
        parts += self._question(side)
        parts += self._labels(side.asking)
        parts += self._meanings(side.asking)
        return " ".join(_sentence(part, self.language) for part in parts)

    def _question(self, side: Side) -> Iterator[str]:
        one, two = side.asking, self.latest.asking
        words = _unlike(one.text, two.text, self.language)
        if words is not None:
            known = "" if one.wording == "verbatim" else f"_{one.wording}"
            yield say(f"remark.question{known}", self.language, text=words[0])
        if one.asked != two.asked:
            yield asked_of(side.questionnaire, one, self.language)

    def _labels(self, asking: Asking) -> Iterator[str]:
        pairs = []
        for name in (*asking.options, *asking.nets):
            labels = (_label(asking, name), _label(self.heads[name], name))
            words = _unlike(*labels, self.language)
            if words is not None:
                pairs.append(say("remark.answer", self.language, old=words[0], new=words[1]))
        if pairs:
            yield say("remark.answers", self.language, pairs=", ".join(pairs))

    def _meanings(self, asking: Asking) -> Iterator[str]:
        """Nets of other answers, and a mean score of other numbers."""
        for name in (*asking.options, *asking.nets):
            parts = _parts(asking, name)
            if set(parts) != set(_parts(self.heads[name], name)):
                label = asking.label(name, self.language)
                if name in asking.options:
                    yield say("remark.no_net", self.language, label=label)
                else:
                    labels = [f"“{asking.label(part, self.language)}”" for part in parts]
                    told = listed_in(labels, self.language)
                    yield say("remark.net", self.language, label=label, labels=told)
        if asking.score and asking.score != self.score:
            counts = [
                say(
                    "remark.count",
                    self.language,
                    label=asking.label(name, self.language),
                    value=_number(value),
                )
                for name, value in asking.score.items()
            ]
            yield say("remark.score", self.language, counts=listed_in(counts, self.language))


def asked_of(questionnaire: Questionnaire, asking: Asking, language: str = "en") -> str:
    """Who is asked: ``asked of everyone``, or of those with certain answers to another item."""
    if asking.asked is None:
        return say("asked_of.everyone", language)
    other = questionnaire.asking(asking.asked.item, asking.wave)
    answers = [f"“{other.label(name, language)}”" for name in asking.asked.options]
    told = listed_in(answers, language)
    return say("asked_of.those", language, answers=told, item=asking.asked.item)


def filter_of(questionnaire: Questionnaire, asking: Asking, language: str = "en") -> list[str]:
    """The same where only some are asked; nothing where everyone is."""
    return [] if asking.asked is None else [asked_of(questionnaire, asking, language)]


def _label(asking: Asking, name: str) -> Mapping[str, str]:
    found = asking.options.get(name) or asking.nets[name]
    return found.label


def _parts(asking: Asking, name: str) -> tuple[str, ...]:
    return (name,) if name in asking.options else tuple(asking.nets[name].options)


def _unlike(
    one: Mapping[str, str], two: Mapping[str, str], language: str
) -> tuple[str, str] | None:
    """Both texts where they differ: in the language asked for, else in one that both have."""
    tags = [tag for tag in one if tag in two]
    pairs = [(said(one, language), said(two, language)), *((one[tag], two[tag]) for tag in tags)]
    return next((pair for pair in pairs if _folded(pair[0]) != _folded(pair[1])), None)


def _number(value: Fraction) -> str:
    return f"{float(value):.12g}".replace("-", "−")


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _sentence(text: str, language: str) -> str:
    told = f"{text[:1].upper()}{text[1:]}"
    return told if text.endswith(ENDS) else say("summary.sentence", language, text=told)
