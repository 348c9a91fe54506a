"""A questionnaire file by itself, wherever it lies: read as strictly as those of a project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kcli.io.grammar import read_noun
from kcli.io.plain import read_text
from kcli.io.references import questionnaire_references
from kcli.io.yaml_tree import Tree, parse_yaml
from kcli.model.concepts import Concepts
from kcli.model.questionnaire import Questionnaire

__all__ = ["QuestionnaireFile", "read_questionnaire"]

CONCEPTS = "concepts.yaml"


@dataclass(frozen=True)
class QuestionnaireFile:
    """A questionnaire with the places of its parts, and the hashes of what was read, by path."""

    questionnaire: Questionnaire
    tree: Tree
    inputs: dict[Path, str]


def read_questionnaire(path: Path) -> QuestionnaireFile:
    """Read a file of any name; the concepts it refers to are those beside it, if there are any.

    Raises InputError with every fault of the file, and of the concepts beside it.
    """
    folder = path.resolve().parent
    file = read_text(path, str(path), root=folder, limit="yaml-bytes")
    inputs = {path: file.sha256}
    concepts = None
    beside = path.parent / CONCEPTS
    if beside.exists() or beside.is_symlink():
        shared = read_text(beside, str(beside), root=path.parent, limit="yaml-bytes")
        inputs[beside] = shared.sha256
        concepts = read_noun(parse_yaml(shared), Concepts)
    tree = parse_yaml(file)
    name = tree.root.get("survey") if isinstance(tree.root, dict) else None
    stem = name if isinstance(name, str) else path.stem
    questionnaire = read_noun(tree, Questionnaire, questionnaire_references(stem, concepts))
    return QuestionnaireFile(questionnaire, tree, inputs)
