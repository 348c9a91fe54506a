"""``--lang ru``: complete, exact, plain, in the right case and form of the plural."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import Run
from hypertext import Element
from reporting import check_report
from rich.cells import cell_len

from kcli import api
from kcli.model.survey import Fieldwork, Mode, PopulationKind, Sampling
from kcli.text.countries import countries_by_name
from kcli.text.languages import en, listed_in, missing, plural, ru, say
from kcli.text.languages.en import catalogue
from kcli.text.languages.ru import cases
from kcli.text.people import whom, whom_of_several
from kcli.text.periods import span
from kcli.text.retold import retold, retold_reason
from kcli.text.summary import summary_of

COMMANDS = (
    ["compare", "kf-vub"],
    ["compare", "kf-vub.us_nk_change", "--bars"],
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
FORMS = ("one", "few", "many", "other")


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def wanted(template: str) -> set[str]:
    return {form for _, _, form, _ in string.Formatter().parse(template) if form}


def own_words(template: str) -> str:
    return "".join(words for words, *_ in string.Formatter().parse(template))


def latin(text: str) -> set[str]:
    return set(re.findall("[A-Za-z]+", text))


def in_english(key: str) -> str:
    """The English template of an id, of which a form of the plural is that of ``.other``."""
    stem, _, form = key.rpartition(".")
    return en.MESSAGES[key if key in en.MESSAGES or form not in FORMS else f"{stem}.other"]


# -- messages ------------------------------------------------------------------------------


def test_russian_has_every_message_of_tables_charts_and_reports() -> None:
    assert not set(missing("ru")) - set(catalogue.MESSAGES)


def test_russian_fills_the_fields_that_english_fills() -> None:
    for key, template in ru.MESSAGES.items():
        told = fields(in_english(key))
        # Where a wave stands needs a preposition in English, and none in Russian.
        assert {"at" if f == "wave" and "at" in told else f for f in fields(template)} == told, key


def test_no_russian_message_is_left_in_english() -> None:
    for key, template in ru.MESSAGES.items():
        assert not latin(own_words(template)) - SIGNS, key


def test_no_word_mixes_letters_that_look_alike() -> None:
    for key, template in ru.MESSAGES.items():
        for word in re.findall(r"\w+", own_words(template)):
            assert not (re.search("[A-Za-z]", word) and re.search("[А-Яа-яЁё]", word)), (key, word)


def test_quotes_are_those_of_russian() -> None:
    for key, template in ru.MESSAGES.items():
        assert not re.search('[“”"]', template), key
        assert template.count("«") == template.count("»"), key


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "1 утверждение"),
        (2, "2 утверждения"),
        (5, "5 утверждений"),
        (11, "11 утверждений"),
        (21, "21 утверждение"),
        (104, "104 утверждения"),
    ],
)
def test_a_number_changes_the_word_after_it(number: int, told: str) -> None:
    assert plural("count.statements", number, "ru") == told


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 11, 12, 21, 22, 25, 101, 111])
def test_every_plural_has_a_form_for_every_number(number: int) -> None:
    stems = {key.rpartition(".")[0] for key in ru.MESSAGES if key.endswith(".other")}
    counted = {stem for stem in stems if "{n}" in ru.MESSAGES[f"{stem}.other"]}
    assert len(counted) > 10
    values = {name: "X" for key in ru.MESSAGES for name in fields(ru.MESSAGES[key]) - {"n"}}
    for stem in counted - {key.rpartition(".")[0] for key in catalogue.MESSAGES}:
        assert plural(stem, number, "ru", **values).count(str(number)) == 1


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("amount.at_least", "не менее 49.5%"),
        ("amount.more_than", "более 49.5%"),
        ("amount.at_most", "не более 49.5%"),
        ("amount.less_than", "менее 49.5%"),
    ],
)
def test_a_limit_says_whether_it_is_reached(key: str, told: str) -> None:
    assert say(key, "ru", value="49.5") == told


def test_a_majority_is_more_than_half_and_a_plurality_at_most_half() -> None:
    told = say("report.methods.labels", "ru")
    assert "Большинство — более половины." in told
    assert "Относительное большинство — наибольшая доля, но не более половины." in told
    assert "не более половины" in say("label.half", "ru")
    plurality = [key for key, text in ru.MESSAGES.items() if "относительное" in text.lower()]
    assert all("plurality" in in_english(key).lower() for key in plurality)


def test_shares_called_equal_are_no_stronger_in_russian() -> None:
    values = {"where": "в Китае", "first": "«а»", "second": "«б»", "assumed": ""}
    assert "примерно столько же" in say("label.asked.equal", "ru", **values)
    assert "примерно" not in say("label.asked.level", "ru", **values)
    assert say("page.equal", "ru").startswith("примерно")


@pytest.mark.parametrize("key", [key for key in ru.MESSAGES if key.startswith("gap.")])
def test_a_gap_is_not_told_in_words_of_change(key: str) -> None:
    assert not re.search("рост|снижен|выросл|снизил", ru.MESSAGES[key])


# -- cases ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "of_it", "there"),
    [
        ("Китай", "Китая", "в Китае"),
        ("Россия", "России", "в России"),
        ("Республика Корея", "Республики Корея", "в Республике Корея"),
        ("Соединенные Штаты", "Соединенных Штатов", "в Соединенных Штатах"),
        ("Франция", "Франции", "во Франции"),
        ("Тайвань", "Тайваня", "на Тайване"),
        ("Филиппины", "Филиппин", "на Филиппинах"),
        ("КНДР", "КНДР", "в КНДР"),
        ("Тувалу", "страны Тувалу", "в стране Тувалу"),
        ("Гвинея-Бисау", "страны Гвинея-Бисау", "в стране Гвинея-Бисау"),
    ],
)
def test_a_country_stands_in_the_case_that_is_asked_for(name: str, of_it: str, there: str) -> None:
    assert cases.inflected(name, "gen") == of_it
    assert cases.inflected(name, "loc") == there
    assert cases.inflected(name, "") == name


def test_every_country_that_has_cases_is_one_of_the_locale_data() -> None:
    assert set(cases._COUNTRIES) <= set(countries_by_name("ru"))


def test_a_preposition_stands_once_before_names_that_share_it() -> None:
    names = listed_in(["Китай (57.5%)", "Япония", "Франция", "Россия"], "ru")
    assert say("summary.in", "ru", names=names) == "в Китае (57.5%), Японии, во Франции и в России"


def test_an_answer_that_names_a_country_is_left_as_it_is() -> None:
    for key in ("summary.quoted", "page.net"):
        assert "Китай" in say(key, "ru", name="Китай")
    told = say("pair.ahead", "ru", option="Китай", first="Япония", second="Россия", by="на 2 п.п.")
    assert told == "«Китай»: в Японии больше, чем в России, на 2 п.п."
    asked = [key for key, text in ru.MESSAGES.items() if wanted(text)]
    for key in asked:
        for _, name, form, _ in string.Formatter().parse(ru.MESSAGES[key]):
            assert not form or name not in ("option", "options", "label", "text", "told"), key


def test_people_ways_and_samples_have_words() -> None:
    assert whom("experts", "KR", "ru") == "эксперты Республики Корея"
    assert whom_of_several("governments", ["JP"], "ru") == "правительство Японии"
    told = whom_of_several("governments", ["CN", "US"], "ru")
    assert told == "правительства Китая и Соединенных Штатов"
    told = say("summary.among", "ru", names=whom("general_public", None, "ru"))
    assert told == "среди населения нескольких стран вместе"
    for kind in get_args(PopulationKind):
        for country in ("JP", None):
            who = say("summary.among", "ru", names=whom(kind, country, "ru"))
            assert who.startswith("среди "), kind
    ways = [say(f"way.{way}", "ru") for way in {*get_args(Mode), *get_args(Sampling)}]
    assert len(set(ways)) == len(ways)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2019-05-24", "2019-06-04", "24 мая – 4 июн. 2019 г."),
        ("2019-05", "2019-06", "май – июнь 2019 г."),
        ("2019-05-24", None, "с 24 мая 2019 г."),
        (None, "2017", "по 2017"),
    ],
)
def test_a_span_of_dates_in_russian(start: str | None, end: str | None, told: str) -> None:
    assert span(Fieldwork.model_validate({"start": start, "end": end}), "ru") == told


def test_a_sentence_ends_in_one_full_stop() -> None:
    assert say("summary.sentence", "ru", text="на 5 п.п") == "на 5 п.п."
    assert say("summary.sentence", "ru", text="на 5 п.п.") == "на 5 п.п."
    told = say("when.before", "ru", date="июнь 2018 г.")
    assert say("summary.sentence", "ru", text=told) == "до июня 2018 г."


# -- what records tell -----------------------------------------------------------------------


def test_reasons_are_told_in_russian_with_their_names_and_ways() -> None:
    text = "D country: other countries: China against South Korea and Japan"
    assert retold_reason(text, "ru") == "другие страны: Китай / Республика Корея и Япония"
    text = "C mode: the mode of interviewing differs: face to face against online"
    assert retold_reason(text, "ru") == "метод опроса различается: личное интервью / онлайн-опрос"
    text = "C options: the answers differ: “a” and “b” against “c”"
    assert retold_reason(text, "ru") == "варианты ответа различаются: «a» и «b» / «c»"
    assert retold_reason("B judged: the same panel", "ru") == "задано вручную: the same panel"


TOLD = [k for k in en.MESSAGES if k.split(".")[0] in ("note", "reason", "slope", "says")]
SAMPLES = {"country": "Japan", "countries": "China and the United States", "kind": "experts",
           "way": "face to face", "time": "past", "base": "everyone asked", "names": "a and b",
           "labels": "“a”, “b” and “c”"}  # fmt: skip


@pytest.mark.parametrize("key", TOLD)
def test_a_text_of_a_template_is_told_by_the_russian_one(key: str) -> None:
    names = fields(en.MESSAGES[key])
    values = {name: SAMPLES.get(name.partition("_")[0], f"X{name}X") for name in names}
    told = retold(say(key, "en", **values), f"{key.partition('.')[0]}.", "ru")
    kept = {value for name, value in values.items() if name.partition("_")[0] not in SAMPLES}
    assert all(value in told for value in kept)
    worded = re.search("[a-z]", re.sub("{.*?}", "", en.MESSAGES[key]))
    assert bool(re.search("[а-я]", told)) is bool(worded)  # one is signs and fields alone
    assert not latin(told) - {word for value in kept for word in latin(value)} - SIGNS


# -- the sentences of shipped results ---------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Any:
    return api.find_project("shipped")


def sentences(found: Any) -> list[str]:
    return [sentence.text for sentence in summary_of(found, "ru")]


def test_what_is_true_of_those_asked_is_told_of_them_alone(shipped: Any) -> None:
    found = sentences(api.compare(shipped, "kf-vub.us_nk_change", lang="ru"))
    assert found == [
        "Среди опрошенных: в Китае большинство ответило «Better»; в Японии, России и Соединенных "
        "Штатах самым частым был ответ «Not changed», но не более половины."
    ]
    found = sentences(api.compare(shipped, "kf-vub.means", lang="ru"))
    assert found == [
        "Среди опрошенных: в Китае «Diplomacy and sanctions» ответило примерно столько же, сколько "
        "«Diplomacy only» (доли, названные равными, читаются как почти равные); в Японии и "
        "Соединенных Штатах самым частым был ответ «Diplomacy and sanctions»; в России большинство "
        "ответило «Diplomacy only»."
    ]


def test_a_test_is_named_with_its_level_and_what_it_takes_for_granted(shipped: Any) -> None:
    assert sentences(api.compare(shipped, "genron-eai.impression", lang="ru")) == [
        "Статистический тест на уровне 95% (выборки приняты за случайные) показывает: в Японии "
        "самый частый ответ — «Not good» (51.0%); в Республике Корея самый частый ответ — «Good» "
        "(52.4%).",
        "Среди опрошенных: в Японии большинство ответило «Not good» (51.0%); в Республике Корея "
        "большинство ответило «Good» (52.4%).",
        "Ничего не опубликовано: Соединенные Штаты.",
    ]


def test_a_panel_is_counted(shipped: Any) -> None:
    found = sentences(api.compare(shipped, "ifes", lang="ru"))
    assert found[0].endswith(
        "В Республике Корея из 40 экспертов ответ «Difficult to achieve» дали 28 — большинство "
        "опрошенных."
    )
    assert any(
        text.endswith("— это самый частый ответ, но не более половины опрошенных.")
        for text in found
    )


def test_named_people_and_governments_are_told_by_numbers(shipped: Any) -> None:
    found = sentences(api.compare(shipped, "governments.bilateral_diplomacy", lang="ru"))
    assert found == [
        "Позиции по сообщениям: «Support» — правительства Китая, Республики Корея и Соединенных "
        "Штатов; «Ambivalent» — правительство Японии.",
        "Ничего не опубликовано: правительство России.",
    ]
    found = sentences(api.compare(shipped, "commentary.us_nk_outlook", lang="ru"))
    assert found[0] == (
        "Из комментаторов, чей ответ известен: в Китае — «Conditional» (1 из 2) и «Pessimistic» "
        "(1 из 2); в Соединенных Штатах — «Guarded» (1 из 1)."
    )


def test_a_change_is_told_with_its_size_and_its_test(shipped: Any) -> None:
    found = api.shift(shipped, "genron-eai.impression", start="2022", end="2023", lang="ru")
    assert sentences(found) == [
        "Население Японии, 2022 – 2023: доля ответа «Good» выросла на 7.0 п.п. (30.4% → 37.4%); "
        "доля ответа «Not good» снизилась на 7.5 п.п. (40.3% → 32.8%); это подтверждает "
        "статистический тест на уровне 95% (выборки приняты за случайные).",
        "Население Республики Корея, 2022 – 2023: явного изменения нет: «Good» и «Not good».",
    ]


def test_a_gap_is_told_as_one_and_no_change(shipped: Any) -> None:
    concept, start, end = "inter_korean_direction", "kf-vub@2019", "ifes@2025"
    found = sentences(api.shift(shipped, concept, start=start, end=end, lang="ru"))
    assert found[0] == (
        "Среди опрошенных доля ответа «Improving» среди населения Китая и России (2019) выше более "
        "чем на 10 п.п., чем среди экспертов Республики Корея (2025)."
    )
    assert found[-1] == "Это расхождения между совокупностями, а не изменения во времени."
    assert not re.search("выросл|снизил", "".join(found))


def test_a_series_has_its_slope_its_peaks_and_its_breaks(shipped: Any) -> None:
    found = sentences(api.trend(shipped, "genron-eai.impression", lang="ru"))
    assert found[0] == (
        "«Good», население Японии, 2013 – 2023: рост на 0.6 п.п. в год по кривой, число волн — 11 "
        "(проверено на уровне 95%, выборки приняты за случайные); движение неровное: волны отстоят "
        "от кривой дальше, чем объясняет отбор; максимум — 2023 (37.4%); минимум — 2019 (20.0%), "
        "неотличимо от: 2014, 2015 и 2018."
    )
    assert found[4].startswith(
        "Население Японии: сравнения нет (2023 / 2025): ряд прерывается перед волной 2025: "
    )


def test_verdicts_are_counted_and_what_is_contradicted_is_named(shipped: Any) -> None:
    found = sentences(api.verify(shipped, "kf-vub", lang="ru"))
    assert found[0] == (
        "20 фраз, 35 утверждений: 1 подтверждено, 3 противоречат фактам, 30 не установлено и "
        "1 проверить нельзя."
    )
    assert found[1].startswith("Противоречат фактам: R10 (Япония, «most respondents»), ")


# -- tables ----------------------------------------------------------------------------------

LABELS = """\
                                                                   p
                Ответ            Опрошенные          Совокупность  отрыва  Другая база
