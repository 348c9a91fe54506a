"""What fuzzing begins with: the small project, shipped files, hostile files of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz.target import HERE, PROJECT

ROOT = HERE.parent.parent
CORPUS, CRASHES = HERE / "corpus", HERE / "crashes"
LARGEST = 8_000  # bytes; what is larger is slow, and says nothing that a smaller one does not
FILES = {
    "yaml": ("questionnaires/*.yaml", "datasets/*/*.yaml"),
    "questionnaire": ("questionnaires/*.yaml",),
    "survey": ("questionnaires/*.yaml",),
    "concepts": ("questionnaires/concepts.yaml",),
    "conventions": ("questionnaires/conventions.yaml",),
    "claims": ("datasets/*/claims.yaml",),
    "verify": ("datasets/*/claims.yaml",),
    "report": ("datasets/*/report.yaml", "datasets/reports/*.yaml"),
    "margins": ("margins*.yaml",),
    "weight": ("margins*.yaml",),
    "simulate": ("datasets/rich/findings.csv",),
    "findings": ("datasets/rich/findings.csv",),
    "compare-published": ("datasets/rich/findings.csv",),
    "responses": ("datasets/rich/*.responses.csv",),
    "pieces": ("datasets/rich/*.responses.csv",),
    "compare-measured": ("datasets/rich/*.responses.csv",),
    "replicates": ("datasets/copies/*.responses.csv",),
    "compare-replicates": ("datasets/copies/*.responses.csv",),
    "figures": (),
}
NOT_OF_A_SURVEY = ("concepts.yaml", "conventions.yaml")
FIGURES = (
    b"58%\n19/40\n>= 60%\n45% to 55%\n0.5\n1004\n2019-06\nrich.trust@2021:experts/KR\nshare lot=41"
)


def kept(name: str) -> list[Path]:
    """The inputs of a target that are kept here: what reached much, and what once broke it."""
    folders = (CORPUS / name, CRASHES / name)
    return [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]


def seeds(name: str) -> list[bytes]:
    """Everything that is known of a target, each input once."""
    found = [path.read_bytes() for path in kept(name)]
    found += [FIGURES, b"forty per cent"] if name == "figures" else []
    for root in (PROJECT, ROOT):
        for pattern in FILES[name]:
            found += [_as_rich(path.read_bytes()) for path in _files(root, pattern, name)]
    found += _hostile(name)
    return [data for data in dict.fromkeys(found) if len(data) <= LARGEST]


def _files(root: Path, pattern: str, name: str) -> Iterator[Path]:
    for path in sorted(root.glob(pattern)):
        if name not in ("questionnaire", "survey") or path.name not in NOT_OF_A_SURVEY:
            yield path


def _as_rich(data: bytes) -> bytes:
    """A questionnaire of another name, under the name of the file that it will stand in."""
    lines = data.split(b"\n")
    if lines[0].startswith(b"survey: "):
        lines[0] = b"survey: rich"
    return b"\n".join(lines)


def _hostile(name: str) -> list[bytes]:
    """The files that the tests of hostile input make, as far as this target reads their kind."""
    from acceptance.hostile import commons, encoded, shapes, surveys, yaml_nodes, yaml_text
    from acceptance.hostile.good import CONCEPTS, CONVENTIONS, FINDINGS, QUESTIONNAIRE, Case, build

    file = {
        "yaml": QUESTIONNAIRE,
        "questionnaire": QUESTIONNAIRE,
        "survey": QUESTIONNAIRE,
        "concepts": CONCEPTS,
        "conventions": CONVENTIONS,
        "findings": FINDINGS,
    }.get(name)
    if file is None:
        return []
    modules = (commons, encoded, shapes, surveys, yaml_nodes, yaml_text)
    lists = [value for module in modules for value in vars(module).values()]
    cases = [c for found in lists if isinstance(found, tuple) for c in found if isinstance(c, Case)]
    inputs = []
    with TemporaryDirectory() as folder:
        for number, case in enumerate(cases):
            root = build(Path(folder) / str(number))
            before = (root / file).read_bytes()
            try:
                case.change(root)
                data = (root / file).read_bytes() if (root / file).is_file() else before
            except OSError:
                continue
            if data != before and len(data) <= LARGEST:
                inputs.append(_as_rich(data))
    return inputs
