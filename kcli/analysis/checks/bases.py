"""Bases that cannot be: larger than the sample, or than what they are a part of."""

from __future__ import annotations

from collections.abc import Iterator

from kcli.analysis.checks.flaw import Flaw, flaw
from kcli.analysis.checks.published import Published
from kcli.model.evidence import Finding

__all__ = ["check_bases"]


def check_bases(published: Published) -> Iterator[Flaw]:
    """``base_n`` above n, and those with an opinion more than everyone, once for each base."""
    by_base: dict[tuple[str, int], list[Finding]] = {}
    for finding in published.findings:
        statement = finding.statement
        if statement.base_n is not None:
            by_base.setdefault((statement.base, statement.base_n), []).append(finding)
    everyone = [size for base, size in by_base if base == "all"]
    for (base, size), findings in by_base.items():
        about = f"{published.name}: a base of {size} ({_sources(findings)})"
        n = published.sample.n
        if n is not None and size > n:
            hint = None
            if published.sample.weighted == "yes":
                hint = "base_n counts respondents: leave a weighted base out"
            message = f"{about} is larger than the sample, n={n}"
            yield flaw("base-too-large", message, findings[0].where, findings, hint)
        elif base == "substantive" and everyone and size > max(everyone):
            message = (
                f"{about} of those with an opinion is larger than that of all, {max(everyone)}"
            )
            yield flaw("base-too-large", message, findings[0].where, findings)


def _sources(findings: list[Finding]) -> str:
    return ", ".join(dict.fromkeys(finding.source for finding in findings))
