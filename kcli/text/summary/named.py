"""Sentences on named people and governments: who answered what, by number, never by share."""

from __future__ import annotations

from collections.abc import Sequence

from kcli.model.records import Label
from kcli.text.languages import listed_in, say
from kcli.text.people import whom_of_several
from kcli.text.summary.index import Index, Sentence
from kcli.text.summary.words import clauses, count_of, ended, group_name

__all__ = ["answers_of", "named_sentences"]

Answer = tuple[str, int, int]  # what it is called, how many gave it, of how many


def named_sentences(records: Sequence[Label], index: Index) -> list[Sentence]:
    """One sentence for each kind: governments by their position, commentators counted."""
    sentences = []
    for kind in dict.fromkeys(record.population for record in records):
        own = [record for record in records if record.population == kind]
        answers = {id(record): answers_of(record, index) for record in own}
        told = [record for record in own if answers[id(record)]]
        rest = [record for record in own if not answers[id(record)]]
        leading = [record for record in rest if record.option is not None]
        silent = [record for record in rest if record.option is None]
        if told:
            alone = kind == "governments" and all(
                n == 1 for r in told for _, _, n in answers[id(r)]
            )
            found = [(record, answers[id(record)]) for record in told]
            parts = _positions(found, kind, index) if alone else _counts(found, index)
            lead = say(f"named.{kind}", index.language)
            text = lead + clauses(parts, index.language)
            sentences.append(Sentence(ended(text, index.language), tuple(told)))
        sentences += [_leading(record, index) for record in leading]
        if silent:
            names = [group_name(r.country, kind, index.language) for r in silent]
            text = say("named.unsettled", index.language, names=listed_in(names, index.language))
            sentences.append(Sentence(ended(text, index.language), tuple(silent)))
    return sentences


def _leading(record: Label, index: Index) -> Sentence:
    """The answer that leads, where nothing tells how many gave it."""
    option = say("summary.quoted", index.language, name=index.name(record, str(record.option)))
    who = group_name(record.country, record.population, index.language)
    text = say("named.leading", index.language, option=option, whom=who)
    return Sentence(ended(text, index.language), (record,))


def answers_of(record: Label, index: Index) -> list[Answer]:
    """The answers that anybody is known to have given, in their order, with exact counts only."""
    found = []
    for known in index.answers(record):
        count, n = count_of(known), known.record.n_base
        listed = known.record.option_kind not in ("net", "score")
        if listed and n and count.isdigit() and int(count) > 0:
            found.append((known.record.option_label, int(count), n))
    return found


def _positions(
    found: Sequence[tuple[Label, list[Answer]]], kind: str, index: Index
) -> list[tuple[str, dict[str, object]]]:
    """Where each speaks with one voice: a clause a position, with all who hold it."""
    language = index.language
    holders: dict[str, list[str | None]] = {}
    for record, answers in found:
        for name, _, _ in answers:
            holders.setdefault(name, []).append(record.country)
    parts: list[tuple[str, dict[str, object]]] = []
    for name, countries in holders.items():
        named = [country for country in countries if country is not None]
        holding = [whom_of_several(kind, named, language)] if named else []
        if len(named) < len(countries):
            holding.append(say(f"people.pooled.{kind}", language))
        option = say("summary.quoted", language, name=name)
        parts.append(("named.position", {"option": option, "whom": listed_in(holding, language)}))
    return parts


def _counts(
    found: Sequence[tuple[Label, list[Answer]]], index: Index
) -> list[tuple[str, dict[str, object]]]:
    """A clause a sample: so many of so many gave each answer."""
    language = index.language
    parts: list[tuple[str, dict[str, object]]] = []
    for record, answers in found:
        told = [
            say(
                "named.count",
                language,
                count=count,
                n=n,
                option=say("summary.quoted", language, name=name),
            )
            for name, count, n in answers
        ]
        where = group_name(record.country, "general_public", language)
        parts.append(("named.sample", {"where": where, "told": listed_in(told, language)}))
    return parts
