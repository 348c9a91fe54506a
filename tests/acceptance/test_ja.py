"""``--lang ja``: what is printed reads so, is Japanese, and keeps within the terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypertext import Element
from reporting import check_report
from rich.cells import cell_len

from kcli import api
from kcli.render.lines import pieces
from kcli.text.languages import ja
from kcli.text.summary import summary_of

COMMANDS = (
    ["compare", "kf-vub"],
    ["compare", "kf-vub.us_nk_change", "--bars"],
    ["compare", "kf-vub-synthetic.means", "--total", "equal"],
    ["compare", "ifes"],
    ["compare", "governments"],
    ["compare", "kf-vub-synthetic"],
    ["compare", "us_nk_outlook"],
    ["label", "kf-vub"],
    ["topline", "genron-eai.impression"],
    ["crosstab", "anes.vote", "--by", "education"],
    ["shift", "inter_korean_direction", "--from", "kf-vub@2019", "--to", "ifes@2025"],
    ["shift", "--all", "--from", "kf-vub@2019", "--to", "ifes@2025"],
    ["trend", "genron-eai.impression"],
    ["verify", "kf-vub"],
    ["verify", "ifes"],
)
# What no language has words for: marks, formats, tests, and the letters of grades and columns.
SIGNS = {*"abcnpABCDE", "kcli", "show", "NCHS", "Holm", "SHA", "SYNTHETIC"}
CLOSING = tuple("、。，．：；！？）」』】ー々")


def latin(text: str) -> set[str]:
    return set(re.findall("[A-Za-z]+", text))


# -- the sentences of shipped results ---------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Any:
    return api.find_project("shipped")


def sentences(found: Any) -> list[str]:
    return [sentence.text for sentence in summary_of(found, "ja")]


def test_what_is_true_of_those_asked_is_told_of_them_alone(shipped: Any) -> None:
    found = sentences(api.compare(shipped, "kf-vub.us_nk_change", lang="ja"))
    assert found == [
        "回答者に限れば、中国では過半数が「Better」と答え、日本、ロシア、アメリカ合衆国では"
        "「Not changed」が半数以下ながら最も多い回答だった。"
    ]
    found = sentences(api.compare(shipped, "kf-vub.means", lang="ja"))
    assert found == [
        "回答者に限れば、中国では「Diplomacy and sanctions」と「Diplomacy only」の回答者がほぼ同数"
        "であり（同じとされた割合をほぼ同じと読む）、日本とアメリカ合衆国では「Diplomacy and "
        "sanctions」が最も多い回答であり、ロシアでは過半数が「Diplomacy only」と答えた。"
    ]


def test_a_test_is_named_with_its_level_and_what_it_takes_for_granted(shipped: Any) -> None:
    found = sentences(api.compare(shipped, "genron-eai.impression", lang="ja"))
    assert found == [
        "標本を無作為とみなした信頼水準95%の検定によれば、日本では「良くない」（51.0%）が最も多い"
        "回答であり、韓国では「良い」（52.4%）が最も多い回答である。",
        "回答者に限れば、日本では過半数が「良くない」（51.0%）と答え、韓国では過半数が"
        "「良い」（52.4%）と答えた。",
        "アメリカ合衆国については何も公表されていない。",
    ]


def test_a_panel_is_counted(shipped: Any) -> None:
    found = sentences(api.compare(shipped, "ifes", lang="ja"))
    assert found[0].endswith(
        "韓国では専門家40人のうち28人が「Difficult to achieve」と答え、回答者の過半数を占めた。"
    )
    assert "回答者の半数以下ながら最も多い回答だった" in " ".join(found)


def test_named_people_and_governments_are_told_by_numbers(shipped: Any) -> None:
    found = sentences(api.compare(shipped, "governments.bilateral_diplomacy", lang="ja"))
    assert found[0] == (
        "報じられた政府の立場は、中国、韓国、アメリカ合衆国の政府が「Support」、"
        "日本の政府が「Ambivalent」である。"
    )
    found = sentences(api.compare(shipped, "commentary.us_nk_outlook", lang="ja"))
    assert found[0] == (
        "回答が分かっている論者のうち、中国では「Conditional」（2者中1者）と"
        "「Pessimistic」（2者中1者）、アメリカ合衆国では「Guarded」（1者中1者）である。"
    )
    assert not any("%" in text for text in found)


def test_a_change_is_told_with_its_size_and_its_test(shipped: Any) -> None:
    found = api.shift(shipped, "genron-eai.impression", start="2022", end="2023", lang="ja")
    assert sentences(found) == [
        "日本の一般国民では2022年から2023年にかけて、「良い」が30.4%から37.4%へ7.0ポイント上昇し、"
        "「良くない」が40.3%から32.8%へ7.5ポイント低下した。これは標本を無作為とみなした信頼水準95%"
        "の検定で支持される。",
        "韓国の一般国民では2022年から2023年にかけて、「良い」と「良くない」に明確な変化はない。",
    ]


def test_a_gap_is_told_as_one_and_no_change(shipped: Any) -> None:
    concept, start, end = "inter_korean_direction", "kf-vub@2019", "ifes@2025"
    found = sentences(api.shift(shipped, concept, start=start, end=end, lang="ja"))
    assert found[0] == (
        "回答者に限れば、「Improving」は韓国の専門家（2025年）より中国とロシアの一般国民（2019年）の"
        "方が10ポイント超高い。"
    )
    assert found[-1] == "これは母集団の間の差であり、時間による変化ではない。"
    assert not re.search("上昇|低下", "".join(found))


def test_a_series_has_its_slope_its_peaks_and_its_breaks(shipped: Any) -> None:
    found = sentences(api.trend(shipped, "genron-eai.impression", lang="ja"))
    assert found[0] == (
        "日本の一般国民では「良い」が2013年から2023年にかけて、11回の調査を通る曲線に沿って"
        "年0.6ポイント上昇した（信頼水準95%の検定、標本を無作為とみなす）。動きは一様ではない"
        "（各調査は、標本誤差で説明できる以上に曲線から離れている）。最も高かったのは2023年（37.4%）"
        "である。最も低かったのは2019年（20.0%）である（2014年、2015年、2018年とは区別できない）。"
    )
    assert found[4].startswith(
        "日本の一般国民では2023年と2025年の間の比較をしない：2025調査の前で系列が途切れる："
    )


def test_verdicts_are_counted_and_what_is_contradicted_is_named(shipped: Any) -> None:
    found = sentences(api.verify(shipped, "kf-vub", lang="ja"))
    assert found[0] == (
        "20文に含まれる35件の言明のうち、裏付けあり1件、矛盾3件、未確定30件、検証不能1件である。"
    )
    assert found[1].startswith("事実と矛盾するもの：R10 日本（“most respondents”）、")


# -- tables ----------------------------------------------------------------------------------

LABELS = """\
                回答                         回答者    母集団  首位差のp  別の基数
