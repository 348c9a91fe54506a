"""Sentences from labels: what most people in which countries answered, and of whom it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kcli.model.records import Label, is_total
from kcli.text.languages import listed_in, plural, say
from kcli.text.people import whom_of_several
from kcli.text.summary.index import Index, Known, Sentence
from kcli.text.summary.named import named_sentences
from kcli.text.summary.words import (
    asked_whom,
    assumed,
    clauses,
    count_of,
    ended,
    figure,
    figured,
    group_name,
    is_named,
    places,
    quoted,
    tested_by,
)

__all__ = ["label_sentences"]

SILENCES = ("not_reported", "no_share", "contradictory", "empty_base", "suppressed")


@dataclass(frozen=True)
class _Claim:
    """What a label says of one sample: how strongly, of which answers, and of whom."""

    record: Label
    word: str
    options: tuple[str, ...]
    tested: bool = False
    """Whether a test carries it to the population."""

    def key(self, index: Index) -> tuple[object, ...]:
        """Samples that agree in this are told in one clause; each with its own figure."""
        counted = self.word == "panel"
        names = tuple(index.name(self.record, option) for option in self.options)
        kind = self.record.population
        country = id(self.record) if counted or self.record.country is None else None
        leans = assumed(self.leans(index), index.language)
        return self.word, names, kind, country, leans

    def leans(self, index: Index) -> tuple[str, ...]:
        """The codes of what the answers lean on; of what is not settled nothing leans."""
        if self.word == "unsettled":
            return ()
        known = [index.estimate(self.record, option) for option in self.options]
        codes = [code for k in known if k is not None for code in k.record.assumptions]
        return tuple(dict.fromkeys([*self.record.assumptions, *codes]))


def label_sentences(records: Sequence[Label], index: Index) -> list[Sentence]:
    """One item in the samples of one wave: tested statements first, what is silent last.

    A total of several countries has no label, and is passed over.
    """
    told = [r for r in records if not is_total(r)]
    heard = [r for r in told if not _silence(r)]
    sentences = named_sentences([r for r in heard if is_named(r.population)], index)
    claims = [c for r in heard if not is_named(r.population) for c in _claims(r, index)]
    for base in dict.fromkeys(claim.record.base for claim in claims):
        own = [claim for claim in claims if claim.record.base == base]
        sentences += _tested([claim for claim in own if claim.tested], base, index)
        counted = [claim for claim in own if claim.word == "panel"]
        sentences += _counted(counted, index)
        asked = [c for c in own if not c.tested and c.word != "panel"]
        sentences += _asked(asked, base, index)
    return sentences + _silent(told, index)


def _silence(record: Label) -> str | None:
    return next((flag for flag in SILENCES if flag in record.flags), None)


# -- what is claimed -------------------------------------------------------------------


def _claims(record: Label, index: Index) -> list[_Claim]:
    """What a test supports, and what is true of those asked where that is more, or other."""
    lead = () if record.option is None else (record.option,)
    found = []
    if record.label is not None:
        options = record.tied if record.label == "no_clear_leader" else lead
        found.append(_Claim(record, record.label, options, tested=True))
    level = record.label_sample == "no_clear_leader"  # told even where a test says as much
    if record.label_sample is not None and (level or record.label_sample != record.label):
        options = _level(record, index) if level else lead
        panel = bool(count_of(index.estimate(record, options[0]))) if options else False
        found.append(_Claim(record, "panel" if panel else record.label_sample, options))
    if not found:
        found.append(_unsettled(record, index))
    return found


def _level(record: Label, index: Index) -> tuple[str, ...]:
    """The answers that share the lead in the sample: of respondents, those with its share."""
    if record.evidence != "measured":
        return record.tied
    known = [k.record for k in index.answers(record) if k.record.option_kind == "substantive"]
    shares = {k.option: round(k.share, 12) for k in known if k.share is not None}
    if not shares:
        return record.tied
    return tuple(name for name, share in shares.items() if share == max(shares.values()))


def _unsettled(record: Label, index: Index) -> _Claim:
    """Nobody is known to lead: called equal, above half together, or not settled at all."""
    if "equal_share" in record.flags and len(record.tied) == 2:
        return _Claim(record, "equal_share", record.tied)
    for known in index.answers(record):
        if known.record.option_kind == "net" and _above_half(known):
            return _Claim(record, "net", (known.record.option,))
    return _Claim(record, "unsettled", ())


def _above_half(known: Known) -> bool:
    low = known.record.bound_low
    return low is not None and (low > 0.5 or (low == 0.5 and not known.record.bound_low_reached))


# -- of the population -----------------------------------------------------------------


def _tested(claims: Sequence[_Claim], base: str, index: Index) -> list[Sentence]:
    """A sentence for each kind of test: of samples drawn at random, and of others."""
    kinds: dict[bool, list[_Claim]] = {}
    for claim in claims:
        kinds.setdefault(_by_design(claim, index), []).append(claim)
    sentences = []
    for design, own in kinds.items():
        told = clauses([_clause(group, index) for group in _groups(own, index)], index.language)
        test = tested_by(index, ["design" if design else "model"])
        key = "label.tested.all" if base == "all" else "label.tested.substantive"
        text = say(key, index.language, test=test, told=told)
        sentences.append(Sentence(ended(text, index.language), _records(own)))
    return sentences


def _by_design(claim: _Claim, index: Index) -> bool:
    """Whether the sample is known to have been drawn so that a test is right."""
    known = [index.estimate(claim.record, option) for option in claim.options]
    kinds = {k.record.interval_kind for k in known if k is not None}
    return kinds == {"design"}


# -- of those asked --------------------------------------------------------------------


def _asked(claims: Sequence[_Claim], base: str, index: Index) -> list[Sentence]:
    if not claims:
        return []
    told = clauses([_clause(group, index) for group in _groups(claims, index)], index.language)
    asked = asked_whom(base, index.language)
    text = say("label.asked", index.language, asked=asked, told=told)
    return [Sentence(ended(text, index.language), _records(claims))]


def _counted(claims: Sequence[_Claim], index: Index) -> list[Sentence]:
    """A panel, of which people are counted: each on its own."""
    sentences = []
    for claim in claims:
        record, language = claim.record, index.language
        known = index.estimate(record, claim.options[0])
        assert known is not None, "a count comes from an estimate"
        where = say("panel.pooled", language)
        if record.country is not None:
            where = places([_who(record, index, public=True)], language, among=False)
        n = known.record.n_base or 0
        panel = plural(f"panel.{record.population}", n, language, where=where)
        values = {
            "whom": panel,
            "count": count_of(known),
            "options": quoted([index.name(record, o) for o in claim.options], language),
            "assumed": assumed(claim.leans(index), language),
            "basis": say(f"panel.basis.{_basis(record)}", language),
        }
        key = "panel.level" if len(claim.options) > 1 else f"panel.{record.label_sample}"
        text = ended(say(key, language, **values), language)
        sentences.append(Sentence(text, (record,)))
    return sentences


def _basis(record: Label) -> str:
    return "all" if record.base == "all" else "substantive"


# -- clauses ---------------------------------------------------------------------------


def _groups(claims: Sequence[_Claim], index: Index) -> list[list[_Claim]]:
    """Claims that say the same, in the order of the first of them."""
    groups: dict[tuple[object, ...], list[_Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.key(index), []).append(claim)
    return list(groups.values())


def _clause(claims: Sequence[_Claim], index: Index) -> tuple[str, dict[str, object]]:
    """One clause on all samples that agree: its message, and what goes into it."""
    first, language = claims[0], index.language
    figures = [_figure(claim, index) for claim in claims]
    alone = len(claims) == 1
    names = [_who(claim.record, index) for claim in claims]
    if not alone:
        names = [figured(name, told, language) for name, told in zip(names, figures, strict=True)]
    options = quoted([index.name(first.record, o) for o in first.options], language)
    among = first.record.population != "general_public" or first.record.country is None
    values: dict[str, object] = {
        "where": places(names, language, among=among),
        "options": figured(options, figures[0], language) if alone else options,
        "assumed": assumed(first.leans(index), language),
        "half": "" if all(figures) else say("label.half", language),
    }
    scope = "tested" if first.tested else "asked"
    word = first.word
    if word == "no_clear_leader" and len(first.options) < 2:
        word = "no_clear_leader.open" if first.tested else "unsettled"
    if word in ("no_clear_leader", "equal_share") and not first.tested:
        exact = "level" if word == "no_clear_leader" else "equal"
        word = exact if len(first.options) == 2 else "level.many"
        told = [quoted([index.name(first.record, o)], language) for o in first.options]
        values |= {"first": told[0], "second": told[-1]}
    if word == "majority":
        word = f"majority.{'one' if len(claims) == 1 else 'other'}"
    return f"label.{scope}.{word}", values


def _figure(claim: _Claim, index: Index) -> str:
    """The share behind a statement on one answer, where it is known."""
    if len(claim.options) != 1 or claim.word == "unsettled":
        return ""
    return figure(index.estimate(claim.record, claim.options[0]))


def _who(record: Label, index: Index, *, public: bool = False) -> str:
    """A country where its public is meant, else whom of it; told from others of the same people.

    With ``public`` the country in any case.
    """
    kind = "general_public" if public else record.population
    name = group_name(record.country, kind, index.language)
    return figured(name, index.apart.get(id(record), ""), index.language)


def _silent(records: Sequence[Label], index: Index) -> list[Sentence]:
    """Samples of which nothing can be said, a sentence a reason."""
    sentences = []
    for flag in SILENCES:
        own = [record for record in records if _silence(record) == flag]
        if not own:
            continue
        names = listed_in(_all_of(own, index), index.language)
        text = say(f"silence.{flag}", index.language, names=names)
        sentences.append(Sentence(ended(text, index.language), tuple(own)))
    return sentences


def _all_of(records: Sequence[Label], index: Index) -> list[str]:
    """Publics by their countries, other people of one kind together."""
    names = []
    for kind in dict.fromkeys(record.population for record in records):
        own = [record for record in records if record.population == kind]
        countries = [record.country for record in own if record.country is not None]
        plain = not any(id(record) in index.apart for record in own)
        if kind != "general_public" and plain and len(countries) == len(own):
            names.append(whom_of_several(kind, countries, index.language))
        else:
            names += [_who(record, index) for record in own]
    return names


def _records(claims: Sequence[_Claim]) -> tuple[Label, ...]:
    return tuple({id(claim.record): claim.record for claim in claims}.values())
