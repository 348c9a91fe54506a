"""``kcli shift``: from one wave to another, from one population to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kcli.analysis.comparability import compare_askings
from kcli.analysis.ends import End
from kcli.analysis.shift import Passage, ShiftBlock, finished, passage, unlike_notes
from kcli.api.blocks import result_of
from kcli.api.select import check_asked
from kcli.api.shift_plan import Plan, plan_of, samples_of
from kcli.api.sides import Finder, ends_of, matched
from kcli.api.wish import Wish
from kcli.errors import UsageError, nearest
from kcli.io.project import Project
from kcli.model.records import Note, Result
from kcli.model.survey import Base
from kcli.text.sentences import listed

__all__ = ["shift"]


def shift(
    project: Project,
    what: str | None = None,
    *,
    start: str | None = None,
    end: str | None = None,
    scan: bool = False,
    force: bool = False,
    countries: Sequence[str] = (),
    base: str = "all",
    confidence: float = 0.95,
    ci: str = "wilson",
    evidence: str = "best",
    lang: str = "en",
    assumed_options: bool = True,
    lonely: str = "fail",
) -> Result:
    """The difference of every answer between two waves, surveys or populations.

    Parameters
    ----------
    project : where the surveys are
    what : an item, or a concept; nothing with ``scan``
    start, end : ``--from`` and ``--to``: a wave of the item's survey, or
        ``SURVEY[.ITEM][@WAVE][:POPULATION][/COUNTRY]``; of an item the last two
        waves where left out
    scan : everything that can be compared, the smallest adjusted p first
    force : numbers also where only the topic is shared
    countries, base, confidence, ci, evidence, lang, assumed_options, lonely
        as in :func:`kcli.api.compare.compare`

    Returns
    -------
    Result
        ``shift`` records: of every answer that both sides have, a pair of samples
        after the other.

    Raises
    ------
    UsageError : names that nothing bears, ends that are the same
    InputError : files that cannot be used
    """
    wish = Wish(None, countries, base, confidence, ci, evidence, lang, assumed_options, lonely)
    project = wish.read(project)
    plan = plan_of(project, what, start, end, scan, lang)
    check_asked(samples_of(plan), wish.codes)
    finder = Finder(project, wish)
    finder.foresee((asked, concept) for one, two, concept in plan.pairs for asked in (one, two))
    found: list[Passage] = []
    alone: list[Note] = []
    same = 0
    for one, two, concept in plan.pairs:
        ends = (
            ends_of(finder, one, plan.first, concept),
            ends_of(finder, two, plan.second, concept),
        )
        together = matched(*ends)
        pairs = [(a, b) for a, b in together if (a.side.name, a.place) != (b.side.name, b.place)]
        same += len(pairs) < len(together)
        alone += _alone(ends, pairs)
        found += [
            _passage(project, first, second, concept, wish, forced=force) for first, second in pairs
        ]
    if plan.scan:
        found = [p for p in found if p.comparability.wording != "not_comparable"]
    if not found:
        if same:
            raise UsageError(f"both ends are {plan.pairs[0][0].name}", "name two waves, or surveys")
        _explain(plan)
    done = finished(found, wish.method, cast(Base, wish.base), lang)
    if plan.scan:
        done = tuple(sorted(done, key=_rank))
    block = ShiftBlock(
        plan.title, done, lang, confidence, (*_notes(done), *dict.fromkeys(alone)), plan.scan
    )
    records = sorted(block.records, key=_p) if plan.scan else block.records
    parameters = {
        "item": what,
        "from": start,
        "to": end,
        "all": scan,
        "force": force,
        **{key: value for key, value in wish.parameters.items() if key != "wave"},
    }
    return result_of("shift", project, parameters, [block], records, lang=lang)


def _passage(
    project: Project, first: End, second: End, concept: str | None, wish: Wish, *, forced: bool
) -> Passage:
    grade = compare_askings(first.side, second.side, concept, project.judgements)
    return passage(first, second, grade, wish.method, concept=concept, forced=forced)


def _p(record: object) -> float:
    p: float | None = getattr(record, "p_adjusted", None)
    return 2.0 if p is None else p


def _rank(found: Passage) -> float:
    return min(map(_p, found.shifts), default=2.0)


def _notes(found: Sequence[Passage]) -> list[Note]:
    """What has to be known of either side: clashes, facts set aside, respondents who differ."""
    ends = [end for p in found for end in (p.first, p.second)]
    unlike = unlike_notes((p.first, p.second) for p in found)
    return list(dict.fromkeys((*(note for end in ends for note in end.notes), *unlike)))


def _alone(
    ends: tuple[Sequence[End], Sequence[End]], pairs: Sequence[tuple[End, End]]
) -> list[Note]:
    """The samples that stand at one end only, where others stand at both."""
    met = {id(end) for pair in pairs for end in pair}
    notes = []
    for side in ends:
        countries = [end.side.sample.country for end in side]
        names = [
            end.side.sample.id if country is None or countries.count(country) > 1 else country
            for end, country in zip(side, countries, strict=True)
            if id(end) not in met
        ]
        if names and pairs:
            text = f"{side[0].side.name}: nothing to set beside {listed(names)}."
            notes.append(Note("one-end-only", text))
    return notes


def _explain(plan: Plan) -> None:
    """Raise UsageError: of these populations nobody was asked, on one side."""
    for selector in (plan.first, plan.second):
        kinds = {
            sample.population
            for pair in plan.pairs
            for asked in pair[:2]
            if asked.survey.questionnaire.survey == selector.name
            for sample in asked.survey.questionnaire.samples(asked.wave)
        }
        if selector.population is not None and selector.population not in kinds:
            hint = nearest(selector.population, kinds) or f"there are: {', '.join(sorted(kinds))}"
            raise UsageError(f"{selector.name} has no {selector.population!r}", hint)
    hint = "--country is about both ends; a country of one is named there, as in kf-vub@2019/CN"
    raise UsageError("there is nothing that both ends have in common", hint)