──────────────────────────────────────────────────────────────────────────────────────
中国            Better >50 (47–100)          過半数    –       –          同じ
日本            Not changed 26.5–50 (24–53)  相対多数  –       –          相対多数以上
ロシア          Not changed ≤50 (0–53)       相対多数  –       –          相対多数以上
アメリカ合衆国  Not changed 29.5–50 (27–53)  相対多数  –       –          相対多数以上
"""
SHARES = """\
                              中国              日本            ロシア    アメリカ合衆国
割合、%                n=1,004 (A)       n=1,000 (B)       n=1,099 (C)       n=1,096 (D)
────────────────────────────────────────────────────────────────────────────────────────
Better                      >50 BD            <36.75               <50            <35.25
                          (47–100)            (0–40)            (0–53)            (0–38)
"""
NARROW = """\
                          中国          日本        ロシア  アメリカ合衆国
割合、%            n=1,004 (A)   n=1,000 (B)   n=1,099 (C)     n=1,096 (D)
──────────────────────────────────────────────────────────────────────────
"""
ENDS = """\
Not better（計）           <50       53–77.5      範囲不明       59–80.5 A
                        (0–53)       (50–80)                       (56–83)

平均点            +0.00～+1.00  −0.50～+0.11  −0.50～+0.50    −0.50～+0.06

判定                    過半数      相対多数      相対多数        相対多数
"""
LEGEND = """\
  単位%：30 公表値または集計値; >50 50超; ≤35 35以下; 25–50 その間; (a–b) 標本が
  無作為だとした場合の、母集団についての95%区間; 未公表：公表されたものがない。
