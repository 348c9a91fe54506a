"""``--lang zh``: the tool's own words are Chinese, and tables keep to the columns of wide signs."""

from __future__ import annotations

import html
import json
import re
import string
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from rich.cells import cell_len

from kcli import api
from kcli.model.period import read_period
from kcli.model.survey import Fieldwork
from kcli.text.codes.reasons import CODES as REASONS
from kcli.text.languages import en as english
from kcli.text.languages import listed_in, missing, plural, say, tag_of
from kcli.text.languages import zh as chinese
from kcli.text.languages.en.catalogue import MESSAGES as CATALOGUE
from kcli.text.periods import day, span
from kcli.text.retold import retold_note, retold_reason
from kcli.text.summary import summary_of

QUESTIONNAIRE = """\
survey: poll
title: {zh: 半岛民意调查, en: A poll}
organisations: [研究所]
sources: {paper: {publisher: 日报, title: {zh: 日报报道}}}
attribution: {zh: 请注明数据出处。, en: Name the source.}
waves:
  "2019":
    fieldwork: {start: 2019-05-24, end: 2019-06-04}
    mode: telephone
    published_base: {base: all, status: assumed}
    samples: {CN: 1000, JP: 1000, KR: 1000}
  "2020":
    fieldwork: 2020-05
    mode: online
    sampling: quota
    published_base: {base: all, status: assumed}
    samples: {CN: 1000, JP: 1000, KR: 1000}
  "2021":
    published_base: all
    population: experts
    samples: {KR: 40}
breaks: [{before: "2020", countries: [JP], reason: 改用网络}]
items:
  q:
    text: {zh: 您认为南北关系有何变化？, en: A question}
    wording: paraphrase
    options_complete: assumed
    asked_in: ["2019", "2020"]
    options:
      a: {label: {zh: 好转, en: Better}}
      b: {label: {zh: 没有变化, en: Unchanged}}
      c: {label: {zh: 恶化, en: Worse}}
      dk: {label: {zh: 不知道, en: Don't know}, kind: dont_know}
    nets: {bc: {options: [b, c], label: {zh: 没有好转, en: Not better}}}
    score: {a: 1, b: 0, c: -1}
    concept: {id: direction, map: {a: up, b: [same, down], c: down}}
  e:
    text: {zh: 前景, en: Outlook}
    options_complete: published
    asked_in: ["2021"]
    options: {y: {label: {zh: 乐观, en: Good}}, n: {label: {zh: 悲观, en: Bad}}}
    concept: {id: direction, map: {y: up, n: down}}
"""
CONCEPTS = """\
concepts:
  direction:
    title: {zh: 走向, en: Direction}
    categories:
      up: {label: {zh: 改善, en: Up}}
      same: {label: {zh: 不变, en: Same}}
      down: {label: {zh: 变差, en: Down}}
"""
FINDINGS = [
    "f1,2019,CN,q,a,,share,57.5%,,,paper",
    "f2,2019,JP,q,a,b,equal_share,,,,paper",
    "f3,2019,KR,q,b,,plurality,,,,paper",
    "f4,2020,CN,q,a,,share,49.5%,,,paper",
    "f5,2020,CN,q,b,,share,20%,,,paper",
    "f6,2020,JP,q,a,,large_majority,,,,paper",
    "f7,2021,KR,e,y,,count,28,,40,paper",
]
COMMANDS = (
    ["compare", "poll@2019"],
    ["compare", "poll.q", "--wave", "2020"],
    ["compare", "poll.q", "--wave", "2020", "--base", "substantive"],
    ["compare", "poll.e"],
    ["compare", "direction"],
    ["label", "poll.q", "--wave", "2019"],
    ["label", "poll@2020"],
    ["topline", "poll.q"],
    ["shift", "poll.q", "--from", "2019", "--to", "2020"],
    ["shift", "direction", "--from", "poll@2020", "--to", "poll@2021"],
    ["shift", "--all", "--from", "poll@2019", "--to", "poll@2020"],
    ["trend", "poll.q"],
)
# What stands in ASCII letters in any language: ids, codes of countries, signs.
NAMES = {"poll", "q", "e", "direction", "paper", "CN", "JP", "KR", "A", "B", "C", "D", "n", "p",
         "a", "b", "f", "kcli", "show", "Holm", "E"}  # fmt: skip


