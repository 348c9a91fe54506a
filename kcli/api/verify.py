"""``kcli verify``: published sentences against the evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kcli.analysis.compare import respondents_of
from kcli.analysis.ends import End, Ends
from kcli.analysis.estimate import estimate_share
from kcli.analysis.evidence import ItemEvidence, Place
from kcli.analysis.verify import (
    Beside,
    Difference,
    Judged,
    bearing,
    inequalities_of,
    judge_published,
)
from kcli.api.blocks import attributions
from kcli.api.envelope import inputs_of, sources_of
from kcli.api.select import answering
from kcli.api.sides import Asked, Finder, ends_of
from kcli.api.verdicts import Teller, Verified
from kcli.api.wish import Wish
from kcli.errors import UsageError, nearest
from kcli.io.claims import ClaimFile, ReadClaim, SampleClaim
from kcli.io.project import Project, Survey
from kcli.model.evidence import Finding, Statement
from kcli.model.predicates import Term
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Estimate, Note, Result
from kcli.model.selector import Selector
from kcli.model.survey import Base

if TYPE_CHECKING:
    from kcli.analysis.respondents import Respondents
    from kcli.cells.sums import Sums

__all__ = ["verify"]


def verify(
    project: Project,
    what: str | Path | None = None,
    *,
    against: str | None = None,
    confidence: float = 0.95,
    ci: str = "wilson",
    evidence: str = "best",
    lang: str = "en",
    assumed_options: bool = True,
    lonely: str = "fail",
) -> Result:
    """Judge claims: whether the evidence bears them out, excludes them, or leaves them open.

    Parameters
    ----------
    project : where the surveys are
    what : a survey with claims, or a file of claims; every survey's where left out
    against : the one source whose facts may judge
    confidence, ci, evidence, lang, assumed_options, lonely : as in :func:`kcli.api.compare.compare`

    Returns
    -------
    Result
        A ``verdict`` record for every claim and sample.

    Raises
    ------
    UsageError : a name that nothing bears, a survey without claims
    InputError : files that cannot be used
    """
    wish = Wish(None, (), "all", confidence, ci, evidence, lang, assumed_options, lonely)
    project = wish.read(project)
    files = _files(project, what)
    _check_source(files, against)
    judge = _Judge(project, wish, against)
    claims = [claim for file in files for claim in file.claims]
    for claim in claims:
        if claim.claim.item is not None:
            key = (claim.survey.questionnaire.survey, claim.claim.wave)
            judge.items.setdefault(key, set()).add(claim.claim.item)
    found = [each for claim in claims for each in judge.verdicts(claim)]
    notes = dict.fromkeys(
        Note(lean.code, lean.text)
        for lean in sorted({lean for _, judged in found for lean in judged.assumptions})
    )
    verified = [v for v, _ in found]
    return Result(
        command="verify",
        project=project.name,
        synthetic=any(v.questionnaire.synthetic == "yes" for v in verified),
        parameters={
            "what": _shown(what),
            "against": against,
            "confidence": confidence,
            "ci": ci,
            "evidence": evidence,
            "lang": lang,
            "assumed_options": assumed_options,
            "lonely": lonely,
        },
        inputs=inputs_of(project),
        sources=sources_of(_sources(found), lang),
        records=tuple(v.record for v in verified),
        notes=(*attributions([v.questionnaire for v in verified], lang), *notes, *judge.notes),
        context=verified,
    )


def _shown(what: str | Path | None) -> str | None:
    """What was asked for, without the path of a machine."""
    if what is None:
        return None
    path = Path(what)
    return path.name if path.is_absolute() else path.as_posix()


def _files(project: Project, what: str | Path | None) -> list[ClaimFile]:
    if what is None:
        real = {survey.questionnaire.survey for survey in answering(project)}
        named = {name: project.claims(name) for name in project.survey_ids}
        claims = {name: file for name, file in named.items() if file is not None}
        files = [file for name, file in claims.items() if name in real] or [*claims.values()]
        if not files:
            raise UsageError("no survey of this project has claims", "datasets/SURVEY/claims.yaml")
        return files
    name = str(what)
    if name in project.survey_ids:
        file = project.claims(name)
        if file is None:
            raise UsageError(f"{name} has no claims", f"datasets/{name}/claims.yaml")
        return [file]
    if Path(name).suffix in (".yaml", ".yml") or "/" in name or Path(name).exists():
        return [project.claims_in(Path(name))]
    hint = nearest(name, project.survey_ids) or "a survey, or a file such as claims.yaml"
    raise UsageError(f"there is no survey or file {name!r}", hint)


def _check_source(files: Sequence[ClaimFile], against: str | None) -> None:
    known = {s for file in files for c in file.claims for s in c.survey.questionnaire.sources}
    if against is not None and against not in known:
        hint = nearest(against, known) or f"known: {', '.join(sorted(known))}"
        raise UsageError(f"there is no source {against!r}", hint)


def _sources(
    found: Sequence[tuple[Verified, Judged]],
) -> list[tuple[Questionnaire, set[str]]]:
    named: dict[str, tuple[Questionnaire, set[str]]] = {}
    for verified, judged in found:
        _, sources = named.setdefault(
            verified.questionnaire.survey, (verified.questionnaire, set())
        )
        sources.add(verified.record.source)
        sources.update(fact.source for fact in judged.facts)
    return list(named.values())


class _Judge:
    """Judges claims one by one; what the facts of an item say is worked out once."""

    def __init__(self, project: Project, wish: Wish, against: str | None) -> None:
        self.project = project
        self.wish = wish
        self.against = against
        self._finders = {
            base: Finder(project, replace(wish, base=base)) for base in ("all", "substantive")
        }
        self.items: dict[tuple[str, str], set[str]] = {}
        """The items that claims are about, by survey and wave."""
        self.notes: dict[Note, None] = {}
        """What has to be known of the respondents that were asked."""
        self._sums: dict[tuple[str, str], Sums | None] = {}
        self._measured_items: dict[tuple[str, str, str], Respondents | None] = {}
        self._evidence: dict[tuple[object, ...], ItemEvidence] = {}
        self._findings: dict[str, dict[str, list[Finding]]] = {}

    def verdicts(self, claim: ReadClaim) -> list[tuple[Verified, Judged]]:
        """One a sample; of a claim about what nobody was asked, one."""
        if not claim.samples:
            return [self._told(claim, None, Judged("not_testable", "not_asked"), None)]
        return [self._of_sample(claim, each) for each in claim.samples]

    def _of_sample(self, claim: ReadClaim, each: SampleClaim) -> tuple[Verified, Judged]:
        survey, item = claim.survey, claim.claim.item
        assert item is not None
        place = (claim.claim.wave, each.sample.id)
        measured = self._measured(claim, each, place)
        if measured is not None:
            return self._told(claim, each, *measured)
        kept = self._bearing(claim, each)

        def read(base: Base) -> ItemEvidence:
            return self._read(survey, item, kept, base)

        judged = judge_published(read, place, each.statements, claim.where)
        across = None
        if judged.verdict == "not_settled":
            across = self._across(claim, each, place, kept, read)
        if across is not None:
            return self._told(claim, each, *across)
        if judged.verdict == "not_settled" and judged.why in ("left_open", "nothing_published"):
            judged = replace(judged, why=self._why(claim, read("all"), place))
        record = None
        option = each.statements[0].option
        if option is not None and judged.bounds is not None:
            base: Base = "substantive" if each.statements[0].base == "substantive" else "all"
            record = estimate_share(
                read(base), place, option, self.wish.method, self.wish.lang
            ).record
        return self._told(claim, each, judged, record)

    def _told(
        self,
        claim: ReadClaim,
        each: SampleClaim | None,
        judged: Judged,
        estimate: Estimate | None,
    ) -> tuple[Verified, Judged]:
        teller = Teller(claim, each, self.project.conventions, self.wish.lang)
        return teller.verified(judged, estimate), judged

    def _about(self, survey: Survey, item: str) -> Sequence[Finding]:
        """All that was published about an item."""
        name = survey.questionnaire.survey
        if name not in self._findings:
            by_item: dict[str, list[Finding]] = {}
            for finding in survey.findings:
                by_item.setdefault(finding.item, []).append(finding)
            self._findings[name] = by_item
        return self._findings[name].get(item, [])

    def _read(
        self, survey: Survey, item: str, kept: tuple[Finding, ...], base: Base
    ) -> ItemEvidence:
        name = survey.questionnaire.survey
        key = (name, item, base, tuple(finding.id for finding in kept))
        if key not in self._evidence:
            conventions = self.project.conventions
            self._evidence[key] = ItemEvidence(survey.questionnaire, item, kept, conventions, base)
        return self._evidence[key]

    def _measured(
        self, claim: ReadClaim, each: SampleClaim, place: Place
    ) -> tuple[Judged, Estimate | None] | None:
        """By respondents, where the sample has any and they are wanted."""
        if self.wish.evidence == "published" or self.against is not None:
            return None
        respondents = self._respondents(claim)
        if respondents is None or place not in respondents:
            return None
        from kcli.analysis.verify_measured import Subject, judge_measured  # numpy comes with it

        method = self.wish.method
        base: Base = "substantive" if each.statements[0].base == "substantive" else "all"
        survey, item = claim.survey, str(claim.claim.item)
        kept, beside = self._bearing(claim, each), dict[Term, Beside]()
        subject = Subject(
            respondents,
            self._finders["all"].evidence(survey, item, "all"),
            place,
            respondents.labels(place, method),
            method,
            partial(self._elsewhere, claim, each, kept, beside),
        )
        estimations = respondents.estimates_on(place, base, method, self.wish.lang)
        self.notes.update(dict.fromkeys(respondents.lonely_notes(place)))
        judged = judge_measured(subject, each.statements, estimations)
        judged = replace(judged, beside=tuple(beside.values()))
        named = {found.record.option: found.record for found in estimations}
        return judged, named.get(each.statements[0].option or "")

    def _respondents(self, claim: ReadClaim) -> Respondents | None:
        """The respondents of a claim's item; each file is read once for all its claims."""
        survey, item, wave = claim.survey, str(claim.claim.item), claim.claim.wave
        name = survey.questionnaire.survey
        if (name, wave) not in self._sums:
            asked = [survey.questionnaire.asking(i, wave) for i in sorted(self.items[name, wave])]
            self._sums[name, wave] = self.project.sums(survey, wave, asked)
        sums = self._sums[name, wave]
        if sums is None:
            return None
        key = (name, item, wave)
        if key not in self._measured_items:
            evidence = self._finders["all"].evidence(survey, item, "all")
            lonely = self.wish.method.lonely
            self._measured_items[key] = respondents_of(sums, evidence, wave, lonely=lonely)
        return self._measured_items[key]

    def _why(self, claim: ReadClaim, evidence: ItemEvidence, place: Place) -> str:
        """Whether anything but the claim's own source bears on the sample."""
        told = [
            fact.label.finding
            for fact in evidence.facts
            if place in fact.touches() and fact.label.finding.source != claim.claim.source
        ]
        if told:
            return "left_open"
        own = [
            f
            for f in self._about(claim.survey, str(claim.claim.item))
            if (f.wave, f.sample) == place and f.statement.predicate != "loose"
        ]
        return "own_source_only" if own else "nothing_published"

    def _bearing(self, claim: ReadClaim, each: SampleClaim) -> tuple[Finding, ...]:
        """What was published of the item, and not by the claim itself."""
        known = self._about(claim.survey, str(claim.claim.item))
        questionnaire = claim.survey.questionnaire
        return bearing(claim.claim, each.statements, questionnaire, known, self.against)

    def _across(
        self,
        claim: ReadClaim,
        each: SampleClaim,
        place: Place,
        kept: tuple[Finding, ...],
        read: Callable[[Base], ItemEvidence],
    ) -> tuple[Judged, Estimate | None] | None:
        """By a test, where a printed share is set beside respondents of another country or wave.

        What else the sentence says has to follow from what is printed.
        """
        if self.wish.evidence == "published" or self.against is not None:
            return None
        survey, evidence = claim.survey, read("all")
        waves = {s: self._waves_elsewhere(evidence, place, s) for s in each.statements}
        apart = [statement for statement, found in waves.items() if found]
        reached = set[str]().union(*waves.values())
        if not any(self._has_respondents(survey, evidence.item, wave) for wave in reached):
            return None
        alone = [statement for statement, found in waves.items() if not found]
        if alone and judge_published(read, place, alone, claim.where).verdict != "supported":
            return None
        from kcli.analysis.verify_measured import judge_across  # numpy comes with it

        beside = dict[Term, Beside]()
        found = list[Difference]()

        def elsewhere(here: Term, there: Term, base: Base) -> Difference | None:
            difference = self._elsewhere(claim, each, kept, beside, here, there, base)
            found.extend([] if difference is None else [difference])
            return difference

        judged = judge_across(evidence, place, apart, elsewhere, self.wish.method)
        if judged is None or not any(d.there.evidence == "measured" for d in found):
            return None
        return replace(judged, beside=tuple(beside.values())), found[0].here

    def _waves_elsewhere(self, evidence: ItemEvidence, place: Place, said: Statement) -> set[str]:
        """The waves of the other samples that a statement speaks of."""
        terms = [t for row in inequalities_of(evidence, place, said) for t, _ in row.terms]
        return {term.wave or place[0] for term in terms if term.country or term.wave}

    def _has_respondents(self, survey: Survey, item: str, wave: str) -> bool:
        asked = wave in survey.questionnaire.waves_of(item)
        asking = [survey.questionnaire.asking(item, wave)] if asked else []
        return asked and self.project.sums(survey, wave, asking) is not None

    def _elsewhere(
        self,
        claim: ReadClaim,
        each: SampleClaim,
        kept: tuple[Finding, ...],
        beside: dict[Term, Beside],
        here: Term,
        there: Term,
        base: Base,
    ) -> Difference | None:
        """The share claimed here minus one in another country or wave, tested.

        That other share is noted in ``beside``.
        """
        sample = each.sample
        wave, country = there.wave or sample.wave, there.country or sample.country
        own = self._end(claim, kept, sample.wave, sample.country, each, base)
        other = self._end(claim, kept, wave, country, each, base)
        if own is None or other is None or there.option not in other.estimations:
            return None
        one, two = other.estimations[there.option], own.estimations[here.option]
        if one.bounds is None or two.bounds is None:
            return None
        gap = two.bounds.minus(one.bounds)
        tested = Ends(other, own).tested((there.option, here.option), self.wish.method)
        low, high = -1.0 if gap.low is None else float(gap.low), 1.0
        if gap.high is not None:
            high = float(gap.high)
        elsewhere = country if country != sample.country else None
        beside.setdefault(
            there, Beside(elsewhere, wave if wave != sample.wave else None, one.record)
        )
        return Difference(low, high, tested.p_value, two.record, one.record)

    def _end(
        self,
        claim: ReadClaim,
        kept: tuple[Finding, ...],
        wave: str,
        country: str | None,
        each: SampleClaim,
        base: Base,
    ) -> End | None:
        survey, item = claim.survey, str(claim.claim.item)
        selector = Selector(survey.questionnaire.survey, population=each.sample.population)
        narrow: Base = "substantive" if base == "substantive" else "all"
        finder = self._finders[narrow].given(self._read(survey, item, kept, narrow))
        ends = ends_of(finder, Asked(survey, item, wave), selector)
        return next((end for end in ends if end.side.sample.country == country), None)
