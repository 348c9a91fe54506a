"""What each command does, minus parsing and printing; what a notebook imports."""

from __future__ import annotations

from kcli.api.catalogue import list_surveys, show
from kcli.api.check import check
from kcli.api.compare import compare
from kcli.api.crosstab import crosstab
from kcli.api.diff import diff
from kcli.api.explain import explain
from kcli.api.label import label
from kcli.api.report import report
from kcli.api.schema import SCHEMAS, schema
from kcli.api.shift import shift
from kcli.api.simulate import simulate
from kcli.api.topline import topline
from kcli.api.trend import trend
from kcli.api.verify import verify
from kcli.api.weight import weight
from kcli.io.project import Project, find_project

__all__ = [
    "SCHEMAS",
    "Project",
    "check",
    "compare",
    "crosstab",
    "diff",
    "explain",
    "find_project",
    "label",
    "list_surveys",
    "report",
    "schema",
    "shift",
    "show",
    "simulate",
    "topline",
    "trend",
    "verify",
    "weight",
]