@pytest.fixture
def mainland(project: Any, root: Path) -> Path:
    """A project whose every text is Chinese."""
    made: Path = project(FINDINGS, QUESTIONNAIRE)
    conventions = (root / "questionnaires" / "conventions.yaml").read_text("utf-8")
    (made / "questionnaires" / "conventions.yaml").write_text(conventions, "utf-8")
    (made / "questionnaires" / "concepts.yaml").write_text(CONCEPTS, "utf-8")
    return made


def fields(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name)


def latin(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", text))


# -- the words themselves -------------------------------------------------------------------


def test_chinese_has_every_message_of_tables_charts_and_reports() -> None:
    assert not set(missing("zh")) - set(CATALOGUE)


def test_a_message_asked_for_by_its_whole_name_is_there_under_that_name() -> None:
    # These two are no plurals of a number, but of samples that agree: both names are asked for.
    for scope in ("tested", "asked"):
        for form in ("one", "other"):
            assert f"label.{scope}.majority.{form}" in chinese.MESSAGES


def test_chinese_fills_the_fields_that_english_fills() -> None:
    for key, template in chinese.MESSAGES.items():
        assert fields(template) == fields(english.MESSAGES[key]), key


def test_no_chinese_message_is_left_in_english() -> None:
    allowed = {"kcli", "show", "NCHS", "n", "p", "SYNTHETIC", "Holm", "SHA", *"ACDEab"}
    own = {key: text for key, text in chinese.MESSAGES.items() if key not in CATALOGUE}
    assert len(own) > 550
    for key, template in own.items():
        words = " ".join(text for text, *_ in string.Formatter().parse(template))
        assert not latin(words) - allowed, key


def test_sentences_have_the_full_marks_of_chinese() -> None:
    own = {key: text for key, text in chinese.MESSAGES.items() if key not in CATALOGUE}
    for key, template in own.items():
        assert not re.search(r"[\u4e00-\u9fff] ?[,;:?!]", template), key
        assert not re.search(r"[\u4e00-\u9fff}]\.$", template), key


@pytest.mark.parametrize("tag", ["zh", "zh-CN", "zh-Hans", "zh-TW", "zh_HK", "ZH"])
def test_every_chinese_is_answered_in_this_one(tag: str) -> None:
    assert tag_of(tag) == "zh"
    assert say("word.majority", tag) == "过半数"


def test_a_majority_and_a_plurality_are_told_apart() -> None:
    words = [say(f"word.{word}", "zh") for word in ("majority", "plurality", "at_least_plurality")]
    assert words == ["过半数", "相对多数", "至少相对多数"]
    assert "超过一半" in say("report.methods.labels", "zh")


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("amount.at_least", "至少49.5%"),
        ("amount.more_than", "超过49.5%"),
        ("amount.at_most", "至多49.5%"),
        ("amount.less_than", "不到49.5%"),
    ],
)
def test_an_end_that_is_reached_is_told_from_one_that_is_not(key: str, told: str) -> None:
    assert say(key, "zh", value="49.5") == told


def test_a_range_of_points_says_which_ends_are_reached() -> None:
    kinds = ("least_most", "least_less", "more_most", "more_less")
    assert [say(f"pair.by_{kind}", "zh", low="3", high="9") for kind in kinds] == [
        "至少3、至多9个百分点",
        "至少3、不到9个百分点",
        "逾3、至多9个百分点",
        "逾3、不到9个百分点",
    ]


