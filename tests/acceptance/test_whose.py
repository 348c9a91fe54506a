"""Whose share a number is: of which people, and of how many of them a question was put to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from waves import Survey, Wave, write

Run = Callable[..., Any]
FILTER = """\
  heard: {text: Heard?, wording: verbatim, options_complete: published, options: {y: Yes, n: No}}
  q: {text: A question, wording: verbatim, options_complete: published, options: {a: A, b: B},
      asked: {item: heard, options: [y]}}"""
HEADER = "id,wave,country,population,item,option,predicate,value,source"
PEOPLE = "KR: 900, KR-experts: {country: KR, population: experts, n: 40}, JP: 1000"


def records(run: Run, root: Path, *command: str) -> list[dict[str, Any]]:
    done = run(*command, "--json", cwd=root)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["records"]
    return found


def page(run: Run, root: Path, *command: str) -> str:
    return " ".join(run(*command, cwd=root, env={"COLUMNS": "200"}).stdout.split())


# -- of how many ---------------------------------------------------------------


@pytest.fixture
def asked_of_some(tmp_path: Path) -> Callable[..., Path]:
    def make(*facts: str) -> Path:
        wave = Wave("2020", facts, samples="JP: 1000, KR: 1000")
        write(tmp_path, Survey([wave], items=FILTER))
        return tmp_path

    return make


def test_a_figure_with_a_base_of_its_own_is_judged_on_it(
    asked_of_some: Callable[..., Path], run: Run
) -> None:
    root = asked_of_some("JP,a,share,45,all,100", "KR,a,share,55,all,100")
    found = records(run, root, "compare", "poll.q")
    one = next(r for r in found if r["type"] == "estimate" and r["country"] == "JP")
    # The lower limit of prop.test(44.5, 100, correct = FALSE), the upper one of 45.5.
    assert (one["n_base"], one["n_eff"]) == (100, 100)
    assert (one["low"], one["high"]) == (
        pytest.approx(0.3514281, abs=1e-6),
        pytest.approx(0.5524574, abs=1e-6),
    )
    pair = next(r for r in found if r["type"] == "pair" and r["option"] == "a")
    assert pair["p_adjusted"] > 0.05
    assert all(r["label"] is None for r in found if r["type"] == "label")
    told = page(run, root, "compare", "poll.q")
    assert "asked of those with “Yes” for heard" in told
    assert told.count("n=100 ") == 2
    assert "n=1,000" not in told


def test_of_a_question_put_to_some_no_size_is_taken_for_granted(
    asked_of_some: Callable[..., Path], run: Run
) -> None:
    root = asked_of_some("JP,a,share,45", "KR,a,share,55,all,100")
    found = records(run, root, "compare", "poll.q")
    one = next(r for r in found if r["type"] == "estimate" and r["country"] == "JP")
    assert (one["share"], one["n_base"], one["low"]) == (0.45, None, None)
    assert "n unknown" in page(run, root, "compare", "poll.q")


def test_a_count_of_a_question_put_to_some_needs_its_base(
    asked_of_some: Callable[..., Path], run: Run
) -> None:
    done = run("check", cwd=asked_of_some("JP,a,count,60"))
    assert done.returncode == 1
    assert "a count needs its base: give base_n" in " ".join(done.stdout.split())
    found = records(run, asked_of_some("JP,a,count,60,all,80"), "compare", "poll.q/JP")
    assert found[0]["share"] == 0.75


ROWS = ("c,heard,q", *["KR,y,a"] * 10, *["KR,n,"] * 90, *["JP,y,b"] * 90, *["JP,n,"] * 10)


def test_a_total_of_a_question_put_to_some_weighs_by_them(tmp_path: Path, run: Run) -> None:
    more = "design: {country: c}, population_totals: {JP: 100, KR: 100}"
    write(tmp_path, Survey([Wave("2020", more=more, samples="JP: 100, KR: 100", rows=ROWS)],
                           items=FILTER))  # fmt: skip
    found = records(run, tmp_path, "compare", "poll.q", "--total", "n")
    (total,) = (r for r in found if r.get("flags") == ["pooled-n"] and r.get("option") == "a")
    assert total["share"] == pytest.approx(0.1)
    told = page(run, tmp_path, "compare", "poll.q")
    assert ("n=90" in told, "n=10 " in told, "n=100" in told) == (True, True, False)
    done = run("compare", "poll.q", "--total", "population", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "was put to some only" in done.stderr
    for command in ("label poll.q", "crosstab poll.q --by country", "topline poll.q"):
        assert "asked of those with “Yes” for heard" in page(run, tmp_path, *command.split())


# -- of whom -------------------------------------------------------------------


def test_experts_are_told_from_the_public_of_their_country(tmp_path: Path, run: Run) -> None:
    facts = ("KR,a,share,51", "KR-experts,a,count,23", "JP,a,share,30")
    write(tmp_path, Survey([Wave("2020", facts, samples=PEOPLE)]))
    told = page(run, tmp_path, "compare", "poll.q")
    assert "South Korea is ahead of South Korea" not in told
    assert "South Korea (experts) is ahead of South Korea (general public) on" in told
    assert "South Korea is ahead of Japan on" in told
    other = page(run, tmp_path, "compare", "poll.q", "--lang", "ko")
    assert "대한민국(전문가)" in other
    assert "South Korea, experts" in page(run, tmp_path, "label", "poll")
    assert "South Korea, experts" in page(run, tmp_path, "show", "poll.q")
    both = page(run, tmp_path, "topline", "poll.q")
    assert both.count("general public") >= 2


@pytest.mark.parametrize(
    ("cells", "sample"),
    [
        ("KR,general_public", "KR"),
        ("KR,experts", "KR-experts"),
        ("KR-experts,experts", "KR-experts"),
        ("KR,", "KR"),
    ],
)
def test_a_country_and_its_people_name_a_sample(
    cells: str, sample: str, tmp_path: Path, run: Run
) -> None:
    write(tmp_path, Survey([Wave("2020", ("JP,a,share,30",), samples=PEOPLE)]))
    path = tmp_path / "datasets/poll/findings.csv"
    path.write_text(f"{HEADER}\nf,2020,{cells},q,a,share,50,s\n", "utf-8")
    found = records(run, tmp_path, "compare", "poll.q")
    kind = "experts" if sample == "KR-experts" else "general_public"
    assert [r["population"] for r in found if r["type"] == "estimate" and r["option"] == "a"
            and r["share"] == 0.5] == [kind]  # fmt: skip


def test_people_of_whom_no_sample_is_are_refused(tmp_path: Path, run: Run) -> None:
    write(tmp_path, Survey([Wave("2020", ("JP,a,share,30",), samples=PEOPLE)]))
    path = tmp_path / "datasets/poll/findings.csv"
    path.write_text(f"{HEADER}\nf,2020,JP,experts,q,a,share,50,s\n", "utf-8")
    assert "unknown-population" in run("compare", "poll.q", cwd=tmp_path).stderr


# -- tested, or not --------------------------------------------------------------


def test_what_no_test_carries_is_said_of_those_asked(tmp_path: Path, run: Run) -> None:
    facts = ("JP,a,increase,", "JP,b,share,30")
    waves = [Wave("2019", ("JP,b,share,31",)), Wave("2020", facts)]
    write(tmp_path, Survey(waves))
    told = page(run, tmp_path, "shift", "poll.q")
    assert "Of those asked, “First” rose from" in told
    assert "; not tested)" in told
    found = next(r for r in records(run, tmp_path, "shift", "poll.q") if r["category"] == "a")
    assert (found["direction"], found["p_value"]) == ("increase", None)


def test_a_change_that_ranges_barely_settle_is_no_clear_one(tmp_path: Path, run: Run) -> None:
    """As ``compare`` says of two countries: p at the change nearest to 0 that facts allow."""
    write(tmp_path, Survey([Wave("2019", ("JP,a,majority,",)), Wave("2020", ("JP,a,minority,",))]))
    found = next(r for r in records(run, tmp_path, "shift", "poll.q") if r["category"] == "a")
    assert (found["bound_high"], found["bound_high_reached"]) == (0.0, False)
    assert (found["p_value"], found["direction"]) == (1.0, "no_clear_change")


def test_the_same_people_who_all_stayed_are_not_said_to_lack_answers(
    tmp_path: Path, run: Run
) -> None:
    rows = ("id,q", *[f"{n},{'ab'[n % 2]}" for n in range(20)])
    more = "design: {respondent: id}"
    waves = [
        Wave("2019", more=more, samples="JP: 20", rows=rows),
        Wave("2020", more=f"{more}, same_respondents_as: poll@2019", samples="JP: 20", rows=rows),
    ]
    write(tmp_path, Survey(waves))
    found = [r for r in records(run, tmp_path, "shift", "poll.q") if r["type"] == "shift"]
    assert [r["assumptions"] for r in found if r["category"] in "ab"] == [[], []]
    assert "without their answers" not in page(run, tmp_path, "shift", "poll.q")


# -- what is of no use, or of two minds --------------------------------------------


@pytest.mark.parametrize(
    ("fact", "column"),
    [
        ("JP,a,majority,45", "value"),
        ("JP,a,leading,abc", "value"),
        ("JP,a,share,45,all,100,Somebody", "respondent"),
    ],
)
def test_a_cell_that_the_predicate_does_not_use_is_a_fault(
    fact: str, column: str, tmp_path: Path, run: Run
) -> None:
    write(tmp_path, Survey([Wave("2020", (fact,))]))
    done = run("check", "--json", cwd=tmp_path)
    (fault,) = json.loads(done.stdout)["records"]
    assert (done.returncode, fault["code"]) == (1, "bad-value")
    assert f"takes no {column}" in fault["message"]


SEVERAL = "  q: {text: Which?, wording: verbatim, type: multiple, options_complete: published, options: {a: {label: A, code: 1}, b: {label: B, code: %s}}}"  # noqa: E501


@pytest.mark.parametrize(
    ("code", "rows", "told"),
    [
        ('"a;b"', ("q", "1", "a;b"), "a semicolon divides answers"),
        ("2", ("q,q.a,q.b", "1,0,1"), "is told by a column of its own, and by 'q.a'"),
    ],
)
def test_several_answers_that_may_be_read_in_two_ways_are_refused(
    code: str, rows: tuple[str, ...], told: str, tmp_path: Path, run: Run
) -> None:
    wave = Wave("2020", samples=f"JP: {len(rows) - 1}", rows=rows)
    write(tmp_path, Survey([wave], items=SEVERAL % code))
    done = run("compare", "poll.q", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


@pytest.mark.parametrize("place", ["questionnaires/new.yaml", "datasets/poll/x.findings.csv"])
def test_a_result_is_not_put_where_it_would_be_read_as_data(
    place: str, tmp_path: Path, run: Run
) -> None:
    write(tmp_path, Survey([Wave("2020", ("JP,a,share,45",))]))
    done = run("compare", "poll.q", "-f", "csv", "-o", place, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "would be read as data of the project" in done.stderr
    assert not (tmp_path / place).exists()
    assert run("compare", "poll.q", "-o", "x.csv", cwd=tmp_path).returncode == 0


def test_a_table_of_waves_is_of_no_single_one(tmp_path: Path, run: Run) -> None:
    rows = ("q", *"aabbbabb" * 10)
    waves = [Wave(year, samples="JP: 80", rows=rows) for year in ("2019", "2020")]
    write(tmp_path, Survey(waves))
    found = records(run, tmp_path, "crosstab", "poll.q", "--by", "wave")
    whole = [r for r in found if r["type"] in ("contrast", "independence")]
    assert {r["wave"] for r in whole} == {None}
    assert {r["wave"] for r in found if r["type"] == "cell"} == {"2019", "2020"}
    assert "poll.q@" not in page(run, tmp_path, "crosstab", "poll.q", "--by", "wave")


# -- which of two samples --------------------------------------------------------

TWICE = "KR: 1000, KR-web: {country: KR, n: 1000}, JP: 1000"
EAST, WEST = "{countries: [CN, KR], n: 900}", "{countries: [RU, US], n: 900}"


@pytest.mark.parametrize(
    ("samples", "shares", "letters", "told"),
    [
        (
            TWICE,
            {"KR": 60, "KR-web": 30, "JP": 45},
            {"KR": "BC", "KR-web": None, "JP": "B"},
            "South Korea (KR) is ahead of South Korea (KR-web) on “First”",
        ),
        (
            f"CN: 1000, RU: 1000, east: {EAST}, west: {WEST}",  # no pool is tested against a part
            {"CN": 60, "RU": 80, "east": 30, "west": 45},
            {"CN": "D", "RU": "AC", "east": None, "west": "C"},
            "The pooled sample (west) is ahead of the pooled sample (east) on “First”",
        ),
    ],
)
def test_samples_of_one_country_and_people_are_told_apart(
    samples: str,
    shares: dict[str, int],
    letters: dict[str, str | None],
    told: str,
    tmp_path: Path,
    run: Run,
) -> None:
    facts = tuple(f"{name},a,share,{share}" for name, share in shares.items())
    write(tmp_path, Survey([Wave("2020", facts, samples=samples)]))
    found = records(run, tmp_path, "compare", "poll.q")
    own = [r["letters"] for r in found if r["type"] == "estimate" and r["option"] == "a"]
    assert dict(zip(shares, own, strict=True)) == letters
    shown = page(run, tmp_path, "compare", "poll.q")
    assert told in shown
    for language in ("ko", "ja", "zh", "ru"):
        other = page(run, tmp_path, "compare", "poll.q", "--lang", language)
        for name in ("KR", "KR-web") if "KR-web" in samples else ("east", "west"):
            assert f"({name})" in other or f"（{name}）" in other


def test_the_letter_above_a_column_is_that_of_the_cells(tmp_path: Path, run: Run) -> None:
    codes = "CN JP KR US RU DE FR GB IT ES PT NL BE SE FI DK PL CZ AT CH HU RO BG GR IE TR IN VN"
    facts = tuple(f"{code},a,share,{20 + 2 * n}" for n, code in enumerate(codes.split()))
    samples = ", ".join(f"{code}: 1000" for code in codes.split())
    write(tmp_path, Survey([Wave("2020", facts, samples=samples)]))
    shown = run("compare", "poll.q", cwd=tmp_path, env={"COLUMNS": "900"}).stdout
    (head,) = (line for line in shown.splitlines() if line.startswith("Share, %"))
    above = [word.strip("()") for word in head.split() if word.startswith("(")]
    assert above == [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB"]


TWO = "KR: 1000, KR-web: {country: KR, n: 1000}"


def of_two(tmp_path: Path) -> Path:
    """Two samples of one country and people: one rises, the other falls."""
    facts = {"2020": ("KR,a,share,60", "KR-web,a,share,30"),
             "2021": ("KR,a,share,70", "KR-web,a,share,20")}  # fmt: skip
    write(tmp_path, Survey([Wave(wave, told, samples=TWO) for wave, told in facts.items()]))
    return tmp_path


def test_a_sample_is_set_against_that_of_its_name(tmp_path: Path, run: Run) -> None:
    root = of_two(tmp_path)
    found = [r for r in records(run, root, "shift", "poll.q") if r["category"] == "a"]
    assert [(r["share_from"], r["share_to"]) for r in found] == [(0.6, 0.7), (0.3, 0.2)]
    assert [r["text"].partition(",")[0] for r in found] == [
        "“First” among the general public of South Korea (KR) rose from 60% in 2020 to 70% in 2021",
        "“First” among the general public of South Korea (KR-web) fell from 30% in 2020 to 20% in "
        "2021",
    ]
    told = page(run, root, "shift", "poll.q")
    assert "South Korea South Korea KR-web KR-web general public" in told
    for language in ("ko", "ja", "zh", "ru"):
        other = page(run, root, "shift", "poll.q", "--lang", language)
        assert "KR-web)" in other or "KR-web）" in other


def test_every_record_says_of_which_sample_it_is(tmp_path: Path, run: Run) -> None:
    """Two samples of one country and people are two to a program that reads the records, too."""
    root = of_two(tmp_path)
    samples = {"KR", "KR-web"}
    found = records(run, root, "compare", "poll.q", "--total", "equal")
    for kind in ("estimate", "label"):
        own = [r for r in found if r["type"] == kind and r.get("option") in ("a", None)]
        assert sorted(r["sample"] for r in own) == ["KR", "KR-web", "Total"]
    (pair,) = (r for r in found if r["type"] == "pair" and r["option"] == "a")
    assert (pair["sample_a"], pair["sample_b"]) == ("KR", "KR-web")
    shifts = [r for r in records(run, root, "shift", "poll.q") if r["category"] == "a"]
    assert [(r["sample_from"], r["sample_to"]) for r in shifts] == [(s, s) for s in sorted(samples)]
    trends = [r for r in records(run, root, "trend", "poll.q") if r["type"] == "trend"]
    assert {r["sample"] for r in trends} == samples
    assert run("export", "poll.q", "-o", "out", cwd=root).returncode == 0
    (head, *rows) = (root / "out" / "estimates.csv").read_text("utf-8").splitlines()
    place = head.split(",").index("sample")
    assert {row.split(",")[place] for row in rows} == samples


def test_of_samples_that_are_in_one_wave_only_each_is_set_against_the_rest(
    tmp_path: Path, run: Run
) -> None:
    waves = [
        Wave("2020", ("KR,a,share,60", "KR-web,a,share,30"), samples=TWO),
        Wave("2021", ("KR,a,share,70", "KR-sms,a,share,20"), samples=TWO.replace("web", "sms")),
    ]
    write(tmp_path, Survey(waves))
    found = [r for r in records(run, tmp_path, "shift", "poll.q") if r["category"] == "a"]
    assert [(r["share_from"], r["share_to"]) for r in found] == [(0.6, 0.7), (0.3, 0.2)]


def test_the_changes_of_a_trend_say_of_which_sample_they_are(tmp_path: Path, run: Run) -> None:
    root = of_two(tmp_path)
    told = page(run, root, "trend", "poll.q")
    assert "South Korea (KR): “First” rose" in told
    assert "South Korea (KR-web): “First” fell" in told
    assert "the general public of South Korea (KR-web), 2020 to 2021: no slope" in told
    for language in ("ko", "ja", "zh", "ru"):
        other = page(run, root, "trend", "poll.q", "--lang", language)
        assert other.count("KR-web") >= 3


def test_the_changes_of_a_concept_say_of_which_survey_they_are(run: Run, root: Path) -> None:
    told = page(run, root, "trend", "military_threat")
    assert "Japan (genron-eai): “North Korea” fell from 78.9% in 2013" in told
    assert "Japan (hankook-yomiuri): “North Korea” rose from 80.8% in 2013" in told


# -- of whom a page is -----------------------------------------------------------


def test_a_shift_of_several_kinds_of_people_names_them_all(tmp_path: Path, run: Run) -> None:
    both = "KR: 900, KR-experts: {country: KR, population: experts, n: 40}"
    facts = ("KR,a,share,45", "KR-experts,a,count,20")
    write(tmp_path, Survey([Wave(wave, facts, samples=both) for wave in ("2020", "2021")]))
    told = run("shift", "poll.q", cwd=tmp_path).stdout
    assert told.count("  general public/experts · 20") == 2


@pytest.mark.parametrize(
    ("base", "told"), [("all", "Of those asked"), ("substantive", "Of those with an opinion")]
)
def test_what_no_test_carries_further_is_said_of_those_in_the_base(
    tmp_path: Path, run: Run, base: str, told: str
) -> None:
    options = "options: {a: First, b: Second, dk: {label: Do not know, kind: dont_know}}"
    facts = {"2020": ("KR,a,count,10", "KR,b,count,20"), "2021": ("KR,a,count,30", "KR,b,count,5")}
    waves = [
        Wave(year, found, samples="KR: 40", sampling="expert", more="population: experts")
        for year, found in facts.items()
    ]
    write(tmp_path, Survey(waves, options=options, more="score: {a: 1, b: -1}"))
    found = records(run, tmp_path, "shift", "poll.q", "--base", base)
    texts = {r["category"]: r["text"] for r in found if r["category"] in ("a", "b", "score")}
    opinion = texts.pop("score")  # whatever the base is, a score is of those with an opinion
    assert opinion.startswith("Of those with an opinion, “Mean score” rose")
    assert len(texts) == 2
    assert all(text.startswith(told) for text in texts.values())


@pytest.mark.parametrize("base", ["all", "substantive"])
def test_a_page_of_those_with_an_opinion_says_so(tmp_path: Path, run: Run, base: str) -> None:
    options = "options: {a: First, b: Second, dk: {label: Do not know, kind: dont_know}}"
    facts = {"2020": ("KR,a,share,40", "KR,b,share,40"),
             "2021": ("KR,a,share,60", "KR,b,share,20")}  # fmt: skip
    waves = [Wave(year, told, samples="KR: 1000") for year, told in facts.items()]
    write(tmp_path, Survey(waves, options=options))
    scan = ("shift", "--all", "--from", "poll@2020", "--to", "poll@2021")
    for command in (("shift", "poll.q"), ("trend", "poll.q"), ("compare", "poll.q"), scan):
        told = page(run, tmp_path, *command, "--base", base)
        assert ("% of substantive answers" in told) == (base == "substantive")


def test_a_mean_score_of_a_trend_is_no_percentage(tmp_path: Path, run: Run) -> None:
    score = "score: {a: 1, b: 0, c: -1}"
    waves = [
        Wave("2020", ("KR,a,count,500", "KR,b,count,400"), samples="KR: 1000"),
        Wave("2021", ("KR,a,share,60", "KR,b,share,30"), samples="KR: 1000"),
    ]
    write(tmp_path, Survey(waves, more=score))
    told = page(run, tmp_path, "trend", "poll.q", "--answer", "score")
    assert "Mean score South Korea" in told
    assert "2020 +0.40 2021 +0.48 to +0.52 Over" in told


def test_show_says_who_was_asked_and_what_answers_count(tmp_path: Path, run: Run) -> None:
    items = (
        "  heard: {text: Heard?, wording: verbatim, options_complete: published, "
        "options: {y: Yes, n: No}}\n"
        "  q: {text: Q, asked: {item: heard, options: [y]}, options_complete: published, "
        "options: {a: Good, b: Bad}, score: {a: 1, b: -1.5}}\n"
    )
    write(tmp_path, Survey([Wave("2020", samples="JP: 1000")], items=items))
    (item,) = (r for r in records(run, tmp_path, "show", "poll.q") if r["type"] == "item")
    assert (item["asked_item"], item["asked_options"]) == ("heard", ["y"])
    options = [r for r in records(run, tmp_path, "show", "poll.q") if r["type"] == "option"]
    assert [r["score"] for r in options] == [1, -1.5]
    told = page(run, tmp_path, "show", "poll.q")
    assert "asked of those with “y” for heard" in told
    assert "b Bad b substantive −1.5" in told
    assert "Score" not in page(run, tmp_path, "show", "poll.heard")


def test_the_days_and_the_rounds_of_two_samples_of_one_country_are_told_apart(
    tmp_path: Path, run: Run
) -> None:
    def samples(day: int) -> str:
        web = f"{{country: KR, n: 1000, fieldwork: {{start: 2020-06-0{day}, end: 2020-06-09}}}}"
        return f"KR: {{n: 1000, fieldwork: {{start: 2020-05-01, end: 2020-05-03}}}}, KR-web: {web}"

    facts = ("KR,a,share,60", "KR-web,a,share,30")
    waves = [Wave(str(2019 + day), facts, "-", samples=samples(day)) for day in (1, 2)]
    write(tmp_path, Survey(waves))
    told = page(run, tmp_path, "compare", "poll.q@2020")
    assert "South Korea, KR 1 to 3 May 2020; South Korea, KR-web 1 to 9 June 2020" in told
    shown = page(run, tmp_path, "diff", "poll@2020", "poll@2021")
    assert "South Korea, KR-web 2 to 9 June 2020" in shown
