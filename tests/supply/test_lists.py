"""What pyproject.toml asks for, what .ci pins and what docs/dependencies.md tells are one thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from supply import ages, table
from supply.licences import ACCEPTED, EXCEPTED, UNKNOWN, accepted, licence
from supply.table import Row
from supply.wanted import (
    EVERYWHERE,
    ROOT,
    Pin,
    asked,
    closure,
    installed,
    name_of,
    pins,
    shipped,
)

LISTS = asked()
LOCK, LOWEST, TOOLS = (pins(ROOT / ".ci" / f"{name}.txt") for name in ("lock", "lowest", "tools"))
PAGE = table.read()
ROWS = {row.name: row for rows in PAGE.values() for row in rows}
BASE, EXTRAS, _ = table.SECTIONS
DIRECT = [(extra, r) for extra, requirements in LISTS.items() for r in requirements]


def faults(packages: Mapping[str, Distribution], rows: Mapping[str, Row]) -> list[str]:
    """What the page does not tell, or not truly, of packages that kcli runs on."""
    found = []
    for name, package in sorted(packages.items()):
        says = licence(package)
        if name not in rows:
            found.append(f"{name} is not in docs/dependencies.md")
        elif rows[name].licence != says:
            found.append(f"{name}: the page says {rows[name].licence}, the package {says}")
        if not accepted(says):
            found.append(f"{name}: {says} is not accepted")
    return found


def run_time() -> dict[str, Distribution]:
    """What kcli and its extras have brought into this environment."""
    roots = [r for extra in (EVERYWHERE, *shipped(LISTS)) for r in LISTS[extra]]
    return closure(roots, installed())


def made_up(folder: Path, name: str, *lines: str) -> None:
    """A package of nothing but metadata."""
    information = folder / f"{name}-1.0.dist-info"
    information.mkdir()
    text = "\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *lines])
    (information / "METADATA").write_text(text + "\n", "utf-8")


def test_every_installed_package_that_kcli_runs_on_is_on_the_page_and_accepted() -> None:
    packages = run_time()
    assert {name_of(r) for r in LISTS[EVERYWHERE]} <= set(packages)
    assert faults(packages, ROWS) == []


def test_a_package_with_another_licence_or_without_one_is_a_fault(tmp_path: Path) -> None:
    made_up(tmp_path, "one", "License-Expression: MIT", "Requires-Dist: two", "Requires-Dist: four")
    made_up(tmp_path, "two", "License-Expression: GPL-3.0-only", "Requires-Dist: three[x]")
    made_up(tmp_path, "three", "Requires-Dist: five; extra == 'x'", "Requires-Dist: six")
    made_up(tmp_path, "four", "License-Expression: BSD-3-Clause")
    made_up(tmp_path, "five", "Classifier: License :: OSI Approved :: MIT License")
    made_up(tmp_path, "six", "License-Expression: MIT")
    made_up(tmp_path, "seven", "License-Expression: GPL-3.0-only")
    packages = closure([Requirement("one")], installed(tmp_path))
    rows = {n: Row(n, "1.0", "2026-01-01", "MIT", "kcli") for n in ("one", "two", "four", "six")}
    assert faults(packages, rows) == [
        "five is not in docs/dependencies.md",
        "four: the page says MIT, the package BSD-3-Clause",
        "three is not in docs/dependencies.md",
        f"three: {UNKNOWN} is not accepted",
        "two: the page says MIT, the package GPL-3.0-only",
        "two: GPL-3.0-only is not accepted",
    ]


def test_what_an_extra_brings_is_left_out_where_the_extra_is_not_asked_for(tmp_path: Path) -> None:
    made_up(tmp_path, "one", "Requires-Dist: two; extra == 'x'")
    made_up(tmp_path, "two")
    here = installed(tmp_path)
    assert set(closure([Requirement("one")], here)) == {"one"}
    assert set(closure([Requirement("one"), Requirement("one[x]")], here)) == {"one", "two"}


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND 0BSD AND MIT", True),
        ("GPL-2.0-only OR MIT", True),
        ("MIT OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("(GPL-2.0-only OR MIT) AND BSD-2-Clause", True),
        ("(GPL-2.0-only AND MIT) OR AGPL-3.0-only", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("Other/Proprietary License", False),
        ("", False),
        (UNKNOWN, False),
    ],
)
def test_every_part_of_an_expression_counts(expression: str, *, may: bool) -> None:
    assert accepted(expression) is may


@pytest.mark.parametrize("line", ["License: GPL", "License: Free for academic use", "Summary: x"])
def test_words_that_name_no_accepted_licence_are_not_accepted(tmp_path: Path, line: str) -> None:
    made_up(tmp_path, "one", line)
    assert not accepted(licence(installed(tmp_path)["one"]))


def test_a_classifier_that_is_refused_is_not_hidden_by_one_that_is_accepted(tmp_path: Path) -> None:
    gpl = "GNU General Public License v3 (GPLv3)"
    mine = [f"Classifier: License :: OSI Approved :: {name}" for name in ("MIT License", gpl)]
    made_up(tmp_path, "one", *mine)
    made_up(tmp_path, "two", "License: MIT", mine[1])
    for package in installed(tmp_path).values():
        assert licence(package) == f"{gpl} AND MIT"
        assert not accepted(licence(package))


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.name)
def test_every_licence_on_the_page_is_accepted(row: Row) -> None:
    assert accepted(row.licence) or row.name in EXCEPTED, f"accepted are {sorted(ACCEPTED)}"


@pytest.mark.parametrize("name", EXCEPTED)
def test_an_exception_is_needed_and_is_nothing_that_kcli_runs_on(name: str) -> None:
    assert not accepted(ROWS[name].licence)
    assert name not in run_time()


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.name)
def test_no_package_has_rested_for_years_without_a_reason(row: Row) -> None:
    assert not ages.rested(row, table.renewed()) or row.name in ages.RESTING


def test_what_kcli_itself_asks_for_is_never_excused() -> None:
    asked_for = {name_of(r) for extra in (EVERYWHERE, *shipped(LISTS)) for r in LISTS[extra]}
    assert not asked_for & set(ages.RESTING)


@pytest.mark.parametrize("name", ages.RESTING)
def test_a_reason_for_resting_is_dropped_when_it_is_no_longer_needed(name: str) -> None:
    assert name in ROWS
    assert ages.rested(ROWS[name], table.renewed())


@pytest.mark.parametrize(
    ("released", "old"),
    [("2024-11-23", False), ("2024-11-21", True), ("2026-11-23", False), ("unknown", True)],
)
def test_two_years_are_too_long_and_so_is_an_unknown_day(released: str, *, old: bool) -> None:
    row = Row("x", "1", released, "MIT", "kcli")
    assert ages.rested(row, table.date(2026, 11, 23)) is old


def test_the_page_lists_the_packages_of_the_lock_each_once_in_order() -> None:
    locked: dict[str, list[str]] = {}
    for pin in LOCK:
        locked.setdefault(pin.name, []).append(pin.version)
    assert {n: r.version.split(", ") for n, r in ROWS.items()} == locked
    assert sum(map(len, PAGE.values())) == len(ROWS)
    assert all([r.name for r in rows] == sorted(r.name for r in rows) for rows in PAGE.values())


def test_each_package_stands_where_it_matters_most_to_those_who_run_kcli() -> None:
    base, extras = ({r.name for r in PAGE[title]} for title in (BASE, EXTRAS))
    assert {name_of(r) for r in LISTS[EVERYWHERE]} <= base
    for extra in shipped(LISTS):
        assert {name_of(r) for r in LISTS[extra]} <= base | extras
    here = installed()
    assert set(closure(LISTS[EVERYWHERE], here)) <= base


@pytest.mark.parametrize(("extra", "wanted"), DIRECT, ids=[f"{e}:{r}" for e, r in DIRECT])
def test_the_lock_has_what_pyproject_asks_for(extra: str, wanted: Requirement) -> None:
    mine = [pin for pin in LOCK if pin.name == name_of(wanted)]
    assert mine
    assert all(wanted.specifier.contains(pin.version, prereleases=True) for pin in mine)


@pytest.mark.parametrize(("extra", "wanted"), DIRECT, ids=[f"{e}:{r}" for e, r in DIRECT])
def test_the_lower_bound_is_the_version_that_is_tested(extra: str, wanted: Requirement) -> None:
    bounds = [s.version for s in wanted.specifier if s.operator in {">=", "=="}]
    assert len(bounds) == 1, "each requirement has one lower bound"
    bound = Version(bounds[0]).release
    tested = {Version(p.version).release[: len(bound)] for p in LOWEST if p.name == name_of(wanted)}
    assert bound in tested, "python tests/supply/renew.py, or raise the bound to what it finds"


@pytest.mark.parametrize("name", ["lock", "tools"])
def test_every_file_of_a_pinned_package_is_known_by_its_hash(name: str) -> None:
    text = (ROOT / ".ci" / f"{name}.txt").read_text("utf-8")
    blocks = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert len(blocks) == len(pins(ROOT / ".ci" / f"{name}.txt"))
    loose = [b.split()[0] for b in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", b)]
    assert loose == []


def test_the_tools_are_those_of_the_lock() -> None:
    assert {name_of(r) for r in LISTS["supply"]} <= {pin.name for pin in TOOLS}
    assert {(p.name, p.version) for p in TOOLS} <= {(p.name, p.version) for p in LOCK}


@pytest.mark.parametrize("name", ["lock.txt", "lowest.txt", "tools.txt"])
def test_no_list_names_where_packages_come_from(name: str) -> None:
    text = (ROOT / ".ci" / name).read_text("utf-8")
    assert not re.search(r"://|index-url|find-links|trusted-host|@ ", text)


def test_a_pin_is_read_with_its_marker_and_without_its_hashes(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(
        "# A list.\nOne_1==2.0 \\\n    --hash=sha256:00\n"
        "two==3.0 ; python_full_version < '3.12' \\\n    --hash=sha256:00\nthree==4\n",
        "utf-8",
    )
    assert pins(path) == [
        Pin("one-1", "2.0"),
        Pin("two", "3.0", "python_full_version < '3.12'"),
        Pin("three", "4"),
    ]


def test_a_page_is_read_as_it_was_written(tmp_path: Path) -> None:
    rows = [
        Row("a", "1, 2", "unknown", "MIT OR BSD", "kcli"),
        Row("b", "3", "2026-01-02", "ISC", ""),
    ]
    path = tmp_path / "page.md"
    path.write_text(table.page(table.date(2026, 2, 3), [rows[:1], [], rows[1:]]), "utf-8")
    assert list(table.read(path).values()) == [rows[:1], [], rows[1:]]
    assert table.renewed(path) == table.date(2026, 2, 3)
