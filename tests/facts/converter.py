"""From the files of published facts to a project of kcli."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from facts.questionnaires import SURVEYS, draft
from facts.rows import HERE, facts
from facts.statements import claims, findings_of_facts, findings_of_statements

from kcli.io.findings import COLUMNS
from kcli.io.project import shipped_root

__all__ = ["convert"]


class _Plain(yaml.SafeDumper):
    """YAML without anchors: the grammar has none."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every part out, wherever it came from."""
        return True


def convert(folder: Path) -> None:
    """Write every fact into a project in ``folder``: questionnaires, findings and claims."""
    rows = facts()
    drafts = {name: draft(name, [f for f in rows if f.survey == name]) for name in SURVEYS}
    stated = findings_of_statements(drafts)
    for name, body in drafts.items():
        own = [fact for fact in rows if fact.survey == name]
        found = findings_of_facts(own, body, stated[name])
        body.asked((cells["item"], cells["wave"]) for cells in found)
        _write_csv(folder / "datasets" / name / "findings.csv", found)
    for name, entries in claims(drafts).items():
        _write_yaml(folder / "datasets" / name / "claims.yaml", {"claims": entries})
    for name, body in drafts.items():
        _write_yaml(folder / "questionnaires" / f"{name}.yaml", body.tree)
    shutil.copy(HERE / "skeletons" / "concepts.yaml", folder / "questionnaires")
    shutil.copy(shipped_root() / "questionnaires" / "conventions.yaml", folder / "questionnaires")


def _write_yaml(path: Path, tree: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(tree, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=10_000)
    path.write_text(text, "utf-8")


def _write_csv(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
