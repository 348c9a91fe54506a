"""``kcli new``: a survey, a wave or a claim is added, and nothing else is changed."""

from __future__ import annotations

import difflib
import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Run

from kcli import api
from kcli.errors import UsageError
from kcli.io.scaffold import add


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project that kcli init has made."""
    api.init(tmp_path / "new")
    return tmp_path / "new"


def opened(folder: Path) -> api.Project:
    return api.find_project(str(folder))


def new_lines(before: str, after: str) -> list[str]:
    """The lines that were added; no other may have been touched."""
    found = [
        line for line in difflib.ndiff(before.split("\n"), after.split("\n")) if line[0] != " "
    ]
    assert all(line.startswith("+ ") for line in found), found
    return [line[2:] for line in found]


WAVE = "questionnaires/example.yaml"
CLAIMS = "datasets/example/claims.yaml"


def test_a_wave_stands_behind_the_others_and_no_other_line_is_touched(made: Path, run: Run) -> None:
    before = (made / WAVE).read_text("utf-8")
    done = run("new", "wave", "example@2026", "--n", "KR=1000", cwd=made)
    assert done.returncode == 0, done.stderr
    added = new_lines(before, (made / WAVE).read_text("utf-8"))
    assert added == ['  "2026":', "    samples:", "      JP: {}", "      KR: 1000"]
    assert done.stdout == f"{WAVE}:37\n" + "".join(f"{line}\n" for line in added)
    assert done.stderr == "kcli: where it asked one of these, add 2026 to asked_in: sex, age\n"
    assert run("check", "--strict", cwd=made).returncode == 0
    assert opened(made).survey("example").questionnaire.wave_order == ("2024", "2025", "2026")


def test_figures_may_be_there_before_their_wave(made: Path, run: Run) -> None:
    findings = made / "datasets/example/findings.csv"
    with findings.open("a", encoding="utf-8") as file:
        file.write("F9.JP,2026,JP,remote,right,,share,46,,release,\n")
    told = "known: 2024, 2025; kcli new wave example@2026 adds it"
    assert told in run("compare", "example", cwd=made).stderr
    assert run("new", "wave", "example@2026", cwd=made).returncode == 0
    assert run("check", "--strict", cwd=made).returncode == 0
    assert run("compare", "example.remote", "--json", cwd=made).returncode == 0


def test_of_a_wave_without_anything_yet_it_is_told_where_something_is(made: Path, run: Run) -> None:
    def told(*words: str) -> list[str]:
        notes = json.loads(run(*words, "--json", cwd=made).stdout)["notes"]
        return [note["text"] for note in notes if note["code"] == "empty-wave"]

    assert told("compare", "example") == []
    assert run("new", "wave", "example@2026", cwd=made).returncode == 0
    text = "example: nothing is known of wave 2026 yet; something is of 2025."
    assert told("compare", "example") == told("label", "example") == [text]
    assert told("compare", "example@2025") == told("compare", "example@2024") == []
    (made / "datasets/example/2025.responses.csv").unlink()
    assert told("compare", "example") == [text.replace("of 2025", "of 2024")]
    (made / "datasets/example/findings.csv").unlink()
    assert told("compare", "example") == []
    shown = run("compare", "example@2025", "--lang", "ko", cwd=made).stdout
    assert "known" not in shown


def test_a_wave_takes_nothing_for_granted_but_what_it_is_told_to_copy(made: Path) -> None:
    api.new_wave(opened(made), "example@2026")
    api.new_wave(opened(made), "example@2027", like="2025", fieldwork="2027-05-01/2027-05-14")
    waves = opened(made).survey("example").questionnaire.waves
    assert (waves["2026"].mode, waves["2026"].design, waves["2026"].fieldwork) == (None, None, None)
    copied, old = waves["2027"], waves["2025"]
    assert (copied.mode, copied.sampling, copied.weighted) == ("telephone", "probability", "yes")
    assert (copied.design, copied.population) == (old.design, old.population)
    assert copied.fieldwork is not None
    assert (str(copied.fieldwork.start), str(copied.fieldwork.end)) == ("2027-05-01", "2027-05-14")
    assert [sample.n for sample in copied.samples.values()] == [None, None]


def test_samples_keep_who_they_are(project: Callable[..., Path]) -> None:
    root = project(
        questionnaire="""\
survey: poll
title: A poll
waves:
  "2020":
    samples:
      KR: 1000
      KR-experts: {country: KR, population: experts, n: 40, population_size: 400}
      both: {countries: [KR, JP], n: 9}
