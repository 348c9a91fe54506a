"""Targets that read YAML: its tree, and each kind of file that is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from unicodedata import normalize

import yaml
from fuzz.target import Bench, Target
from pydantic import BaseModel

from kcli.errors import Fault, KcliError
from kcli.io.claims import read_acknowledged, read_claims
from kcli.io.grammar import read_noun
from kcli.io.plain import TextFile
from kcli.io.project import Project
from kcli.io.references import questionnaire_references
from kcli.io.reports import read_report
from kcli.io.weighting import read_margins
from kcli.io.yaml_tree import Tree, parse_yaml
from kcli.model.claims import Claims
from kcli.model.concepts import Concepts, Conventions
from kcli.model.questionnaire import Questionnaire
from kcli.model.report import ReportFile
from kcli.model.weighting import Weighting

NULLS = ("", "~", "null", "Null", "NULL")
SLOW_READER = 600  # characters up to which a reader in plain Python is asked, too


def tree_of(file: TextFile) -> Tree:
    """The tree of a file, which is what other readers of YAML see."""
    tree = parse_yaml(file)
    assert parse_yaml(file) == tree
    loaders = [yaml.BaseLoader] if len(file.text) <= SLOW_READER else []
    for loader in (getattr(yaml, "CBaseLoader", yaml.BaseLoader), *loaders):
        try:
            other = yaml.load(file.text, loader)
        except (yaml.YAMLError, ValueError):
            continue
        if not tree.faults:  # of two keys alike the other reader keeps the last
            assert _same(tree.root, other), (tree.root, other)
    for places in (tree.values, tree.keys):
        for line, column in places.values():
            assert line >= 1 <= column
    return tree


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, dict):
        if not isinstance(theirs, dict) or len(theirs) != len(ours):
            return False
        texts = {normalize("NFC", str(key)): value for key, value in theirs.items()}
        return texts.keys() == ours.keys() and all(_same(ours[key], texts[key]) for key in ours)
    if isinstance(ours, list):
        return (
            isinstance(theirs, list)
            and len(theirs) == len(ours)
            and all(_same(one, other) for one, other in zip(ours, theirs, strict=True))
        )
    if ours is None:  # a file of comments alone is nothing to both
        return theirs is None or theirs in NULLS
    return isinstance(theirs, str) and normalize("NFC", theirs) == ours


def _tree(bench: Bench) -> Callable[[bytes], bool]:
    def run(data: bytes) -> bool:
        try:
            tree_of(bench.text(data))
        except KcliError as problem:
            return bench.refused(problem)
        return True

    return run


def _noun(
    bench: Bench,
    model: type[BaseModel],
    look: Callable[[Any], None] = lambda _: None,
    references: Callable[[Tree], Iterable[Fault]] = lambda _: (),
) -> Callable[[bytes], bool]:
    """Read a file as a noun twice, and look at it."""

    def run(data: bytes) -> bool:
        try:
            tree = tree_of(bench.text(data))
            noun = read_noun(tree, model, references)
        except KcliError as problem:
            return bench.refused(problem)
        assert read_noun(tree, model, references) == noun
        look(noun)
        return True

    return run


def look_at_questionnaire(questionnaire: Questionnaire) -> None:
    """Everything that a questionnaire says of its waves can be asked of it."""
    for each in (questionnaire, questionnaire.with_open_lists()):
        assert sorted(each.wave_order) == sorted(each.waves)
        for wave in each.waves:
            views = each.samples(wave)
            assert [view.id for view in views] == list(each.waves[wave].samples)
        for item in each.items:
            for wave in each.waves_of(item):
                asking = each.asking(item, wave)
                assert asking.options
                for net in asking.nets.values():
                    assert set(net.options) <= set(asking.options)
                assert {asking.kind(name) for name in (*asking.options, *asking.nets)}
                assert all(asking.label(name, "ko") for name in asking.options)
            assert each.items[item].options


def _conventions(noun: Conventions) -> None:
    for found in noun.conventions.values():
        assert 0 <= found.low <= found.high <= 1


def _weighting(noun: Weighting) -> None:
    margins = (noun.margins, *noun.samples.values())
    assert all(share >= 0 for m in margins for shares in m.values() for share in shares.values())


def _claims(bench: Bench) -> Callable[[bytes], bool]:
    project = Project(bench.root, ".")
    own = project.survey("rich").questionnaire

    def run(data: bytes) -> bool:
        try:
            file = bench.text(data)
            tree_of(file)
            read_noun(parse_yaml(file), Claims)
            found = read_claims(file, project.survey, "rich", project.conventions)
        except KcliError as problem:
            return bench.refused(problem)
        again = read_claims(file, project.survey, "rich", project.conventions)
        assert again == found
        assert read_acknowledged(file) == found.acknowledged
        for claim in found.claims:
            assert claim.claim.wave in claim.survey.questionnaire.waves
            assert claim.statements
            for sample in claim.samples:
                assert sample.statements
                if claim.claim.countries:
                    assert sample.sample.country in claim.claim.countries
        assert own == project.survey("rich").questionnaire
        return True

    return run


def _report(bench: Bench) -> Callable[[bytes], bool]:
    def run(data: bytes) -> bool:
        project = Project(bench.root, ".", rooted=True)
        bench.put(data)
        try:
            found = read_report(bench.path, project)
        except KcliError as problem:
            return bench.refused(problem)
        assert read_report(bench.path, project) == found
        tree_of(bench.text())
        assert isinstance(found, ReportFile)
        assert found.sections
        return True

    return run


def _margins(bench: Bench) -> Callable[[bytes], bool]:
    project = Project(bench.root, ".", rooted=True)
    questionnaire = project.survey("rich").questionnaire

    def run(data: bytes) -> bool:
        try:
            tree = tree_of(bench.text(data))
            _weighting(read_noun(tree, Weighting))
            found = read_margins(project, bench.path, questionnaire, "2024")
        except KcliError as problem:
            named = str(bench.path)  # this file is called by the path that it was given by
            assert "/tmp" not in str(problem) or named in str(problem)
            return bench.refused(problem)
        for sample in found.samples.values():
            for margin in sample.margins:
                assert sum(target.share for target in margin.targets) == 1
        return True

    return run


def yaml_targets() -> list[Callable[[], Target]]:
    """Every target that reads YAML; each makes its bench when it is called."""
    questionnaire = "questionnaires/rich.yaml"

    def of(name: str, file: str, make: Callable[[Bench], Callable[[bytes], bool]]) -> Any:
        return lambda: Target(name, "yaml", make(Bench(file)))

    def survey(bench: Bench) -> Callable[[bytes], bool]:
        concepts = Project(bench.root, ".").concepts
        return _noun(
            bench, Questionnaire, look_at_questionnaire, questionnaire_references("rich", concepts)
        )

    return [
        of("yaml", questionnaire, _tree),
        of("questionnaire", questionnaire, survey),
        of("concepts", "questionnaires/concepts.yaml", lambda b: _noun(b, Concepts)),
        of(
            "conventions",
            "questionnaires/conventions.yaml",
            lambda b: _noun(b, Conventions, _conventions),
        ),
        of("claims", "datasets/rich/claims.yaml", _claims),
        of("report", "datasets/rich/report.yaml", _report),
        of("margins", "margins.yaml", _margins),
    ]