def test_names_are_joined_as_chinese_joins_them() -> None:
    assert listed_in(["中国", "俄罗斯"], "zh") == "中国和俄罗斯"
    assert listed_in(["中国", "日本", "俄罗斯"], "zh") == "中国、日本和俄罗斯"
    assert [plural("count.claims", n, "zh") for n in (0, 1, 5)] == ["0句话", "1句话", "5句话"]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2019-05-24", "2019-06-04", "2019年5月24日至6月4日"),
        ("2019-05-24", "2019-05-30", "2019年5月24日至30日"),
        ("2019", "2020-03", "2019年至2020年3月"),
        ("2019-05-24", None, "2019年5月24日起"),
        (None, "2017", "至2017年"),
        (None, None, "调查日期未公布"),
    ],
)
def test_a_span_of_dates(start: str | None, end: str | None, told: str) -> None:
    ends = {"start": start and read_period(start), "end": end and read_period(end)}
    assert span(Fieldwork.model_construct(**ends), "zh") == told
    assert day(read_period("2019-06"), "zh") == "2019年6月"


# -- what records tell ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("C mode: the mode of interviewing differs: face to face against online",
         "调查方式不同：面访对网络"),
        ("D population: other people: general public against experts", "人群不同：公众对专家"),
        ("D country: other countries: China against South Korea and Japan",
         "国家不同：中国对韩国和日本"),
        ("B judged: the same panel", "人工指定：the same panel"),
    ],
)  # fmt: skip
def test_names_and_ways_are_put_into_chinese(reason: str, told: str) -> None:
    assert retold_reason(reason, "zh") == told


def test_every_reason_has_a_short_word_of_its_own() -> None:
    for code in REASONS:
        assert not latin(say(f"aspect.{code}", "zh")), code


def test_every_note_of_the_shipped_surveys_is_told_in_chinese() -> None:
    project = api.find_project("shipped")
    notes = {
        note
        for survey in project.survey_ids
        for note in api.label(project, survey, lang="zh").notes
        if note.code not in ("attribution", "ignored-file")
    }
    assert len(notes) > 5
    for note in notes:
        assert re.search("[\u4e00-\u9fff]", retold_note(note.code, note.text, "zh")), note


# -- sentences ----------------------------------------------------------------------------------


def sentences(result: Any) -> list[str]:
    return [sentence.text for sentence in summary_of(result, "zh")]


def test_published_words_are_told_of_those_asked() -> None:
    result = api.compare(api.find_project("shipped"), "kf-vub", lang="zh")
    told = sentences(result)
    assert told[0] == (
        "Inter-Korean relations compared with a year ago：就受访者而言，在中国和俄罗斯，过半数人"
        "回答“Better”；在日本和美国，最常见的回答是“No significant change”，但不超过一半。"
    )
    assert any(
        line.endswith("过半数人回答“Positive”（“绝大多数”理解为超过一半）。") for line in told
    )
    assert "没有公布日本的任何内容。" in told


def test_a_panel_is_told_by_numbers() -> None:
    told = sentences(api.compare(api.find_project("shipped"), "ifes", lang="zh"))
    assert (
        "South Korea-US relations：在韩国的40名专家中，23人回答“Stay at current level”，"
        "在受访者中占过半数。"
    ) in told
    assert (
        "South Korea-Japan relations：在韩国的40名专家中，20人回答“Weaken”，"
        "是受访者中最常见的回答，但不超过一半。"
    ) in told
    assert not [line for line in told if "%" in line]


def test_a_change_is_told_with_its_test() -> None:
    project = api.find_project("shipped")
    result = api.shift(project, "ipus.necessity", start="2019", end="2025", lang="zh")
    assert sentences(result) == [
        "从2019年到2025年，在韩国公众中，“Necessary”下降11.9个百分点（从53.0%到41.1%）；“Not "
        "necessary”上升9.9个百分点（从20.5%到30.4%）；95%水平的检验（把样本视为随机样本）支持以上变化。",
        "在韩国公众中，从2019年到2025年，“Half and half”没有明显变化。",
    ]


def test_a_gap_is_told_in_no_word_of_change() -> None:
    project = api.find_project("shipped")
    result = api.shift(project, None, start="kf-vub@2019", end="ifes@2025", scan=True, lang="zh")
    told = sentences(result)
    assert told[0] == (
        "就受访者而言，“Improving”在中国和俄罗斯公众（2019年）中比在韩国专家（2025年）中高逾10个百分点。"
    )
    assert told[-1] == "以上是不同总体之间的差异，不是随时间的变化。"
    assert not [line for line in told if "上升" in line or "下降" in line]


