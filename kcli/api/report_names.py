"""What the sections of a report name, looked up before any of them is worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from kcli.api.compare_concept import askings_of, check_places
from kcli.api.select import answering, check_asked, select
from kcli.api.shift_plan import plan_of, samples_of
from kcli.api.sides import measures_of, read_end
from kcli.errors import Fault, UsageError, nearest
from kcli.io.project import Project, Survey
from kcli.io.yaml_tree import Tree
from kcli.model.period import read_period
from kcli.model.report import ReportFile, Section
from kcli.model.selector import Selector, read_selector

__all__ = ["unknown_names"]

Asked = Sequence[tuple[Survey, str, str]]
"""Items, each with its survey and a wave."""


def unknown_names(project: Project, body: ReportFile, tree: Tree, place: int) -> list[Fault]:
    """A fault for each name in a section that nothing bears; its place is that of the name.

    Raises InputError where a file that tells cannot be read.
    """
    section = body.sections[place]
    return list(_Section(project, section, tree, place).faults())


class _Section:
    """One section, which is looked at as the command does that it stands for."""

    def __init__(self, project: Project, section: Section, tree: Tree, place: int) -> None:
        self.project, self.section, self.tree, self.place = project, section, tree, place
        self.concepts = project.concepts.concepts if project.concepts else {}
        self.found: list[Fault] = []

    def faults(self) -> Iterator[Fault]:
        looks: dict[str, Callable[[str], None]] = {
            "compare": self.compare,
            "concept": self.concept,
            "label": self.selection,
            "shift": self.shift,
            "trend": self.trend,
            "verify": self.verify,
            "topline": self.selection,
        }
        for kind, look in looks.items():
            what = getattr(self.section, kind)
            if what is not None:
                self.kind = kind
                look(what)
        yield from self.found

    def _tell(self, code: str, problem: UsageError, *path: str | int) -> None:
        where = self.tree.where(("sections", self.place, *(path or (self.kind,))))
        self.found.append(Fault(code, problem.message, where, hint=problem.hint))

    # -- what a section is about --------------------------------------------------------

    def compare(self, what: str) -> None:
        if what in self.concepts and what not in self.project.survey_ids:
            self.concept(what)
        else:
            self.selection(what)

    def concept(self, what: str) -> None:
        if what not in self.concepts:
            hint = nearest(what, self.concepts) or f"concepts: {', '.join(self.concepts)}"
            self._tell("unknown-concept", UsageError(f"there is no concept {what!r}", hint))
            return
        wave = self.section.wave
        asked, others = askings_of(self.project, what, wave)
        if not asked and wave is not None:
            hint = f"kcli show {what} tells who asks about it"
            wrong = UsageError(f"nobody was asked about {what!r} in the wave {wave!r}", hint)
            self._tell("unknown-wave", wrong, "wave")
        self.countries(lambda codes: check_places(asked, others, codes))

    def selection(self, what: str) -> None:
        wave = self.section.wave
        try:
            found = select(self.project, what, wave)
        except UsageError as problem:
            code = self._code_of(what)
            named = wave is not None and code == "unknown-wave" and "@" not in what
            self._tell(code, problem, *(("wave",) if named else ()))
            return
        if self.kind == "topline" and not found[0].single:
            message = f"{what!r} is a survey; a topline is of one item"
            self._tell("unknown-item", UsageError(message, f"kcli list {what}"))
            return
        every = self.kind == "topline" and wave is None
        samples = (
            sample
            for each in found
            for name in (
                each.survey.questionnaire.waves_of(each.items[0]) if every else [each.wave]
            )
            for sample in each.survey.questionnaire.samples(name)
        )
        known = list(samples)
        self.countries(lambda codes: check_asked(known, codes), found[0].country)

    def shift(self, what: str) -> None:
        start, end = self.section.between or (None, None)
        about = None
        if what not in self.concepts or what in self.project.survey_ids:
            try:
                about = select(self.project, what)[0].survey
            except UsageError as problem:
                self._tell(self._code_of(what), problem)
                return
        for number, text in enumerate(self.section.between or ()):
            try:
                read_end(self.project, text, about)
            except UsageError as problem:
                self._tell(self._end_code(text, about), problem, "between", number)
        if self.found:
            return
        try:
            plan = plan_of(self.project, what, start, end, False, "en")
        except UsageError as problem:
            self.at_an_end(what, problem)
            return
        self.countries(lambda codes: check_asked(samples_of(plan), codes))

    def trend(self, what: str) -> None:
        selector = _read(what)
        concept = selector is not None and selector.item is None and selector.name in self.concepts
        if selector is not None and concept and selector.name not in self.project.survey_ids:
            items = list(measures_of(self.project, selector.name))
            answers = list(self.concepts[selector.name].categories)
        else:
            try:
                found = select(self.project, what)
            except UsageError as problem:
                self._tell(self._code_of(what), problem)
                return
            items = [(each.survey, item) for each in found for item in each.items]
            answers = []
        asked = [
            (survey, item, wave)
            for survey, item in items
            for wave in survey.questionnaire.waves_of(item)
        ]
        known = [s for survey, _, wave in asked for s in survey.questionnaire.samples(wave)]
        named = selector.country if selector is not None else None
        self.countries(lambda codes: check_asked(known, codes), named)
        self.limits({s.questionnaire.survey: s for s, _ in items}.values())
        self.answers(answers or _answers(asked))

    def verify(self, what: str) -> None:
        project = self.project
        if what in project.survey_ids:
            if project.claims(what) is None:
                hint = f"datasets/{what}/claims.yaml"
                self._tell("bad-value", UsageError(f"{what} has no claims", hint))
        elif not (Path(what).suffix in (".yaml", ".yml") or "/" in what or Path(what).exists()):
            hint = nearest(what, project.survey_ids) or "a survey, or a file such as claims.yaml"
            self._tell("unknown-survey", UsageError(f"there is no survey or file {what!r}", hint))

    # -- what narrows it ----------------------------------------------------------------

    def countries(self, check: Callable[[Sequence[str]], None], named: str | None = None) -> None:
        """Those that are listed, and the one that is named with what the section is about."""
        places = list(enumerate(self.section.countries or ()))
        for path, country in (*((("countries", n), c) for n, c in places), ((), named)):
            try:
                check([country] if country else [])
            except UsageError as problem:
                self._tell("unknown-country", problem, *path)

    def limits(self, surveys: Iterable[Survey]) -> None:
        """The first and the last wave of a trend, each a wave or a date."""
        for number, text in enumerate(self.section.between or ()):
            for survey in surveys:
                if text in survey.questionnaire.waves:
                    continue
                try:
                    read_period(text)
                except ValueError as problem:
                    wrong = UsageError(f"{text!r} is no wave and no date", str(problem))
                    self._tell("unknown-wave", wrong, "between", number)
                    break

    def answers(self, known: Sequence[str]) -> None:
        for number, name in enumerate(self.section.answers or ()):
            if name not in known and name != "score":
                hint = nearest(name, known) or f"there are: {', '.join(known)}"
                wrong = UsageError(f"there is no answer {name!r}", hint)
                self._tell("unknown-option", wrong, "answers", number)

    # -- what kind of name it is that nothing bears -------------------------------------

    def _code_of(self, what: str) -> str:
        selector = _read(what)
        if selector is None:
            return "bad-value"
        project, item = self.project, selector.item
        if selector.name in project.survey_ids:
            known = project.survey(selector.name).questionnaire
        elif item is not None:
            return "unknown-survey"
        else:
            item = selector.name
            owners = [s.questionnaire for s in answering(project) if item in s.questionnaire.items]
            if len(owners) != 1:
                return "unknown-item"
            (known,) = owners
        if item is not None and item not in known.items:
            return "unknown-item"
        asked = known.waves if item is None else known.waves_of(item)
        wave = selector.wave or self.section.wave
        if wave is not None and wave not in asked:
            return "unknown-wave"
        return "unknown-population" if selector.population is not None else "bad-value"

    def _end_code(self, text: str, about: Survey | None) -> str:
        selector = _read(text)
        if selector is None:
            return "bad-value"
        alone = selector.item is None and selector.wave is None
        return "unknown-wave" if alone and about is not None else "unknown-survey"

    def at_an_end(self, what: str, problem: UsageError) -> None:
        """Both ends can be read, and one of them names what its survey does not have."""
        for number, text in enumerate(self.section.between or ()):
            selector = _read(text)
            if selector is None or selector.name not in self.project.survey_ids:
                continue
            code = self._code_of(text)
            if code != "bad-value":
                self._tell(code, problem, "between", number)
                return
        self._tell("bad-value", problem)


def _read(text: str) -> Selector | None:
    try:
        return read_selector(text)
    except ValueError:
        return None


def _answers(asked: Asked) -> list[str]:
    """The answers and nets of items, in all their waves."""
    found: dict[str, None] = {}
    for survey, item, wave in asked:
        asking = survey.questionnaire.asking(item, wave)
        found |= dict.fromkeys([*asking.options, *asking.nets])
    return list(found)
