"""Countries two by two: the gap in every option, its bounds, its limits and one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, cycle

from kcli.analysis.estimate import Estimation, silences
from kcli.analysis.evidence import ItemEvidence, Place, Reading
from kcli.analysis.precision import Method
from kcli.analysis.tested import Tested, difference_at_bounds, difference_of_respondents
from kcli.facts.polytope import Bounds
from kcli.model.questionnaire import SampleView
from kcli.model.records import Estimate, Pair, number
from kcli.stats.differences import holm
from kcli.text.countries import country_name
from kcli.text.languages import say
from kcli.text.people import beside
from kcli.text.sentences import GapWords, gap_sentence, listed

__all__ = ["letter_of", "letters", "pairs_of_item"]

FEW = 30  # a column with fewer respondents carries no letter
STRENGTH = (None, "measured", "published", "bounded")


def pairs_of_item(
    evidence: ItemEvidence,
    columns: Mapping[Place, Sequence[Estimation]],
    method: Method,
    language: str = "en",
) -> tuple[Pair, ...]:
    """Every two samples, option by option; p adjusted over the pairs of one option (Holm).

    A pooled sample is not tested against its own parts.
    """
    places = list(columns)
    samples = [evidence.samples[place] for place in places]
    found: list[Pair] = []
    for row in zip(*columns.values(), strict=True):
        if row[0].record.option_kind == "score":
            continue
        dof = sum(estimation.record.dof or 0 for estimation in row)
        pairs = [
            _pair(
                evidence, (places[i], row[i]), (places[j], row[j]), method, language, dof, samples
            )
            for i, j in combinations(range(len(places)), 2)
        ]
        adjusted = holm([pair.p_value for pair in pairs])
        found += [
            replace(pair, p_adjusted=number(p)) for pair, p in zip(pairs, adjusted, strict=True)
        ]
    return tuple(found)


def letters(
    columns: Mapping[Place, Sequence[Estimation]],
    pairs: Sequence[Pair],
    level: float,
) -> dict[tuple[Place, str], str]:
    """For each share the letters of the columns it is significantly above.

    Columns are lettered A, B, C ... in their order. ``pairs`` are those of these columns, every
    two of them for one option after the other: two samples may be of one country and people.
    """
    letter = {place: letter_of(number) for number, place in enumerate(columns)}
    sizes = {place: column[0].record.n_base or 0 for place, column in columns.items()}
    found: dict[tuple[Place, str], list[str]] = {}
    for pair, (first, second) in zip(pairs, cycle(combinations(columns, 2)), strict=False):
        if pair.p_adjusted is None or pair.p_adjusted >= level:
            continue
        if 0.0 in (pair.share_a, pair.share_b) or 1.0 in (pair.share_a, pair.share_b):
            continue
        above = pair.bound_low is not None and pair.bound_low > 0
        if min(sizes[first], sizes[second]) < FEW:
            continue
        winner, loser = (first, second) if above else (second, first)
        found.setdefault((winner, pair.option), []).append(letter[loser])
    between = "" if len(columns) <= 26 else " "
    return {key: between.join(sorted(names)) for key, names in found.items()}


def letter_of(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    first, second = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def _pair(
    evidence: ItemEvidence,
    first: tuple[Place, Estimation],
    second: tuple[Place, Estimation],
    method: Method,
    language: str,
    dof: float,
    samples: Sequence[SampleView],
) -> Pair:
    (place_a, one), (place_b, two) = first, second
    a, b = one.record, two.record
    gap = _gap(evidence, (place_a, one), (place_b, two))
    of_a, of_b = evidence.samples[place_a], evidence.samples[place_b]
    tested = Tested()
    if gap is not None and not (of_a.pools(of_b) or of_b.pools(of_a)):
        tested = _tested(one, two, method, dof)
    difference = None if a.share is None or b.share is None else a.share - b.share
    weakest = max((a.evidence, b.evidence), key=STRENGTH.index)
    return Pair(
        item=evidence.item,
        option=a.option,
        survey_a=a.survey,
        survey_b=b.survey,
        wave_a=a.wave,
        wave_b=b.wave,
        population_a=a.population,
        population_b=b.population,
        country_a=a.country,
        country_b=b.country,
        sample_a=a.sample,
        sample_b=b.sample,
        share_a=a.share,
        share_b=b.share,
        gap=number(difference),
        low=tested.low,
        high=tested.high,
        bound_low=number(gap.low) if gap else None,
        bound_high=number(gap.high) if gap else None,
        bound_low_reached=gap.low_reached if gap else None,
        bound_high_reached=gap.high_reached if gap else None,
        p_value=tested.p_value,
        p_adjusted=None,
        method=tested.method,
        evidence=None if gap is None else weakest,
        assumptions=tuple(sorted({*a.assumptions, *b.assumptions})),
        text=_sentence((a, b), (of_a, of_b), gap, language, samples),
    )


def _gap(
    evidence: ItemEvidence, first: tuple[Place, Estimation], second: tuple[Place, Estimation]
) -> Bounds[Reading] | None:
    """The range of the gap: from the facts together, or from two shares that are known."""
    (place_a, one), (place_b, two) = first, second
    if one.bounds is None or two.bounds is None:
        return None
    if "measured" in (one.record.evidence, two.record.evidence):
        return one.bounds.minus(two.bounds)
    return evidence.gap(place_a, place_b, one.record.option)


def _sentence(
    records: tuple[Estimate, Estimate],
    pair: tuple[SampleView, SampleView],
    gap: Bounds[Reading] | None,
    language: str,
    samples: Sequence[SampleView],
) -> str:
    a, b = records
    first, second = (
        beside(
            country_name(two[0].country, language, in_sentence=True)
            if two[0].country
            else "the pooled sample",
            two,
            samples,
            language,
        )
        for two in (pair, pair[::-1])
    )
    if gap is None:
        why = listed(list(dict.fromkeys(say(f"page.{flag}") for flag in silences(records))))
        text = f"{first} and {second} cannot be compared on “{a.option_label}”: {why}."
        return text[:1].upper() + text[1:]
    measured = a.evidence == b.evidence == "measured"
    words = GapWords(gap.low, gap.high, gap.low_reached, gap.high_reached, gap.sign, measured)
    return gap_sentence(first, second, a.option_label, words)


def _tested(one: Estimation, two: Estimation, method: Method, dof: float) -> Tested:
    """The test of a gap: of two samples of respondents, or at the bounds of published facts."""
    if one.record.evidence == two.record.evidence == "measured":
        return difference_of_respondents(one, two, method, dof)
    return difference_at_bounds(one, two, method)