def test_verdicts_are_counted() -> None:
    told = sentences(api.verify(api.find_project("shipped"), "ifes", lang="zh"))
    assert told[0] == "15句话共含15项陈述，其中12项得到支持、1项相抵触和2项无法检验。"


# -- tables -------------------------------------------------------------------------------------

LABELS = """\
      回答                    受访者    总体    领先的p值  另一基数
───────────────────────────────────────────────────────────────────────
中国  好转 57.5 (54–61)       过半数    过半数  <0.001     相同
日本  好转 / 没有变化 / 恶化  未定      –       –          相同
韩国  没有变化 ≤50 (0–53)     相对多数  –       –          至少相对多数
"""
SHARES = """\
                          中国          日本     韩国
比例，%                n=1,000       n=1,000  n=1,000
─────────────────────────────────────────────────────
好转                      49.5           >50   未公布
                       (46–53)      (47–100)
没有变化                    20           <50   未公布
                       (17–23)        (0–53)
恶化                    ≤31.05           <50   未公布
                        (0–34)        (0–53)
不知道                  ≤31.05           <50   未公布
                        (0–34)        (0–53)

没有好转（合计）    19.5–50.55           <50   未公布
                       (17–54)        (0–53)

平均分            +0.18至+0.72  +0.00至+1.00   未公布

结论                  相对多数        过半数   未公布
"""


def ends(line: str) -> set[int]:
    """The display columns at which something ends, two spaces or the line's end behind it."""
    return {cell_len(line[: found.end()]) for found in re.finditer(r"\S(?=  |$)", line)}


def starts(line: str) -> set[int]:
    """The display columns at which something begins, two spaces or the line's start before it."""
    return {cell_len(line[: found.start()]) for found in re.finditer(r"(?:(?<=  )|^)\S", line)}


@pytest.mark.parametrize("width", [80, 100])
def test_columns_of_words_begin_below_each_other(run: Run, mainland: Path, width: int) -> None:
    done = run(
        "label", "poll.q", "--wave", "2019", "--lang", "zh", cwd=mainland,
        env={"COLUMNS": str(width)},
    )  # fmt: skip
    assert LABELS in done.stdout
    head, _, *rows = LABELS.splitlines()
    for row in rows:
        assert starts(row) == starts(head) | {0}


@pytest.mark.parametrize("width", [80, 100])
def test_columns_of_numbers_end_below_each_other(run: Run, mainland: Path, width: int) -> None:
    done = run(
        "compare", "poll.q", "--wave", "2020", "--lang", "zh", cwd=mainland,
        env={"COLUMNS": str(width)},
    )  # fmt: skip
    assert SHARES in done.stdout
    head, _, _, *rows = SHARES.splitlines()
    places = ends(head)
    assert len(places) == 3
    for row in filter(None, rows):
        assert {place for place in ends(row) if place > cell_len("没有好转（合计）")} <= places


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_no_english_word_is_left_but_names(
    run: Run, mainland: Path, arguments: list[str], form: str
) -> None:
    done = run(*arguments, "--lang", "zh", "-f", form, cwd=mainland)
    assert done.returncode == 0, done.stderr
    assert re.search("[\u4e00-\u9fff]", done.stdout)
    quoted = {"Better", "Unchanged", "Worse", "Good", "Bad"} if arguments[0] == "shift" else set()
    assert not latin(done.stdout.replace("<br>", " ")) - NAMES - quoted


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_keep_within_the_terminal_and_break_where_chinese_lets_them(
    run: Run, mainland: Path, arguments: list[str], width: int
) -> None:
    done = run(*arguments, "--lang", "zh", cwd=mainland, env={"COLUMNS": str(width)})
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if cell_len(line) > width] == []
    for before, line in pairwise(lines):
        assert not re.match(r"\s*[，。；：、？！”）]", line), line
        if cell_len(before) > width - 2 and line.strip():
            assert not re.search(r"[“（]$", before), before
            assert not (before[-1].isdigit() and line.strip()[0] in "个年月日轮项%"), (before, line)


