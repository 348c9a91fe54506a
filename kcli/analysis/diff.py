"""What two askings, or two samples, have otherwise: one change after another, no grade.

A change counts where it is one of what people were asked, or of how they were
asked; also where only one of the two says so, for then nobody can say that
it stayed. What is merely spelled, translated or coded otherwise does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction

from kcli.model.item import Net
from kcli.model.questionnaire import Asking, SampleView
from kcli.text.spoken import decimal, spoken

__all__ = ["Change", "asking_changes", "other_changes", "sample_changes"]


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise; None is on the side that does not have it."""

    aspect: str
    was: str | None
    now: str | None
    part: str | None = None
    """The option, net or key it is about."""
    language: str | None = None
    """The tag of the text that changed."""
    counts: bool = True


def asking_changes(first: Asking, second: Asking, language: str = "en") -> list[Change]:
    """Everything that the second asking has otherwise than the first."""
    return [change for aspect in ASPECTS for change in aspect(first, second, language)]


def sample_changes(first: SampleView, second: SampleView) -> list[Change]:
    """Whom the second sample represents, and how they were asked, otherwise than in the first."""
    found = [
        *_plain("country", _where(first), _where(second)),
        *_plain("population", first.population, second.population),
        *_texts("universe", first.universe, second.universe),
    ]
    for aspect, field in _CONDUCT.items():
        found += _plain(aspect, getattr(first, field), getattr(second, field))
    found += _plain("base", spoken(first.published_base), spoken(second.published_base))
    one, two = first.organisations, second.organisations
    if one != two:
        was, now = ("; ".join(names) or None for names in (one, two))
        found.append(Change("partner", was, now, counts=set(one) != set(two)))
    return found


def other_changes(first: SampleView, second: SampleView) -> list[Change]:
    """What is said otherwise of one and the same sample: dates, sizes, and the like."""
    return [
        change
        for field in fields(SampleView)
        if field.name not in _COVERED
        for change in _plain(
            field.name,
            spoken(getattr(first, field.name)),
            spoken(getattr(second, field.name)),
            counts=False,
        )
    ]


_CONDUCT = {"mode": "mode", "sampling": "sampling", "weighting": "weighted"}
_COVERED = frozenset(
    {
        *("survey", "wave", "id", "country", "countries", "population", "universe"),
        *(*_CONDUCT.values(), "published_base", "organisations"),
    }
)


# -- aspects of an asking ------------------------------------------------------------------


def _wording(first: Asking, second: Asking, language: str) -> Iterator[Change]:
    yield from _texts("wording", first.text, second.text)
    yield from _plain("wording_status", first.wording, second.wording)


def _answers(first: Asking, second: Asking, language: str) -> Iterator[Change]:
    """The options of either, and of those that both have the words, the kind and the order."""
    one, two = first.options, second.options
    for name in one:
        if name not in two:
            yield Change("option_removed", first.label(name, language), None, name)
    for name in two:
        if name not in one:
            yield Change("option_added", None, second.label(name, language), name)
    for name in one:
        if name in two:
            yield from _texts("option_label", one[name].label, two[name].label, name)
            yield from _plain("option_kind", one[name].kind, two[name].kind, name)
            if first.survey == second.survey:
                codes = (one[name].code or name, two[name].code or name)
                yield from _plain("option_code", *codes, name, counts=False)
    common = [[name for name in a if name in b] for a, b in ((one, two), (two, one))]
    yield from _plain("option_order", *(", ".join(names) for names in common))
    yield from _plain("option_list", first.options_complete, second.options_complete)
    yield from _plain("type", first.type, second.type)


def _scores(first: Asking, second: Asking, language: str) -> Iterator[Change]:
    for name in first.options:
        if name in second.options:
            scores = (_number(first.score.get(name)), _number(second.score.get(name)))
            yield from _plain("score", *scores, name)


def _nets(first: Asking, second: Asking, language: str) -> Iterator[Change]:
    one, two = first.nets, second.nets
    for name in one:
        if name not in two:
            yield Change("net_removed", first.label(name, language), None, name)
    for name in two:
        if name not in one:
            yield Change("net_added", None, second.label(name, language), name)
    for name in one:
        if name in two:
            yield from _texts("net_label", one[name].label, two[name].label, name)
            if set(one[name].options) != set(two[name].options):
                yield Change("net_parts", _parts(one[name]), _parts(two[name]), name)


def _filter(first: Asking, second: Asking, language: str) -> Iterator[Change]:
    """Another filter, or one of another survey, whose items are others whatever their names."""
    alone = first.survey == second.survey
    yield from _plain("filter", _who(first, named=not alone), _who(second, named=not alone))


def _time_frame(first: Asking, second: Asking, language: str) -> Iterator[Change]:
    yield from _plain("time_frame", first.time_frame, second.time_frame)


Aspect = Callable[[Asking, Asking, str], Iterable[Change]]
ASPECTS: tuple[Aspect, ...] = (_wording, _answers, _scores, _nets, _filter, _time_frame)


# -- values --------------------------------------------------------------------------------


def _plain(
    aspect: str, was: str | None, now: str | None, part: str | None = None, *, counts: bool = True
) -> Iterator[Change]:
    if was != now:
        yield Change(aspect, was, now, part, counts=counts)


def _texts(
    aspect: str,
    first: Mapping[str, str] | None,
    second: Mapping[str, str] | None,
    part: str | None = None,
) -> Iterator[Change]:
    """Language by language. A translation that is new says nothing of those that stayed."""
    one, two = first or {}, second or {}
    common = one.keys() & two.keys()
    if one and two and not common:
        yield Change(aspect, _every(one), _every(two), part)
        return
    for tag in dict.fromkeys((*one, *two)):
        was, now = one.get(tag), two.get(tag)
        if was is None or now is None:
            yield Change(aspect, was, now, part, tag, counts=not common)
        elif was != now:
            yield Change(aspect, was, now, part, tag, counts=_folded(was) != _folded(now))


def _folded(text: str) -> str:
    """Spaces and capitals are no other words."""
    return " ".join(text.split()).casefold()


def _every(text: Mapping[str, str]) -> str:
    return "; ".join(f"{tag}: {words}" for tag, words in text.items())


def _where(sample: SampleView) -> str:
    return sample.country or ", ".join(sorted(sample.countries)) or sample.id


def _who(asking: Asking, *, named: bool) -> str | None:
    if asking.asked is None:
        return None
    item = f"{asking.survey}.{asking.asked.item}" if named else asking.asked.item
    return f"{item}: {', '.join(sorted(asking.asked.options))}"


def _parts(net: Net) -> str:
    return " + ".join(sorted(net.options))


def _number(value: Fraction | None) -> str | None:
    return None if value is None else decimal(value)
