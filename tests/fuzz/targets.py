"""The list of everything that is fuzzed."""

from __future__ import annotations

from fuzz.csv_targets import csv_targets
from fuzz.figures_target import figures_target
from fuzz.pieces_target import pieces_target
from fuzz.pipelines import pipelines
from fuzz.target import Target
from fuzz.writers import writers
from fuzz.yaml_targets import yaml_targets

NAMES = (
    *("yaml", "questionnaire", "concepts", "conventions", "claims", "report", "margins"),
    *("findings", "responses", "replicates", "pieces"),
    "figures",
    *("compare-published", "compare-measured", "compare-replicates", "survey", "verify"),
    *("weight", "simulate"),
)
_MAKERS = dict(
    zip(
        NAMES,
        (
            *yaml_targets(),
            *csv_targets(),
            pieces_target,
            figures_target,
            *pipelines(),
            *writers(),
        ),
        strict=True,
    )
)


def make(name: str) -> Target:
    """A target by its name, with a bench of its own."""
    target = _MAKERS[name]()
    assert target.name == name
    return target