def test_figures_are_the_same_as_in_english(run: Run, mainland: Path) -> None:
    found = [
        json.loads(run("compare", "poll.q", "--lang", tag, "--json", cwd=mainland).stdout)
        for tag in ("en", "zh")
    ]
    keys = ("share", "low", "high", "bound_low", "bound_high", "label", "label_sample", "p_value")
    one, two = ([{k: r.get(k) for k in keys} for r in each["records"]] for each in found)
    assert one == two
    told = [{n["text"] for n in each["notes"] if n["code"] != "attribution"} for each in found]
    assert told[0] == told[1]


def test_answers_are_called_equal_only_where_they_are_the_two_that_a_source_means(
    run: Run, mainland: Path
) -> None:
    done = run("compare", "poll@2019", "--lang", "zh", cwd=mainland)
    assert "≈" not in done.stdout  # a third answer may lead, and nothing says that it is equal
    row = next(line for line in done.stdout.splitlines() if line.startswith("好转"))
    assert row.split() == ["好转", "未定", "没有变化"]


@pytest.mark.parametrize("command", ["compare", "label", "verify"])
def test_the_shipped_surveys_have_no_english_word_that_is_not_theirs(
    run: Run, root: Path, command: str
) -> None:
    for name in ("kf-vub", "ifes", "genron-eai"):
        done = run(command, name, "--lang", "zh", env={"COLUMNS": "100"})
        assert done.returncode in (0, 1), done.stderr
        for words in ("not reported", "majority in", "plurality of those", "Mode ", "known from",
                      "Sources", "Assumed", "In %", "general public", "no share named",
                      "follows from", "not settled", "excluded by"):  # fmt: skip
            assert words not in done.stdout, (name, words)


# -- reports ------------------------------------------------------------------------------------

CLAIMS = """\
claims:
  - {id: S1, source: paper, quote: 过半数中国人认为好转, wave: "2019", item: q, countries: [CN],
     says: [{majority: a}]}
"""
# A section without a title has that of its only heading, or else one of its own kind.
REPORT = """\
title: {zh: 报告}
languages: [zh]
sections:
  - {compare: poll@2019}
  - label: poll@2020
  - {shift: direction, between: [poll@2020, poll@2021]}
  - {shift: poll.q, between: ["2019", "2020"]}
  - trend: poll.q
  - concept: direction
  - topline: poll.q
  - verify: poll
  - methods
  - sources
"""
PARTS = ["半岛民意调查", "领先的回答", "走向", "您认为南北关系有何变化？", "历年走势", "回答",
         "题目全貌", "说法", "方法", "来源", "出处声明"]  # fmt: skip


def test_a_report_has_every_section_in_chinese(run: Run, mainland: Path, tmp_path: Path) -> None:
    (mainland / "datasets" / "poll" / "claims.yaml").write_text(CLAIMS, "utf-8")
    file = mainland / "datasets" / "poll" / "report.yaml"
    file.write_text(REPORT, "utf-8")
    out = tmp_path / "reports"
    done = run("report", str(file), "-o", str(out), cwd=mainland)
    assert done.returncode == 0, done.stderr
    (written,) = out.glob("*.zh.md")
    told = written.read_text("utf-8")
    page = written.with_suffix(".html").read_text("utf-8")
    assert re.findall("^## (.*)$", told, re.MULTILINE) == PARTS
    assert '<html lang="zh"' in page
    for words in (*PARTS, "目录", "跳到正文", "由kcli生成"):
        assert words in page, words
    pictures = re.findall("<svg.*?</svg>", page, re.DOTALL)
    assert len(pictures) >= 3
    tags = re.compile("<style.*?</style>|<[^>]*>", re.DOTALL)
    texts = [html.unescape(tags.sub(" ", each)) for each in pictures]
    prose = re.sub(r"`[^`]*`|https?://\S+|<[^>]*>", " ", told)
    for text in (prose, *texts):
        assert not latin(text) - NAMES - {"NCHS", "S", "org"}, text
