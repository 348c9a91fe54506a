"""The verdicts on the shipped claims are those of ``verdicts.yaml``, where each has its reason."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("verdicts.yaml")
DECIDED = ("verdict", "why", "facts", "rounding")
Verdicts = dict[tuple[str, str, str], dict[str, Any]]


def verdicts(records: list[dict[str, Any]]) -> Verdicts:
    """What was decided, by survey, claim and country."""
    found = {
        (r["survey"], r["claim"], r["country"]): {
            **{key: r.get(key) for key in DECIDED},
            "facts": r.get("facts", []),
        }
        for r in records
    }
    assert len(found) == len(records)
    return found


def test_the_verdicts_on_the_shipped_claims_are_those_that_are_written_down(run: Any) -> None:
    done = run("verify", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    given = verdicts(json.loads(done.stdout)["records"])
    golden = verdicts(yaml.safe_load(FILE.read_text("utf-8")))
    assert sorted(given.keys() - golden.keys()) == []
    assert sorted(golden.keys() - given.keys()) == []
    assert {name: given[name] for name in golden if given[name] != golden[name]} == {}


def test_each_verdict_that_is_written_down_has_a_reason() -> None:
    lines = FILE.read_text("utf-8").splitlines()
    for before, line in itertools.pairwise(lines):
        if line.startswith("- "):
            assert re.match(r"# [^-]", before), line
