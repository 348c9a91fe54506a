"""The process that draws gives what is drawn here; whatever befalls it, the picture is drawn."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kcli.report.charts import press as module
from kcli.report.charts.library import draw
from kcli.report.charts.press import Press

SPECS: list[dict[str, Any]] = [
    {"mark": mark, "data": {"values": [{"x": 1, "t": text}]}, "encoding": {"x": {"field": "x"}}}
    for mark, text in (("point", "a"), ("bar", "\U0001f600"), ("rule", "\n}{"))
]


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if another core had time, and the library were not loaded here yet."""
    monkeypatch.setattr(module, "_cores", lambda: 2)
    monkeypatch.setattr(module, "LIBRARY", "not_loaded")


def here() -> list[str]:
    return [draw(spec)() for spec in SPECS]


def drawn(press: Press) -> list[str]:
    return [answer() for answer in [press.draw(spec) for spec in SPECS]]


def worker_of(press: Press) -> subprocess.Popen[bytes]:
    assert press._process is not None
    return press._process


def test_the_process_draws_what_is_drawn_here() -> None:
    with Press() as press:
        press.start()
        worker = worker_of(press)
        press.start()
        assert worker_of(press) is worker
        assert drawn(press) == here()
        assert worker.poll() is None
    assert worker.returncode == -signal.SIGKILL


def test_a_picture_is_drawn_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    with Press() as press:
        press.start()
        monkeypatch.setattr(module, "draw", None)
        assert drawn(press) == here()


def test_more_than_a_pipe_holds_goes_through_in_order() -> None:
    rows = [{"x": n} for n in range(1000)]
    many = [{**SPECS[0], "width": 50 + n, "usermeta": {"rows": rows}} for n in range(40)]
    with Press() as press:
        press.start()
        found = [answer() for answer in [press.draw(spec) for spec in many]]
    assert len(set(found)) == 40
    assert [found[n] for n in (0, 13, 39)] == [draw(many[n])() for n in (0, 13, 39)]


@pytest.mark.parametrize(
    "text",
    [
        "raise SystemExit(3)",
        "import sys\nfor line in sys.stdin: print('null', flush=True)",
        "import sys\nfor line in sys.stdin: print('{', flush=True)",
        "import sys\nprint('\"<html>\"', flush=True)\nsys.stdin.readline()",
        "import os, signal, sys\nsys.stdin.readline()\nos.kill(os.getpid(), signal.SIGKILL)",
        "import os\nos.close(1)\nos.close(0)",
    ],
)
def test_what_is_not_drawn_there_is_drawn_here(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "worker.py").write_text(text, "utf-8")
    monkeypatch.setattr(module, "WORKER", tmp_path / "worker.py")
    with Press() as press:
        press.start()
        assert drawn(press) == here()


def test_without_another_process_it_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    with Press() as press:
        assert drawn(press) == here()
        monkeypatch.setattr(sys, "executable", "/no/such/python")
        press.start()
        assert drawn(press) == here()
        monkeypatch.setattr(sys, "executable", None)
        press.start()
        assert drawn(press) == here()


@pytest.mark.parametrize("name", ["_cores", "LIBRARY"])
def test_on_one_core_or_with_the_library_at_hand_none_is_started(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, (lambda: 1) if name == "_cores" else "sys")
    with Press() as press:
        press.start()
        assert press._process is None


def test_an_error_of_the_library_is_raised_where_the_picture_is_looked_at() -> None:
    with Press() as press:
        press.start()
        bad, good = press.draw({"mark": 7}), press.draw(SPECS[0])
        with pytest.raises(ValueError):
            bad()
        assert good() == here()[0]


def test_the_process_ends_with_what_it_draws_for() -> None:
    with pytest.raises(RuntimeError), Press() as press:
        press.start()
        worker = worker_of(press)
        press.draw(SPECS[0])
        raise RuntimeError
    assert worker.returncode == -signal.SIGKILL


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_the_process_ends_where_kcli_is_killed() -> None:
    program = (
        "import kcli.report.charts.press as module\n"
        "module._cores = lambda: 2\n"
        "press = module.Press()\n"
        "press.start()\n"
        "print(press._process.pid, flush=True)\n"
        "input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as kcli:
        assert kcli.stdout is not None
        worker = int(kcli.stdout.readline())
        os.kill(worker, 0)
        kcli.kill()
        kcli.wait()
    for _ in range(200):
        if not _runs(worker):
            return
        time.sleep(0.05)
    raise AssertionError(f"process {worker} draws on")


def _runs(process: int) -> bool:
    """Whether it runs; one that has ended and that nobody asked about does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")