"""


def printed(run: Run, *arguments: str, columns: int) -> str:
    done = run(*arguments, "--lang", "ja", env={"COLUMNS": str(columns)})
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def test_a_table_of_labels_reads_so_at_100_columns(run: Run) -> None:
    assert LABELS in printed(run, "label", "kf-vub.us_nk_change", columns=100)


def test_a_table_of_shares_reads_so_at_100_columns(run: Run) -> None:
    assert SHARES in printed(run, "compare", "kf-vub.us_nk_change", "--bars", columns=100)


def test_a_legend_is_broken_between_words_at_80_columns(run: Run) -> None:
    assert LEGEND in printed(run, "label", "kf-vub", columns=80)


@pytest.mark.parametrize("width", [80, 120])
def test_a_table_of_figures_ends_its_columns_alike(run: Run, width: int) -> None:
    told = printed(run, "compare", "kf-vub.us_nk_change", columns=width)
    if width == 80:
        assert NARROW in told
        assert ENDS in told
    lines = told.splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("割合、%"))
    rows = [lines[head - 1], *(line for line in lines if line.startswith(("平均点", "判定")))]
    ends = [[cell_len(row[: found.end()]) for found in re.finditer(r"\S+", row)] for row in rows]
    assert len({tuple(places[-4:]) for places in ends}) == 1
    assert ends[0][-1] == cell_len(lines[head]) == cell_len(lines[head + 1])


def test_a_line_ends_in_no_number_and_in_no_word_of_katakana() -> None:
    told = pieces("年0.6ポイント上昇した（95%の検定）。ロシア")
    assert told == [
        "年",
        "0.6ポイント",
        "上",
        "昇",
        "し",
        "た",
        "（95%",
        "の",
        "検",
        "定）。",
        "ロシア",
    ]
    text = "".join(ja.MESSAGES.values())
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "width", [80, *(pytest.param(width, marks=pytest.mark.slow) for width in (60, 100, 120))]
)
def test_no_line_is_wider_than_the_terminal_or_begins_with_a_comma(
    run: Run, arguments: list[str], width: int
) -> None:
    for line in printed(run, *arguments, columns=width).splitlines():
        assert cell_len(line) <= width or "http" in line
        assert not line.lstrip().startswith(CLOSING), line


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_english_word_is_printed_that_is_not_of_the_surveys(
    run: Run, root: Path, arguments: list[str]
) -> None:
    told = printed(run, *arguments, columns=100)
    assert re.search("[ぁ-んァ-ヴ]", told)
    left = latin(told) - theirs(root) - SIGNS - {"Rao", "Scott"}
    assert not {word for word in left if not set(word) <= set("ABCDEFG")}  # letters of columns
    for words in ("not reported", "majority", "plurality", "Mode ", "Sources", "Assumed", "In %",
                  "general public", "not settled", "interval", "fieldwork", "Total"):  # fmt: skip
        assert words not in re.sub("“[^”]*”", "", told.partition("出典")[0]), words


def theirs(root: Path) -> set[str]:
    """The words of the shipped surveys and of what was found in them."""
    files = [*root.glob("questionnaires/*.yaml"), *root.glob("datasets/*/*.csv")]
    files += [*root.glob("datasets/*/*.yaml"), *root.glob("datasets/reports/*.yaml")]
    return {word for path in files for word in latin(path.read_text("utf-8"))}


# -- reports ---------------------------------------------------------------------------------


def test_a_report_has_every_section_in_japanese(run: Run, root: Path, tmp_path: Path) -> None:
    done = run("report", "kinu", "--lang", "ja,ko", "-o", str(tmp_path))
    assert done.returncode == 0, done.stderr
    html, other = (
        check_report((tmp_path / f"kinu.{tag}.html").read_text("utf-8")) for tag in ("ja", "ko")
    )
    assert html.attributes["lang"] == "ja"
    titles = [title.text for title in html.all("h2")]
    assert titles == ["回答結果", "年ごとの推移", "主張", "方法", "出典", "出典の表示"]
    assert shape_of(html) == shape_of(other)
    assert not latin(prose_of(html)) - theirs(root) - SIGNS
    markdown = (tmp_path / "kinu.ja.md").read_text("utf-8")
    assert "過半数とは半数を超えることをいう" in markdown
    assert "断絶をまたぐ線や検定はない" in markdown
    assert not latin(markdown) - theirs(root) - SIGNS - {"br"}


def shape_of(html: Element) -> list[str]:
    """What a document has, one after the other, whatever its language."""
    return [part.tag for part in html.all("h1", "h2", "h3", "h4", "table", "li", "pre")]


def prose_of(html: Element) -> str:
    return " ".join(part.text for name in ("p", "li", "th", "td", "h2", "h3", "figcaption")
                    for part in html.all(name))  # fmt: skip


@pytest.mark.slow
def test_every_shipped_report_builds_in_japanese(run: Run, root: Path, tmp_path: Path) -> None:
    done = run("report", "--lang", "ja", "-o", str(tmp_path))
    assert done.returncode == 0, done.stderr
    found = sorted(tmp_path.glob("*.ja.html"))
    assert [path.name.split(".")[0] for path in found] == [
        "2019-2025", "ifes", "kf-vub", "long-series",
    ]  # fmt: skip
    for path in found:
        html = check_report(path.read_text("utf-8"))
        assert not latin(prose_of(html)) - theirs(root) - SIGNS - {"BD", "Diplo"}, (
            path
        )  # a label cut short


# -- pictures --------------------------------------------------------------------------------


def test_a_picture_is_described_in_japanese(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "change.svg"
    done = run("plot", "compare", "kf-vub.us_nk_change", "--lang", "ja", "-o", str(out))
    assert done.returncode == 0, done.stderr
    told = re.findall("<desc[^>]*>([^<]*)", out.read_text("utf-8"))
    assert told == [
        "各標本における回答別の割合：中国, 日本, ロシア, アメリカ合衆国。全回答者に占める%。 "
        "線は95%区間（標本を無作為とみなした場合）を示す。 "
        "数値が公表されていないところは、事実から許される範囲を白抜きの帯で示す。帯には点がなく、"
        "0または100まで続く側には矢印を付ける。"
    ]