items: {q: {text: Q, options: {a: A, b: B}}}
"""
    )
    added = api.new_wave(opened(root), "poll@2021", n=["KR-experts=38", "KR=990"])
    assert added.lines[1:] == (
        "    samples:",
        "      KR: 990",
        "      KR-experts: {n: 38, country: KR, population: experts}",
        "      both: {countries: [KR, JP]}",
    )


def test_countries_can_be_others(made: Path) -> None:
    added = api.new_wave(opened(made), "example@2026", countries=["KR,US"], n=["US=1000"])
    assert added.lines[1:] == ("    samples:", "      KR: {}", "      US: 1000")


@pytest.mark.parametrize(
    "name", ["kf-vub", "ipus", "genron-eai", "chicago", "anes", "kinu", "ifes"]
)
def test_the_shipped_questionnaires_can_be_added_to(name: str, root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "questionnaires", tmp_path / "questionnaires")
    path = tmp_path / "questionnaires" / f"{name}.yaml"
    before = path.read_text("utf-8")
    latest = opened(tmp_path).survey(name).questionnaire.wave_order[-1]
    added = api.new_wave(opened(tmp_path), f"{name}@2031", fieldwork="2031", like=latest)
    assert tuple(new_lines(before, path.read_text("utf-8"))) == added.lines
    assert opened(tmp_path).survey(name).questionnaire.wave_order[-1] == "2031"


def test_bytes_at_the_beginning_and_line_ends_stay_as_they_are(made: Path) -> None:
    path = made / WAVE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    added = api.new_wave(opened(made), "example@2026")
    after = path.read_bytes()
    assert after == before.replace(
        b"items:\r\n", "".join(f"{line}\r\n" for line in added.lines).encode() + b"items:\r\n"
    )


def test_a_claim_stands_behind_the_others(made: Path, run: Run) -> None:
    before = (made / CLAIMS).read_text("utf-8")
    quote = 'Half: "a right", # they say'
    says = ["--says", "share: {right: 50%}", "--says", "at_least_plurality: right"]
    words = ["new", "claim", "example.remote@2025/JP", quote, "--source", "paper", *says]
    done = run(*words, cwd=made)
    assert done.returncode == 0, done.stderr
    assert new_lines(before, (made / CLAIMS).read_text("utf-8")) == [
        "  - id: C4",
        "    source: paper",
        '    quote: "Half: \\"a right\\", # they say"',
        '    wave: "2025"',
        "    item: remote",
        "    countries: [JP]",
        '    says: [{share: {right: "50%"}}, {at_least_plurality: right}]',
    ]
    claims = opened(made).claims("example")
    assert claims is not None
    assert claims.claims[-1].claim.quote == quote
    assert run("check", "--strict", cwd=made).returncode == 0


def test_the_first_claim_of_a_survey_makes_the_file(made: Path) -> None:
    (made / CLAIMS).unlink()
    api.new_claim(opened(made), "example.remote", "A", says=["majority: right"], source="paper")
    text = (made / CLAIMS).read_text("utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../../schemas/claims.json\nclaims:\n  - "
    )
    claims = opened(made).claims("example")
    assert claims is not None
    assert [(each.claim.id, each.claim.wave) for each in claims.claims] == [("C1", "2025")]


def test_a_file_of_acknowledged_faults_gets_claims(made: Path) -> None:
    before = (
        "# known\nacknowledged:\n  - {code: n-differs, place: F1.JP, reason: So it is}\n# end\n"
    )
    (made / CLAIMS).write_text(before, "utf-8")
    api.new_claim(opened(made), "example.days", "A", says=["{majority: some}"], source="release")
    added = new_lines(before, (made / CLAIMS).read_text("utf-8"))
    assert added[0].startswith("claims: [{id: C1, ")


def test_a_quote_whose_accents_are_typed_apart_is_read_in_composed_form(made: Path) -> None:
    quote = "cafe\u0301"
    api.new_claim(opened(made), "example.days", quote, says=["majority: some"], source="paper")
    claims = opened(made).claims("example")
    assert claims is not None
    assert claims.claims[-1].claim.quote == "caf\u00e9"


def test_an_id_is_neither_a_claims_nor_a_findings(made: Path) -> None:
    findings = made / "datasets/example/findings.csv"
    findings.write_text(findings.read_text("utf-8").replace("F1.", "C4.").replace("F2.", "C6."))
    ids = [
        api.new_claim(opened(made), "example.remote", "A", says=["majority: right"], source="paper")
        for _ in range(2)
    ]
    assert [each.lines[0] for each in ids] == ["  - id: C5", "  - id: C7"]


def test_a_survey_is_whole_at_once(made: Path, run: Run) -> None:
    done = run("new", "survey", "energy@2026", "--country", "KR,JP", "--title", "A: b", cwd=made)
    assert (done.returncode, done.stdout) == (0, "questionnaires/energy.yaml\n")
    assert done.stderr.count("kcli: ") == 2
    assert run("check", "--strict", cwd=made).returncode == 0
    text = (made / "questionnaires/energy.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schemas/questionnaire.json\n")
    found = opened(made).survey("energy").questionnaire
    assert (found.title, found.synthetic, list(found.waves)) == ({"en": "A: b"}, "no", ["2026"])
    assert [sample.country for sample in found.samples("2026")] == ["KR", "JP"]


def test_what_its_remarks_offer_can_be_taken(made: Path) -> None:
    """Each remark that is a key, without its sign, in the place where it stands."""
    api.new_survey(opened(made), "energy@2026", countries=["KR"])
    path = made / "questionnaires/energy.yaml"
    offered = 0
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        bare = line.lstrip()
        key = bare.removeprefix("# ").partition(":")[0]
        if bare.startswith("# ") and ": " in bare and key.isidentifier():
            lines[number] = line.replace("# ", "", 1)
            offered += 1
    lines = [line for line in lines if "concept: {" not in line]  # of concepts of one's own
    path.write_text("\n".join(lines) + "\n", "utf-8")
    found = opened(made).survey("energy").questionnaire
    assert offered == 7
    assert found.organisations == ["Who did it"]
    assert found.waves["2026"].design is not None
    assert found.items["q1"].nets is not None


def test_a_real_survey_goes_before_the_invented_one(made: Path, run: Run) -> None:
    api.new_survey(opened(made), "energy@2026", countries=["KR", "JP"])
    done = run("compare", cwd=made)
    assert "Write the question here" in done.stdout
    assert "SYNTHETIC" not in done.stdout
    assert "SYNTHETIC" in run("compare", "example", cwd=made).stdout


REFUSED = {
    "wave exemple@2026": "there is no survey 'exemple'; did you mean 'example'?",
    "wave example": "the new wave has no name; such as example@2026",
    "wave example@2025": "example has a wave '2025' already",
    "wave example@2026 --like 2052": "example has no wave '2052'; waves: 2024, 2025",
    "wave example@2026 --fieldwork May": "cannot read --fieldwork 'May'; a date is needed",
    "wave example@2026 --fieldwork 2026-02-30": "there is no such day in the calendar",
    "wave example@2026 --fieldwork 2026-02/2025-01": "such as 2026-05, or 2026-05-01/2026-05-14",
    "wave example@2026 --fieldwork 2026/": "cannot read --fieldwork '2026/'",
    "wave example@2026 --n KR": "cannot read --n 'KR'; the form is KR=1000",
    "wave example@2026 --n KR=-1": "cannot read --n 'KR=-1'",
    "wave example@2026 --n KO=1": "there is no sample 'KO' in the new wave; samples: JP, KR",
    "wave example@2026 --country QQ": "there is no country 'QQ'",
    "wave example@20.26": "cannot read 'example@20.26'; the form is SURVEY@WAVE",
    "survey example@2026 --country KR": "there is a survey 'example' already",
    "survey concepts@2026 --country KR": "a survey cannot be called 'concepts'",
    "survey reports@2026 --country KR": "a survey cannot be called 'reports'",
    "survey energy --country KR": "energy needs a first wave",
    "survey energy@2026": "a survey needs a country; --country KR",
    "survey _x@2026 --country KR": "'_x' is no id",
    "claim example.remote A --says majority:right": "cannot read --says 'majority:right'",
    "claim example.remote A --says [a]": "cannot read --says '[a]'",
    "claim example.remote A --says {a:": "cannot read --says '{a:'",
    "claim example.remote A --says a:": "cannot read --says 'a:'",
    "claim example.remote A --says {majority:right} --source paper": "cannot read --says",
    "claim example.remote A": "Missing option '--says'",
    "claim example.remote A --says {majority:_right}": "who says so is left out; --source release",
    "claim example.remote A --says {a:_b} --source papr": "no source 'papr'; did you mean 'paper'?",
    "claim example.remot A --says {a:_b}": "no item 'remot'; did you mean 'remote'?",
    "claim example.sex@2024 A --says {a:_b}": "no wave '2024' that asked 'sex'",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_is_one_line_and_changes_nothing(words: str, made: Path, run: Run) -> None:
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    done = run("new", *(word.replace(":_", ": ") for word in words.split(" ")), cwd=made)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("kcli: usage: ")
    assert REFUSED[words] in done.stderr
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (["--says", "mayority: right"], "nothing is added: "),
        (["--says", "majority: left"], "there is no option 'left'"),
        (["--says", "majority: right", "--id", "C1"], "'C1'"),
        (["--says", "majority: right", "--expect", "true"], "(got 'true')"),
        (["--says", "majority: right", "--country", "US"], "US"),
        (["--says", "majority: right", "--reason", "\x1b[31m"], "U+001B"),
        (["--says", "majority: right", "--reason", "\udcff"], "the reason is not UTF-8"),
    ],
)
def test_what_the_reader_would_refuse_is_not_written(
    option: list[str], told: str, made: Path, run: Run
) -> None:
    before = (made / CLAIMS).read_bytes()
    done = run("new", "claim", "example.remote", "A", "--source", "paper", *option, cwd=made)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr
    assert (made / CLAIMS).read_bytes() == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (WAVE, "wave example@2026"),
        (CLAIMS, "claim example.remote A --source paper --says {majority:_right}"),
    ],
)
def test_the_faults_of_a_file_are_told_before_anything_is_added(
    name: str, words: str, made: Path, run: Run
) -> None:
    path = made / name
    path.write_text(path.read_text("utf-8") + "was: {}\n", "utf-8")
    before = path.read_bytes()
    done = run("new", *(word.replace(":_", ": ") for word in words.split(" ")), cwd=made)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{name}:")
    assert "unknown-key" in done.stderr
    assert path.read_bytes() == before


def test_what_is_in_brackets_is_left_alone_and_told_what_to_write(made: Path, run: Run) -> None:
    (made / CLAIMS).write_text("# none yet\nclaims: []\n", "utf-8")
    words = ["example.remote@2024/KR", "So it is", "--says", "majority: right", "--source", "paper"]
    done = run("new", "claim", *words, cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"kcli: usage: {CLAIMS}:2: nothing is added: 'claims' is written in brackets; add by hand, "
        'below claims, - {id: C1, source: paper, quote: So it is, wave: "2024", item: remote, '
        "countries: [KR], says: [{majority: right}]}\n"
    )
    by_hand = done.stderr.partition("below claims, ")[2]
    (made / CLAIMS).write_text(f"# none yet\nclaims:\n{by_hand}", "utf-8")
    assert run("check", "--strict", cwd=made).returncode == 0
    text = (made / WAVE).read_text("utf-8")
    start, end = text.index("waves:\n"), text.index("items:\n")
    flow = 'waves: {"2024": {samples: {JP: 1000, KR: 1000}}, "2025": {samples: {JP: 2, KR: 2}}}\n'
    (made / WAVE).write_text(text[:start] + flow + text[end:], "utf-8")
    done = run("new", "wave", "example@2026", "--n", "KR=9", cwd=made)
    assert done.returncode == 2
    assert "is written in brackets; add by hand, below waves, " in done.stderr
    assert done.stderr.endswith(' "2026": {samples: {JP: {}, KR: 9}}\n')


def test_a_file_that_somebody_changes_meanwhile_is_left_alone(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = add.insert_entry

    def slow(*arguments: object, **options: object) -> object:
        found = insert(*arguments, **options)  # type: ignore[arg-type]
        (made / WAVE).write_text("# mine\n" + (made / WAVE).read_text("utf-8"), "utf-8")
        return found

    monkeypatch.setattr(add, "insert_entry", slow)
    with pytest.raises(UsageError, match="was changed by someone else"):
        api.new_wave(opened(made), "example@2026")
    text = (made / WAVE).read_text("utf-8")
    assert text.startswith("# mine\n")
    assert "2026" not in text


def test_nothing_is_added_to_what_is_shipped(tmp_path: Path, run: Run) -> None:
    done = run("new", "wave", "ipus@2031", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "kcli init FOLDER makes a project" in done.stderr


def test_a_link_out_of_the_project_is_not_followed(made: Path, tmp_path: Path, run: Run) -> None:
    outside = tmp_path / "outside.yaml"
    (made / WAVE).rename(outside)
    (made / WAVE).symlink_to(outside)
    before = outside.read_bytes()
    done = run("new", "wave", "example@2026", cwd=made)
    assert done.returncode == 2
    assert "leads outside the project" in done.stderr
    assert outside.read_bytes() == before


@pytest.mark.parametrize("there", [True, False], ids=["a file that is there", "a new file"])
def test_of_several_at_once_none_is_lost_without_a_word(there: bool, made: Path, run: Run) -> None:
    if not there:
        (made / CLAIMS).unlink()
    before = (made / CLAIMS).read_text("utf-8").count("- id:") if there else 0

    def add_one(number: int) -> bool:
        words = ["--says", "majority: right", "--source", "paper", "--id", f"Z{number}"]
        done = run("new", "claim", "example.remote@2025/KR", f"S {number}", *words, cwd=made)
        assert done.returncode == 0 or "by someone else just now" in done.stderr, done.stderr
        return bool(done.returncode == 0)

    with ThreadPoolExecutor(6) as threads:
        done = list(threads.map(add_one, range(6)))
    assert any(done)
    assert (made / CLAIMS).read_text("utf-8").count("- id:") == before + sum(done)
    assert run("check", cwd=made).returncode == 0
