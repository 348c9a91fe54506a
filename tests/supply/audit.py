"""Known holes in the packages of .ci/lock.txt: ``python tests/supply/audit.py``.

pip-audit says "No known vulnerabilities found" where its service knows no package
at all. So a version with a known hole is asked for first: where the service does
not tell that one, nothing was audited, and that is what is said.

Ends with 1 where a package has a known hole or could not be looked up, and with 0
where all are clean, or where no service was reached, which it says in so many words.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parents[2] / ".ci" / "lock.txt"
SERVICES = ("pypi", "osv")
CONTROL = "jinja2==2.11.2\n"  # it has had known holes since 2021
TIMEOUT = 120
NOT_AUDITED = (
    "==== NOT AUDITED ====\n"
    "No advisory service was reached from here, or it did not know a hole that everybody knows.\n"
    "Whether the packages of .ci/lock.txt have known holes is not known.\n"
    "====================="
)

Answer = list[dict[str, Any]]


def main() -> int:
    """The exit status; what was found is printed."""
    for service in SERVICES:
        if knows(ask(service, CONTROL, "--no-deps")):
            return report(service, ask(service, LOCK.read_text("utf-8"), "--require-hashes"))
    print(NOT_AUDITED)
    return 0


def ask(service: str, packages: str, *options: str) -> Answer | None:
    """What a service says of a list of packages; None where it gives no answer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "packages.txt"
        path.write_text(packages, "utf-8")
        command = [sys.executable, "-m", "pip_audit", "--vulnerability-service", service]
        plain = ["--disable-pip", "--progress-spinner", "off", "--format", "json"]
        try:
            done = subprocess.run(
                [*command, *plain, *options, "--requirement", str(path)],
                capture_output=True,
                encoding="utf-8",
                timeout=TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
    try:
        found: Answer = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError, TypeError):
        return None
    return found


def knows(answer: Answer | None) -> bool:
    """Whether the service told of the hole that everybody knows."""
    return any(package.get("vulns") for package in answer or [])


def report(service: str, answer: Answer | None) -> int:
    """Print what was found in the lock, and return the exit status."""
    if not answer:
        print(f"{service} knew the control, and gave no answer on the lock: not audited")
        return 1
    faults = []
    for package in answer:
        name = f"{package['name']} {package.get('version', '')}".strip()
        if "vulns" not in package:
            faults.append(f"{name}: not audited ({package.get('skip_reason', 'no reason given')})")
        for hole in package.get("vulns", []):
            mended = ", ".join(hole.get("fix_versions", [])) or "no version yet"
            faults.append(f"{name}: {hole['id']}, mended in {mended}")
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{len(answer)} packages looked up with {service}: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
