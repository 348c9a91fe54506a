"""What a shell is offered when Tab is pressed, by the protocol of each shell."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Run

from kcli import api
from kcli.cli.commands import COMMANDS
from kcli.cli.complete import answer_shell, bash_words
from kcli.cli.topics import TOPICS
from kcli.render import FORMATS
from kcli.text.codes import CODES
from kcli.text.languages import languages

SCRIPTS = Path(sys.executable).parent


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project that kcli init has made."""
    api.init(tmp_path / "new")
    return tmp_path / "new"


Offered = Callable[..., list[str]]


def asked(line: str, shell: str = "bash") -> dict[str, str]:
    """What a shell asks with at the end of a line; bash divides words at some signs."""
    if shell == "bash":
        words = [w for part in line.split(" ") for w in re.split("([@:=]+)", part) if w or not part]
        env = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    else:
        env = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    return {"_KCLI_COMPLETE": f"complete_{shell}", **env}


@pytest.fixture
def offered(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Offered:
    """What is offered at the end of a line; nothing else may be printed."""

    def offer(line: str, cwd: Path = made, shell: str = "bash") -> list[str]:
        monkeypatch.chdir(cwd)
        for name, value in asked(line, shell).items():
            monkeypatch.setenv(name, value)
        answer_shell()
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out.splitlines()

    return offer


LINES = {
    "kcli comp": ["compare"],
    "kcli plot tr": ["trend"],
    "kcli new ": ["survey", "wave", "claim"],
    "kcli compare ": ["example", "example.", "example@", "remote_work"],
    "kcli compare exa": ["example", "example.", "example@"],
    "kcli compare rem": ["remote", "remote_work"],
    "kcli compare example.re": ["example.remote"],
    "kcli compare example.": ["example.remote", "example.days", "example.sex", "example.age"],
    "kcli compare example@": ["@2024", "@2025"],
    "kcli compare example.remote@2024": ["@2024"],
    "kcli compare example@2025/": ["@2025/JP", "@2025/KR"],
    "kcli compare example/K": ["example/KR"],
    "kcli compare example --country ": ["JP", "KR"],
    "kcli compare example --country=K": ["KR"],
    "kcli compare example --country JP,": ["JP,KR"],
    "kcli compare example --wave ": ["2025", "2024"],
    "kcli compare --wave ": ["2025", "2024"],
    "kcli compare --concept ": ["remote_work"],
    "kcli compare --base s": ["substantive"],
    "kcli compare --ci l": ["logit"],
    "kcli compare -f m": ["markdown"],
    "kcli compare --total ": ["equal", "n", "population"],
    "kcli compare --no-cache --limit columns=9 rem": ["remote", "remote_work"],
    "kcli compare --project . --conc": ["--concept"],
    "kcli crosstab example.remote --by a": ["age"],
    "kcli crosstab example.remote --by age,s": ["age,sex"],
    "kcli trend example.remote --answer ": ["right", "employer", "dk"],
    "kcli trend example.days --answer none,": ["none,some", "none,most", "none,dk", "none,any"],
    "kcli shift example.remote --from ": ["2025", "2024", "example", "example@"],
    "kcli shift remote_work --to example@": ["@2024", "@2025"],
    "kcli shift remote_work --to=example@": ["@2024", "@2025"],
    "kcli diff example@2024 20": ["2025", "2024"],
    "kcli verify ": ["example"],
    "kcli list ": ["example", "example@"],
    "kcli explain sum-not-1": ["sum-not-100"],
    "kcli schema report-": ["report-file"],
    "kcli help form": ["formats"],
    "kcli help plo": ["plot"],
    "kcli new wave example@2026 --like ": ["2025", "2024"],
    "kcli new claim example.remote Quote --expect not_t": ["not_testable"],
    "kcli export exa": ["example", "example.", "example@"],
    "kcli export -f ": ["csv", "parquet", "sqlite", "xlsx"],
    "kcli export --table s": ["sources", "squares", "silent"],
    "kcli import a.csv --from q": ["qualtrics"],
    "kcli import a.csv -f j": ["json", "jsonl"],
    "kcli compare nothing.": [],
    "kcli compare example:": [],
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_completed(line: str, offered: Offered) -> None:
    assert offered(line) == LINES[line]


def test_outside_any_project_the_shipped_surveys_are_offered(
    tmp_path: Path, offered: Offered
) -> None:
    assert offered("kcli compare kf-vub@", tmp_path) == ["@2019"]
    assert {"us_nk_change", "us_nk_outlook"} <= set(offered("kcli compare us_nk", tmp_path))
    assert offered("kcli compare --project shipped ifes@", tmp_path) == ["@2025"]


def test_the_project_that_is_named_is_the_one_that_is_looked_at(
    made: Path, offered: Offered
) -> None:
    line = f"kcli show --project {made} exa"
    assert offered(line, made.parent)[0] == "example"
    done = offered("kcli show --project nowhere exa", made.parent)
    assert done == []


def test_words_that_are_known_are_all_offered(made: Path, offered: Offered) -> None:
    assert offered("kcli ") == list(COMMANDS)
    assert offered("kcli compare -f ") == list(FORMATS)
    assert offered("kcli compare --lang ") == list(languages())
    assert offered("kcli explain ") == list(CODES)
    assert offered("kcli help ") == [*TOPICS, *COMMANDS]


@pytest.mark.parametrize(
    ("shell", "wanted"),
    [
        ("zsh", """_arguments '*: :(("example@2024"\n"example@2025"))'"""),
        ("fish", "example@2024\nexample@2025"),
    ],
)
def test_other_shells_are_given_whole_words(
    shell: str, wanted: str, made: Path, offered: Offered
) -> None:
    assert "\n".join(offered("kcli compare example@", shell=shell)) == wanted


def test_a_process_answers_as_well(made: Path, run: Run) -> None:
    done = run(cwd=made, env=asked("kcli compare example.re"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "example.remote\n", "")


def test_powershell_is_given_whole_words(made: Path, run: Run) -> None:
    env = {
        "_KCLI_COMPLETE": "complete_powershell",
        "_TYPER_COMPLETE_ARGS": "kcli compare example@20",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "example@20",
    }
    done = run(cwd=made, env=env)
    assert [line.partition(":::")[0] for line in done.stdout.splitlines()] == [
        "example@2024",
        "example@2025",
    ]


BROKEN = {
    "no YAML": "survey: [",
    "no mapping": "- a\n",
    "other shapes": "survey: 1\nwaves: [1, {2: 3}]\nitems: text\n",
    "an alias": "a: &a {b: *a}\n",
    "nothing": "",
    "no text": "\x00\x01",
    "deep": "[" * 500,
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_has_nothing_to_offer_and_says_nothing(
    text: str, made: Path, offered: Offered
) -> None:
    (made / "questionnaires/broken.yaml").write_text(text, "utf-8")
    (made / "questionnaires/concepts.yaml").write_text(text, "utf-8")
    assert offered("kcli compare broken.") == []
    assert offered("kcli compare broken@") == []
    assert offered("kcli compare broken --country ") == []
    assert "remote" in offered("kcli compare rem")
    assert offered("kcli compare --wave ") == ["2025", "2024"]
    assert offered("kcli compare --concept ") == []


def test_a_file_that_cannot_be_read_says_nothing(made: Path, offered: Offered) -> None:
    (made / "questionnaires/loop.yaml").symlink_to("loop.yaml")
    (made / "questionnaires/folder.yaml").mkdir()
    os.mkfifo(made / "questionnaires/pipe.yaml")
    assert "remote" in offered("kcli compare rem")
    for name in ("loop", "folder", "pipe"):
        assert offered(f"kcli compare {name}.") == []


@pytest.mark.parametrize(
    "env",
    [
        {"_KCLI_COMPLETE": "complete_bash"},
        {"_KCLI_COMPLETE": "complete_bash", "COMP_WORDS": "kcli", "COMP_CWORD": "9999"},
        {"_KCLI_COMPLETE": "complete_bash", "COMP_WORDS": "kcli", "COMP_CWORD": "x"},
        {"_KCLI_COMPLETE": "complete_bash", "COMP_WORDS": "", "COMP_CWORD": "0"},
        {"_KCLI_COMPLETE": "complete_bash", "COMP_WORDS": "kcli\n'a b", "COMP_CWORD": "1"},
        {"_KCLI_COMPLETE": "complete_nonsense"},
        {"_KCLI_COMPLETE": "nonsense"},
        {"_KCLI_COMPLETE": "complete_fish"},
    ],
)
def test_nonsense_is_answered_with_nothing_and_no_traceback(
    env: dict[str, str], made: Path, run: Run
) -> None:
    done = run(cwd=made, env=env)
    assert done.stderr == ""
    assert done.returncode in (0, 1)
    assert "internal" not in done.stdout


def test_completion_needs_no_models_and_none_of_the_large_libraries(made: Path) -> None:
    code = (
        "import sys\nfrom kcli.cli.main import main\nsys.argv = ['kcli']\n"
        "try:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=made,
        env={
            **os.environ,
            "_KCLI_COMPLETE": "complete_bash",
            "COMP_WORDS": "kcli\ncompare\nrem",
            "COMP_CWORD": "2",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == ["remote", "remote_work"]
    modules = set(done.stderr.split())
    assert not modules & {"numpy", "pandas", "scipy", "babel", "kcli.io.project", "rich"}
    assert not {name for name in modules if name.startswith(("kcli.model", "kcli.api"))}


@pytest.mark.parametrize(
    ("words", "cursor", "wanted"),
    [
        (["kcli", "show", "a", "@", "2"], 4, (["kcli", "show"], "a@2", "a")),
        (["kcli", "show", "a", ":", "b"], 4, (["kcli", "show"], "a:b", "a:")),
        (["kcli", "--x", "=", "b"], 3, (["kcli"], "--x=b", "")),
        (["kcli", "--x", "="], 2, (["kcli"], "--x=", "")),
        (["kcli", "show", ""], 2, (["kcli", "show"], "", "")),
        (["kcli", "show"], 2, (["kcli", "show"], "", "")),
        (["kcli", "show", "a", "b"], 2, (["kcli", "show"], "a", "")),
        (["kcli"], 0, ([], "kcli", "")),
    ],
)
def test_the_words_of_bash_are_put_together_again(
    words: list[str], cursor: int, wanted: tuple[list[str], str, str]
) -> None:
    assert bash_words(words, cursor) == wanted


class Bash:
    """A person's bash, with nothing of this machine's settings in it."""

    def __init__(self, folder: Path) -> None:
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.chdir(folder)
            kept = {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)}
            env = {**kept, "PS1": "ready> ", "TERM": "dumb", "INPUTRC": os.devnull}
            os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"], env)
        self.seen("ready> ")

    def type(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def seen(self, text: str) -> str:
        """What appears until a text does."""
        found, deadline = b"", time.monotonic() + 20
        while text.encode() not in found:
            assert time.monotonic() < deadline, found
            if select.select([self.terminal], [], [], 0.1)[0]:
                found += os.read(self.terminal, 65536).replace(b"\a", b"")
        return found.decode("utf-8", "replace")

    def close(self) -> None:
        os.close(self.terminal)
        os.waitpid(self.process, 0)


@pytest.fixture
def bash(made: Path) -> Iterator[Bash]:
    """A bash in a project, that kcli has been taught to."""
    if shutil.which("bash") is None or shutil.which("kcli", path=str(SCRIPTS)) is None:
        pytest.skip("bash is not installed, or kcli is no command here")
    shell = Bash(made)
    shell.type('eval "$(kcli --show-completion)"\n')
    shell.seen("\nready> ")
    yield shell
    shell.close()


def test_a_real_bash_completes_survey_question_and_wave(bash: Bash) -> None:
    bash.type("kcli comp\t")
    bash.seen("kcli compare ")
    bash.type("exam\t")
    bash.seen("example")
    bash.type(".rem\t")
    bash.seen(".remote ")
    bash.type("\b@\t")
    bash.seen("@202")
    bash.type("\t\t")
    found = bash.seen("@2025")
    assert "@2024" in found
    bash.type("4\t")
    bash.type("--json | head -c 40\n")
    bash.seen('"kcli.compare/1"')


def test_completion_can_be_installed(made: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    kept = {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "HOME": str(made)}
    done = subprocess.run(
        ["bash", "--norc", "-c", "kcli --install-completion; echo $?"],
        env=kept,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "0", done.stderr
    (script,) = (made / ".bash_completions").iterdir()
    assert "_KCLI_COMPLETE=complete_bash" in script.read_text("utf-8")
    assert str(script) in (made / ".bashrc").read_text("utf-8")
