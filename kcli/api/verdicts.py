"""From a judgement to a record: the verdict, the facts that decide it, and one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kcli.analysis.verify import Beside, Judged
from kcli.io.claims import ReadClaim, SampleClaim
from kcli.model.check_records import Verdict
from kcli.model.concepts import Conventions
from kcli.model.evidence import Finding, Statement
from kcli.model.predicates import find_predicate
from kcli.model.questionnaire import Questionnaire, SampleView
from kcli.model.records import Estimate, number
from kcli.model.scenes import scene_of
from kcli.text.changes import Amount, amount_words
from kcli.text.countries import country_name
from kcli.text.numbers import chance_words, percent, range_text, share_percent
from kcli.text.people import sample_name
from kcli.text.verdicts import OF_OPINION, fact_words, left_open, nearest_counts, says_of

__all__ = ["Teller", "Verified"]

_UNTESTABLE = {
    "loose": "The sentence names no share.",
    "empty_base": "Nobody is in the base.",
    "not_asked": "Nobody was asked about this.",
    "other_side": "Of the other country or wave there is no share to set beside it.",
}
_ONE_BASE = {
    "only_of_all": "Follows of everyone asked, not of those with an opinion",
    "only_of_substantive": "Follows of those with an opinion, not of everyone asked",
}
_TESTED = {
    "supported": "Borne out",
    "sample_only": "True of {whom}, and within sampling error of not being so",
    "contradicted": "Not so",
    "not_settled": "Not true of {whom}, and within sampling error of being so",
}
_UNTESTED = {
    "sample_only": "True of {whom}; nothing tests it of their population",
    "not_settled": "Not true of {whom}; nothing tests it of their population",
}


@dataclass(frozen=True)
class Verified:
    """A verdict with what a page needs to say of it."""

    record: Verdict
    questionnaire: Questionnaire
    place: str
    """Whom the claim is about, in words."""
    intervals: frozenset[str]
    """The kinds of the intervals that the sentence on it tells."""


@dataclass(frozen=True)
class Teller:
    """Puts the judgement on one claim about one sample into a record."""

    read: ReadClaim
    each: SampleClaim | None
    conventions: Conventions | None
    language: str

    def verified(self, judged: Judged, estimate: Estimate | None) -> Verified:
        """The record; ``estimate`` is that of the first answer that the claim is about."""
        claim, questionnaire = self.read.claim, self.read.survey.questionnaire
        sample = self.each.sample if self.each else None
        country = sample.country if sample else _only(claim.countries)
        bounds, expected = judged.bounds, claim.expect
        as_expected = judged.verdict != "contradicted"
        if expected is not None:
            as_expected = judged.verdict == expected
        record = Verdict(
            claim=claim.id,
            quote=claim.quote,
            source=claim.source,
            survey=questionnaire.survey,
            wave=claim.wave,
            population=sample.population if sample else claim.population,
            country=country,
            sample=sample.id if sample else None,
            item=claim.item,
            says=self._says(),
            verdict=judged.verdict,
            why=judged.why,
            facts=tuple(fact.id for fact in judged.facts),
            facts_say=tuple(self._fact_says(fact) for fact in judged.facts),
            expected=expected,
            as_expected=as_expected,
            share=estimate.share if estimate else None,
            low=estimate.low if estimate else None,
            high=estimate.high if estimate else None,
            bound_low=number(bounds.low) if bounds else None,
            bound_high=number(bounds.high) if bounds else None,
            bound_low_reached=bounds.low_reached if bounds else None,
            bound_high_reached=bounds.high_reached if bounds else None,
            p_value=number(judged.p_value),
            rounding=judged.rounding,
            beside=tuple(self._beside_says(other) for other in judged.beside),
            no_share_of=judged.whole,
            evidence=estimate.evidence if estimate else None,
            assumptions=tuple(lean.code for lean in judged.assumptions),
            text=self._text(judged, estimate),
            path=_portable(self.read.where.path),
            line=self.read.where.line,
        )
        where = country_name(country, self.language) if country else sample.id if sample else ""
        told = [other.share for other in judged.beside]
        if estimate is not None and (estimate.evidence == "measured" or told):
            told.append(estimate)
        kinds = frozenset(e.interval_kind for e in told if e.interval_kind and e.low is not None)
        return Verified(record, questionnaire, where, kinds)

    # -- words -------------------------------------------------------------------

    def _says(self) -> tuple[str, ...]:
        """What the claim says, a statement each: ``“Not better” a majority``."""
        if self.each is None:
            return tuple(s.value or s.predicate for s in self.read.statements)
        return tuple(self._words(s, self.each.sample) for s in self.each.statements)

    def _words(self, statement: Statement, sample: SampleView) -> str:
        if statement.predicate == "loose":
            return statement.value or "no share named"
        spoken, option, other = self._spoken(statement, str(self.read.claim.item), sample)
        if statement.predicate == "more_than":
            spoken = "more than"
            if statement.other:
                spoken += f" “{other}”"
            if statement.country:
                spoken += f" in {country_name(statement.country, self.language, in_sentence=True)}"
            if statement.since:
                spoken += f" in {statement.since}"
        if statement.predicate == "equal_share":
            return f"“{option}” and “{other}”: an equal share"
        return f"“{option}”: {spoken}"

    def _spoken(self, statement: Statement, item: str, sample: SampleView) -> tuple[str, str, str]:
        """A statement in words, and what its options are called."""
        scene = scene_of(
            self.read.survey.questionnaire, item, sample.wave, sample, self.conventions
        )
        words = {*scene.conventions, *scene.own_conventions}
        predicate = find_predicate(statement.predicate, words)
        assert predicate is not None, "statements are checked when they are read"
        option, other = (
            scene.asking.label(name, self.language) if name else ""
            for name in (statement.option, statement.other)
        )
        return predicate.words(statement, scene), option, other

    def _facts(self, facts: Sequence[Finding]) -> str:
        told = []
        for fact in facts:
            spoken, option, _ = self._spoken(fact.statement, fact.item, self._sample_of(fact))
            base, where, wave = self._apart(fact)
            apart = [base, *(f"in {each}" for each in (where, wave) if each)]
            told.append((fact.id, option, " ".join([spoken, *filter(None, apart)])))
        return fact_words(told)

    def _fact_says(self, fact: Finding) -> str:
        """What a fact says: ``“Not good”: 37.3%, in Japan, in the wave 2013``."""
        base, where, wave = self._apart(fact)
        return says_of(self._words(fact.statement, self._sample_of(fact)), base, where, wave)

    def _beside_says(self, other: Beside) -> str:
        country = country_name(other.country, self.language) if other.country else ""
        amount = _amount(other.share, signs=True)
        return says_of(f"“{other.share.option_label}”: {amount}", "", country, other.wave or "")

    def _sample_of(self, fact: Finding) -> SampleView:
        samples = self.read.survey.questionnaire.samples(fact.wave)
        return next(each for each in samples if each.id == fact.sample)

    def _apart(self, fact: Finding) -> tuple[str, str, str]:
        """What tells a fact's share from that of the claim: its base, country and wave."""
        assert self.each is not None
        sample = self.each.sample
        base = OF_OPINION if fact.statement.base == "substantive" else ""
        where = ""
        if fact.sample != sample.id:
            samples = self.read.survey.questionnaire.samples(fact.wave)
            where = sample_name(self._sample_of(fact), samples, self.language)
        return base, where, fact.wave if fact.wave != sample.wave else ""

    def _text(self, judged: Judged, estimate: Estimate | None) -> str:
        if judged.verdict == "not_testable" or self.each is None:
            some = {s.predicate == "loose" for s in self.read.statements}
            if judged.why == "loose" and len(some) > 1:
                return "A part of the sentence names no share."
            return _UNTESTABLE[judged.why or "loose"]
        claimed = "; ".join(self._says())
        if estimate is not None and (estimate.evidence == "measured" or judged.beside):
            return f"{claimed}. {self._tested(judged, estimate)}."
        told = {
            "supported": self._supported,
            "contradicted": self._contradicted,
            "not_settled": self._not_settled,
        }[judged.verdict]
        return f"{claimed}. {told(judged, self.each)}."

    def _tested(self, judged: Judged, estimate: Estimate) -> str:
        """What respondents say, here or elsewhere; and the chance of it, where that is known."""
        whom = "the respondents" if estimate.evidence == "measured" else "those asked"
        if judged.why == "left_open":
            told = "Neither follows nor is it excluded, by what is known of the other side or base"
        elif judged.why == "untested":
            told = _UNTESTED[judged.verdict].format(whom=whom)
        else:
            told = _TESTED[judged.verdict].format(whom=whom)
        shares = [f"“{estimate.option_label}” {_amount(estimate)}"]
        for other in judged.beside:
            where = [other.wave] if other.wave else []
            if other.country:
                where.insert(0, country_name(other.country, self.language, in_sentence=True))
            apart = other.share.option != estimate.option
            named = f"“{other.share.option_label}” " if apart else ""
            shares.append(f"{named}in {' in '.join(where)} {_amount(other.share)}")
        chance = "" if judged.p_value is None else f"; {chance_words(judged.p_value)}"
        return f"{told}: {', '.join(shares)}{chance}"

    def _supported(self, judged: Judged, each: SampleClaim) -> str:
        cut = ", but only with its half cut off" if judged.rounding else ""
        figures = all(s.predicate in ("share", "count") for s in each.statements)
        left = "" if figures else self._left(judged, each)
        if not judged.facts:
            return "Holds whatever the answers are"
        return f"Follows from {self._facts(judged.facts)}{cut}{f': {left}' if left else ''}"

    def _contradicted(self, judged: Judged, each: SampleClaim) -> str:
        odd = ""
        if judged.whole:
            figure = next(s.value or "" for s in each.statements if s.predicate == "share")
            odd = nearest_counts(figure, judged.whole)
        if not judged.facts:
            return f"Cannot be: {odd or 'its parts exclude each other'}"
        return f"Excluded by {self._facts(judged.facts)}{f'; {odd}' if odd else ''}"

    def _not_settled(self, judged: Judged, each: SampleClaim) -> str:
        if judged.why == "nothing_published":
            return "Nothing that bears on it was published"
        if judged.why == "own_source_only":
            return "Nothing but its own source bears on it"
        if judged.why == "facts_clash":
            return f"These facts cannot all be true: {self._facts(judged.facts)}"
        left = self._left(judged, each)
        rest = f"; the facts leave {left}" if left else ""
        if judged.why in _ONE_BASE:
            return f"{_ONE_BASE[judged.why]}, and the sentence does not say of whom it is{rest}"
        return f"Neither follows nor is it excluded{rest}"

    def _left(self, judged: Judged, each: SampleClaim) -> str:
        """What the facts leave of the first answer: ``“Not better” at more than 59%``."""
        bounds, option = judged.bounds, each.statements[0].option
        if bounds is None or bounds.low is None or bounds.high is None or option is None:
            return ""
        asking = self.read.survey.questionnaire.asking(str(self.read.claim.item), each.sample.wave)
        return left_open(
            asking.label(option, self.language),
            bounds.low,
            bounds.high,
            low_reached=bounds.low_reached,
            high_reached=bounds.high_reached,
        )


def _amount(estimate: Estimate, *, signs: bool = False) -> str:
    """A share, as far as it is known, with its interval; a range in words, or in ``signs``."""
    if estimate.n_base == 0:
        return "nobody in the base"
    if estimate.share is not None:
        whole = estimate.evidence != "measured" and round(estimate.share * 1000) % 10 == 0
        told = f"{share_percent(estimate.share, 0 if whole else 1)}%"
    elif estimate.bound_low is None or estimate.bound_high is None:
        return "open"
    else:
        reached = (bool(estimate.bound_low_reached), bool(estimate.bound_high_reached))
        low, high = Fraction(str(estimate.bound_low)), Fraction(str(estimate.bound_high))
        told = amount_words(Amount(low, high, *reached))
        if signs:
            told = f"{range_text(low, high, low_reached=reached[0], high_reached=reached[1])}%"
    if estimate.low is not None and estimate.high is not None:
        told += f" ({percent(estimate.low)}–{percent(estimate.high)})"
    return told


def _portable(path: str) -> str:
    """A path that is the same on every machine: of a file that was named in full, its name."""
    return Path(path).name if Path(path).is_absolute() else path


def _only(values: Sequence[str] | None) -> str | None:
    return values[0] if values and len(values) == 1 else None
