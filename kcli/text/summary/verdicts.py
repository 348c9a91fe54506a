"""Sentences from verdicts: how many published sentences hold, and which do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kcli.model.check_records import Verdict
from kcli.text.countries import country_name
from kcli.text.languages import listed_in, plural, say
from kcli.text.numbers import chance_words, percent, range_text, share_percent
from kcli.text.people import of_kind
from kcli.text.retold import retold
from kcli.text.summary.index import Index, Sentence
from kcli.text.summary.words import ended
from kcli.text.verdicts import OF_OPINION, counts_around

__all__ = ["claim_name", "verdict_line", "verdict_sentences", "where_of"]

UNTESTABLE = ("loose", "empty_base", "not_asked", "other_side")
OPEN = (
    "left_open", "only_of_all", "only_of_substantive", "nothing_published", "own_source_only",
    "facts_clash",
)  # fmt: skip
_OF_WHOM = re.compile(
    rf"(?P<says>.*?)(?:, (?P<base>{OF_OPINION}))?"
    r"(?:, in (?!the wave )(?P<where>.+?))?(?:, in the wave (?P<wave>.+))?",
    re.DOTALL,
)
_FIGURE = re.compile(r": ([0-9.]+)%$")
ORDER = ("supported", "sample_only", "contradicted", "not_settled", "not_testable")


def verdict_sentences(records: Sequence[Verdict], index: Index) -> list[Sentence]:
    """How many statements there are and what became of them; then those that are contradicted.

    A published sentence is one statement on each sample that it is about.
    """
    if not records:
        return []
    language = index.language
    claims = len({(r.survey, r.claim) for r in records})
    counts = [
        plural(f"verdict.{word}", number, language)
        for word in ORDER
        if (number := sum(r.verdict == word for r in records))
    ]
    text = say(
        "verdict.counts",
        language,
        claims=plural("count.claims", claims, language),
        statements=plural("count.statements", len(records), language),
        counts=listed_in(counts, language),
    )
    sentences = [Sentence(ended(text, language), tuple(records))]
    for key, own in (
        ("verdict.named", [r for r in records if r.verdict == "contradicted"]),
        ("verdict.unexpected", [r for r in records if not r.as_expected]),
    ):
        if own:
            names = listed_in([claim_name(r, language) for r in own], language)
            text = plural(key, len(own), language, names=names)
            sentences.append(Sentence(ended(text, language), tuple(own)))
    return sentences


def claim_name(record: Verdict, language: str) -> str:
    """A claim with its quote, and the country that is meant."""
    if record.country is None:
        return say("verdict.claim", language, claim=record.claim, quote=record.quote)
    country = where_of(record, language, in_sentence=True)
    values = {"claim": record.claim, "quote": record.quote, "country": country}
    return say("verdict.claim_in", language, **values)


def where_of(record: Verdict, language: str, *, in_sentence: bool = False) -> str:
    """The country of whose people a claim is; with these, where they are not the public."""
    assert record.country is not None
    name = country_name(record.country, language, in_sentence=in_sentence)
    return of_kind(name, record.population or "general_public", "general_public", language)


def verdict_line(record: Verdict, language: str) -> str:
    """What a claim says of one sample, and what decides it: of the record alone, by its parts."""
    between = say("verdict.says_between", language)
    says = between.join(retold(words, "says.", language) for words in record.says)
    told = _decided(record, language)
    if record.verdict == "not_testable":
        return ended(told, language)
    return ended(say("verdict.line", language, says=says, told=told), language)


def _decided(record: Verdict, language: str) -> str:
    """The facts by which a claim holds or does not, or why nothing decides it."""
    if record.verdict == "not_testable":
        why = record.why if record.why in UNTESTABLE else "loose"
        return say(f"verdict.{why}", language)
    if record.evidence == "measured" or _is_tested(record):
        return _measured(record, language)
    facts = _facts(record, language)
    left = _left(record, language)
    if record.verdict == "supported":
        key = "verdict.follows_cut" if record.rounding else "verdict.follows"
        key = key if record.facts else "verdict.always"
        return say(key, language, facts=facts, range=left)
    if record.verdict == "contradicted":
        odd = _no_share(record, language)
        excluded = say("verdict.excluded", language, facts=facts) if facts else ""
        told = [part for part in (excluded, odd) if part]
        between = say("verdict.says_between", language)
        return between.join(told) or say("verdict.excludes_itself", language)
    why = record.why if record.why in OPEN else "left_open"
    return say(f"verdict.{why}", language, facts=facts, range=left)


def _facts(record: Verdict, language: str) -> str:
    """The facts, each with what it says."""
    told = [
        say("verdict.fact", language, fact=fact, says=_says_of(says, language))
        for fact, says in zip(record.facts, record.facts_say, strict=True)
    ]
    return listed_in(told, language)


def _says_of(text: str, language: str) -> str:
    """A statement and of whom it is, from its English."""
    found = _OF_WHOM.fullmatch(text)
    assert found is not None, "every text is a statement, if nothing else"
    told = retold(found["says"], "says.", language)
    if found["base"]:
        told = say("verdict.of_opinion", language, says=told)
    for name in ("where", "wave"):
        if found[name]:
            told = say(f"verdict.of_{name}", language, says=told, **{name: found[name]})
    return told


def _no_share(record: Verdict, language: str) -> str:
    """Why the claimed figure is no share of so many people, with the counts around it."""
    figure = next((found[1] for says in record.says if (found := _FIGURE.search(says))), None)
    if figure is None or not record.no_share_of:
        return ""
    around = [
        say("verdict.nearest", language, count=count, n=size, share=share)
        for size in record.no_share_of
        for count, share in counts_around(figure, size)
    ]
    people = "/".join(str(size) for size in record.no_share_of)
    told = listed_in(around, language)
    return say("verdict.no_share", language, figure=figure, people=people, around=told)


def _is_tested(record: Verdict) -> bool:
    """Whether a printed share was set beside respondents of another country or wave."""
    return record.p_value is not None or record.why == "untested"


def _measured(record: Verdict, language: str) -> str:
    size = ""
    if record.share is not None:
        between = say("verdict.says_between", language)
        shares = [_share(record), *(_says_of(says, language) for says in record.beside)]
        size = say("verdict.size", language, share=between.join(shares))
    if record.why == "left_open":
        return say("verdict.left_open", language, range="")
    tested = "untested" if record.why == "untested" else "measured"
    return say(f"verdict.{tested}.{record.verdict}", language, size=size)


def _share(record: Verdict) -> str:
    """The share of respondents, with its interval and the p that decided."""
    assert record.share is not None
    told = f"{share_percent(record.share, 1)}%"
    if record.low is not None and record.high is not None:
        told += f" [{percent(record.low)}–{percent(record.high)}]"
    return told if record.p_value is None else f"{told}; {chance_words(record.p_value)}"


def _left(record: Verdict, language: str) -> str:
    """What the facts leave of the first answer; nothing where that is one figure, or anything."""
    low, high = record.bound_low, record.bound_high
    if low is None or high is None or low == high or (low, high) == (0.0, 1.0):
        return ""
    reached = {"low_reached": record.bound_low_reached, "high_reached": record.bound_high_reached}
    span = range_text(low, high, **{end: known is not False for end, known in reached.items()})
    return say("verdict.range", language, range=f"{span}%")