────────────────────────────────────────────────────────────────────────────────────────────────────
Китай           Better >50       большинство         –             –       то же
                (47–100)
Япония          Not changed      относительное       –             –       как минимум относительное
                26.5–50 (24–53)  большинство                               большинство
"""
SHARES = """\
                                                                     Соединенные
                     Китай              Япония           Россия            Штаты
Доля, %        n=1,004 (A)         n=1,000 (B)      n=1,099 (C)      n=1,096 (D)
────────────────────────────────────────────────────────────────────────────────
Better              >50 BD              <36.75              <50           <35.25
                  (47–100)              (0–40)           (0–53)           (0–38)
"""
ENDS = """\
Средний балл   +0.00…+1.00         −0.50…+0.11      −0.50…+0.50      −0.50…+0.06

Вывод          большинство       относительное    относительное    относительное
                                   большинство      большинство      большинство
"""
LEGEND = """\
  В %: 30 — как напечатано или подсчитано; >50 — больше 50; ≤35 — не больше 35;
  25–50 — в этих пределах; (a–b) — 95%-ный доверительный интервал для
  совокупности, если бы выборка была случайной.
"""


def printed(run: Run, *arguments: str, columns: int) -> str:
    done = run(*arguments, "--lang", "ru", env={"COLUMNS": str(columns)})
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def test_a_table_of_labels_reads_so_at_100_columns(run: Run) -> None:
    assert LABELS in printed(run, "label", "kf-vub.us_nk_change", columns=100)


def test_a_table_of_shares_and_its_legend_read_so_at_80_columns(run: Run) -> None:
    told = printed(run, "compare", "kf-vub.us_nk_change", columns=80)
    assert SHARES in told
    assert ENDS in told
    assert LEGEND in printed(run, "label", "kf-vub.us_nk_change", columns=80)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_table_of_figures_ends_its_columns_alike(run: Run, width: int) -> None:
    lines = printed(run, "compare", "kf-vub.us_nk_change", columns=width).splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("Доля, %"))
    rows = [lines[head], *(line for line in lines if line.startswith(("Better", "Средний")))]
    ends = [[cell_len(row[: found.end()]) for found in re.finditer(r"\S+", row)] for row in rows]
    ends[0] = ends[0][3::2]  # each size has the letter of its column behind it
    ends[1] = [ends[1][place] for place in (2, 3, 4, 5)]  # the first share has letters, too
    assert len({tuple(places[-4:]) for places in ends}) == 1
    assert ends[0][-1] == cell_len(lines[head + 1])


@pytest.mark.slow
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("width", [60, 100, 120])
def test_no_line_is_wider_than_the_terminal(run: Run, arguments: list[str], width: int) -> None:
    assert_within(printed(run, *arguments, columns=width), width)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_all_words_but_those_of_the_surveys_are_russian_and_within_80_columns(
    run: Run, root: Path, arguments: list[str]
) -> None:
    told = printed(run, *arguments, columns=80)
    assert_within(told, 80)
    assert re.search("[а-я]", told)
    assert not latin(told) - theirs(root) - SIGNS - {"BD", "D", "Rao", "Scott", "F", "G"}
    for words in ("not reported", "majority", "plurality", "Mode ", "Sources", "Assumed", "In %",
                  "general public", "not settled", "interval", "fieldwork"):  # fmt: skip
        assert words not in re.sub("“[^”]*”", "", told.partition("Источники")[0]), words


def assert_within(told: str, width: int) -> None:
    for line in told.splitlines():
        assert cell_len(line) <= width or "http" in line
        assert ".." not in line, line


def theirs(root: Path) -> set[str]:
    """The words of the shipped surveys and of what was found in them."""
    files = [*root.glob("questionnaires/*.yaml"), *root.glob("datasets/*/*.csv")]
    files += [*root.glob("datasets/*/*.yaml"), *root.glob("datasets/reports/*.yaml")]
    return {word for path in files for word in latin(path.read_text("utf-8"))}


# -- reports ---------------------------------------------------------------------------------


def test_a_report_has_every_section_in_russian(run: Run, root: Path, tmp_path: Path) -> None:
    done = run("report", "kinu", "--lang", "ru,ko", "-o", str(tmp_path))
    assert done.returncode == 0, done.stderr
    html, other = (
        check_report((tmp_path / f"kinu.{tag}.html").read_text("utf-8")) for tag in ("ru", "ko")
    )
    assert html.attributes["lang"] == "ru"
    titles = [title.text for title in html.all("h2")]
    assert titles == ["Ответы", "По годам", "Утверждения", "Методика", "Источники",
                      "Указание источника данных"]  # fmt: skip
    assert shape_of(html) == shape_of(other)
    assert not latin(prose_of(html)) - theirs(root) - SIGNS
    markdown = (tmp_path / "kinu.ru.md").read_text("utf-8")
    assert "Большинство — более половины." in markdown
    assert not latin(markdown) - theirs(root) - SIGNS - {"br"}


def shape_of(html: Element) -> list[str]:
    """What a document has, one after the other, whatever its language."""
    return [part.tag for part in html.all("h1", "h2", "h3", "h4", "table", "pre")]


def prose_of(html: Element) -> str:
    return " ".join(part.text for name in ("p", "li", "th", "td", "h2", "h3", "figcaption")
                    for part in html.all(name))  # fmt: skip


@pytest.mark.slow
def test_every_shipped_report_builds_in_russian(run: Run, root: Path, tmp_path: Path) -> None:
    done = run("report", "--lang", "ru", "-o", str(tmp_path))
    assert done.returncode == 0, done.stderr
    found = sorted(tmp_path.glob("*.ru.html"))
    assert len(found) >= 4
    for path in found:
        html = check_report(path.read_text("utf-8"))
        assert not latin(prose_of(html)) - theirs(root) - SIGNS - {"BD", "Diplo"}, path
