"""``kcli shift``: from one wave to another, from one population to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kcli.analysis.comparability import compare_askings
from kcli.analysis.compare import notes_of
from kcli.analysis.shift import End, Passage, ShiftBlock, finished, passage
from kcli.api.blocks import result_of
from kcli.api.shift_plan import Plan, plan_of
from kcli.api.sides import Finder, ends_of, matched
from kcli.api.wish import Wish
from kcli.errors import UsageError, nearest
from kcli.io.project import Project
from kcli.model.records import Note, Result
from kcli.model.survey import Base

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
    countries, base, confidence, ci, evidence, lang, assumed_options
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
    wish = Wish(None, countries, base, confidence, ci, evidence, lang, assumed_options)
    project = wish.read(project)
    plan = plan_of(project, what, start, end, scan, lang)
    finder = Finder(project, wish)
    found: list[Passage] = []
    for one, two, concept in plan.pairs:
        ends = (
            ends_of(finder, one, plan.first, concept),
            ends_of(finder, two, plan.second, concept),
        )
        found += [
            _passage(project, first, second, concept, wish, forced=force)
            for first, second in matched(*ends)
        ]
    if plan.scan:
        found = [p for p in found if p.comparability.wording != "not_comparable"]
    if not found:
        _explain(plan, wish)
    done = finished(found, wish.method, cast(Base, wish.base), lang)
    if plan.scan:
        done = tuple(sorted(done, key=_rank))
    block = ShiftBlock(plan.title, done, lang, confidence, tuple(_notes(done)), plan.scan)
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
    """What has to be known of either side: clashes, facts set aside."""
    notes: list[Note] = []
    for end in dict.fromkeys(end for p in found for end in (id(p.first), id(p.second))):
        (side,) = {id(e): e for p in found for e in (p.first, p.second) if id(e) == end}.values()
        if side.coded is None:
            notes += notes_of(side.evidence, [side.place])
    return list(dict.fromkeys(notes))


def _explain(plan: Plan, wish: Wish) -> None:
    """Raise UsageError: of these countries or populations nobody was asked, on one side."""
    known = {
        sample.country
        for one, two, _ in plan.pairs
        for asked in (one, two)
        for sample in asked.survey.questionnaire.samples(asked.wave)
        if sample.country
    }
    for code in wish.codes:
        if code not in known:
            hint = nearest(code, known) or f"asked: {', '.join(sorted(known))}"
            raise UsageError(f"nobody was asked in {code!r}", hint)
    raise UsageError("there is nothing that both ends have in common", "kcli show tells who asked")
