"""The process that draws gives what is drawn here; whatever befalls it, the picture is drawn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kcli.report.charts import press as module
from kcli.report.charts.press import Press
from kcli.report.charts.vega import draw

SPECS: list[dict[str, Any]] = [
    {"mark": mark, "data": {"values": [{"x": 1, "t": text}]}, "encoding": {"x": {"field": "x"}}}
    for mark, text in (("point", "a"), ("bar", "\U0001f600"), ("rule", "\n}{"))
]


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if another core had time, and the library were not loaded here yet."""
    monkeypatch.setattr(module, "_cores", lambda: 2)
    monkeypatch.setattr(module, "_is_loaded", lambda: False)


def here() -> list[str]:
    return [draw(spec)() for spec in SPECS]


def drawn(press: Press) -> list[str]:
    return [answer() for answer in [press.draw(spec) for spec in SPECS]]


def worker_of(press: Press) -> subprocess.Popen[bytes]:
    assert press._worker is not None
    return press._worker.process


def started(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A process that does this, and not what it should, is what will be started."""
    (folder / "worker.py").write_text(text, "utf-8")
    monkeypatch.setattr(module, "WORKER", folder / "worker.py")


def test_the_process_draws_what_is_drawn_here() -> None:
    with Press() as press:
        press.start()
        worker = worker_of(press)
        press.start()
        assert worker_of(press) is worker
        assert drawn(press) == here()
        assert worker.poll() is None
    assert worker.returncode is not None  # killed, or gone by itself just before


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
        "import sys\nfor line in sys.stdin: print('[7, null]', flush=True)",
        "import sys\nfor line in sys.stdin: print('[[], null]', flush=True)",
        "import sys\nfor n, line in enumerate(sys.stdin): print(f'[{n + 1}, null]', flush=True)",
        "import sys\nfor n, line in enumerate(sys.stdin): print(f'[{n + 1}, 5]', flush=True)",
        "import sys\nprint('[1, \"<html>\"]', flush=True)\nsys.stdin.readline()",
        "import os, sys\nsys.stdin.readline()\nos.abort()",
        "import os\nos.close(1)\nos.close(0)",
        "import os, time\nos.close(1)\ntime.sleep(60)",
    ],
)
def test_what_is_not_drawn_there_is_drawn_here(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(tmp_path, monkeypatch, text)
    with Press() as press:
        press.start()
        assert drawn(press) == here()


def test_what_the_process_prints_besides_is_no_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.WORKER.read_text("utf-8")
    started(tmp_path, monkeypatch, f"print('a word at the start', flush=True)\n{real}")
    with Press() as press:
        press.start()
        assert drawn(press) == here()
        assert worker_of(press).wait(60)  # it is not believed any more
    told = "import vl_convert\n    print('and another', flush=True)"
    started(tmp_path, monkeypatch, real.replace("import vl_convert", told, 1))
    with Press() as press:
        press.start()
        assert drawn(press) == here()
        assert worker_of(press).poll() is None


def test_the_process_has_the_modules_of_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "vl_convert.py"
    other.write_text(
        "def vegalite_to_svg(*_, **__): return '<svg>another library</svg>'\n", "utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Press() as press:
        press.start()
        assert drawn(press) == here()
        assert worker_of(press).poll() is None
    real = module.WORKER.read_text("utf-8")
    mixed = real.replace('told["path"]', f'[{str(tmp_path)!r}, *told["path"]]')
    assert mixed != real
    started(tmp_path, monkeypatch, mixed)
    with Press() as press:
        press.start()
        assert drawn(press) == here()


def test_a_process_that_neither_draws_nor_ends_is_not_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(tmp_path, monkeypatch, "import time\ntime.sleep(600)\n")
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    with Press() as press:
        press.start()
        assert drawn(press) == here()
        assert worker_of(press).returncode


def test_where_there_can_be_no_more_threads_it_is_drawn_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none_left(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(module.Thread, "start", none_left)
    with Press() as press:
        press.start()
        assert press._worker is None
        assert drawn(press) == here()


def test_what_is_looked_at_too_late_is_drawn_here() -> None:
    with Press() as press:
        press.start()
        answers = [press.draw(spec) for spec in SPECS]
    assert [answer() for answer in answers] == here()


def test_without_another_process_it_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    with Press() as press:
        assert drawn(press) == here()
        monkeypatch.setattr(sys, "executable", "/no/such/python")
        press.start()
        assert drawn(press) == here()


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (module, "_cores", lambda: 1),
        (module, "_is_loaded", lambda: True),
        (module, "LIBRARY", "no_such_library"),
        (sys, "executable", None),
        (sys, "executable", ""),
        (sys, "executable", "/opt/a-program-with-python-inside"),
        (sys, "frozen", True),
    ],
)
def test_where_it_would_not_help_no_process_is_started(
    owner: object, name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, value, raising=False)
    with Press() as press:
        press.start()
        assert press._worker is None
        assert press.draw(SPECS[0])() == here()[0]


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
    assert worker.returncode


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_the_process_ends_where_kcli_is_killed() -> None:
    program = (
        "import kcli.report.charts.press as module\n"
        "module._cores = lambda: 2\n"
        "press = module.Press()\n"
        "press.start()\n"
        "print(press._worker.process.pid, flush=True)\n"
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
