"""An audit that looked nothing up never passes for a clean one."""

from __future__ import annotations

from typing import Any

import pytest
from supply import audit

CLEAN = {"name": "numpy", "version": "2.4.6", "vulns": []}
HOLED = {
    "name": "jinja2",
    "version": "2.11.2",
    "vulns": [{"id": "PYSEC-2021-66", "fix_versions": ["2.11.3"]}],
}
SKIPPED = {"name": "numpy", "skip_reason": "Dependency not found"}


def answers(monkeypatch: pytest.MonkeyPatch, **told: tuple[Any, Any]) -> list[str]:
    """Services that answer on the control and on the lock; the list grows as they are asked."""
    asked: list[str] = []

    def ask(service: str, packages: str, *options: str) -> Any:
        asked.append(service)
        return told[service][packages != audit.CONTROL]

    monkeypatch.setattr(audit, "ask", ask)
    return asked


@pytest.mark.parametrize(
    "deaf",
    [None, [], [{"name": "jinja2", "skip_reason": "not found"}], [{**HOLED, "vulns": []}]],
    ids=["no answer", "an empty one", "a package skipped", "a known hole not told"],
)
def test_a_service_that_does_not_know_the_control_has_audited_nothing(
    deaf: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = answers(monkeypatch, pypi=(deaf, [CLEAN]), osv=(deaf, [CLEAN]))
    assert audit.main() == 0
    assert asked == ["pypi", "osv"], "no service was asked about the lock"
    assert capsys.readouterr().out.startswith("==== NOT AUDITED ====\n")


@pytest.mark.parametrize(
    ("lock", "status", "says"),
    [
        ([CLEAN], 0, "1 packages looked up with osv: 0 faults"),
        ([CLEAN, HOLED], 1, "jinja2 2.11.2: PYSEC-2021-66, mended in 2.11.3"),
        ([CLEAN, SKIPPED], 1, "numpy: not audited (Dependency not found)"),
        ([], 1, "no answer on the lock: not audited"),
        (None, 1, "no answer on the lock: not audited"),
    ],
    ids=["clean", "a hole", "a package skipped", "an empty answer", "no answer"],
)
def test_the_second_service_is_asked_where_the_first_is_deaf(
    lock: Any,
    status: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers(monkeypatch, pypi=(None, [CLEAN]), osv=([HOLED], lock))
    assert audit.main() == status
    printed = capsys.readouterr().out
    assert says in printed
    assert "NOT AUDITED" not in printed


def test_an_auditor_that_is_not_installed_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit.sys, "executable", "/bin/false")
    assert audit.ask("pypi", audit.CONTROL) is None
