"""What is wrong with facts that are each well written: one module an aspect.

Every module takes questionnaires and evidence and yields flaws; none reads a
file, and none stops at the first. ``answers`` is imported where there are
respondents.
"""

from __future__ import annotations

from kcli.analysis.checks.findings import check_findings, readable
from kcli.analysis.checks.flaw import Declared, Flaw, flaw
from kcli.analysis.checks.margins import check_margins
from kcli.analysis.checks.pooled import check_declared_sizes
from kcli.analysis.checks.scores import check_scores

__all__ = [
    "Declared",
    "Flaw",
    "check_declared_sizes",
    "check_findings",
    "check_margins",
    "check_scores",
    "flaw",
    "readable",
]
