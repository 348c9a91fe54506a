"""What mutations put into a file: keys, words, codes, signs of the formats, odd numbers."""

from __future__ import annotations

_YAML = """
survey title organisations sources conventions waves breaks items text options asked_in versions
concept map rest elsewhere anywhere nets score type single multiple options_complete published
assumed incomplete wording verbatim asked item fieldwork start end mode sampling probability quota
population general_public experts commentators governments other kind universe substantive
dont_know refused label code samples n n_status approximate country countries population_size
design respondent weight stratum psu replicates columns jk1 jkn brr bootstrap rscales fay mse
factors published_base all unknown status weighted margin_of_error points confidence deff
same_respondents_as plurality_rivals population_totals pooled_rule equal before apart reason
equal_within synthetic publisher url grade derived_from licence attribution note
claims acknowledged id source quote wave says expect share count majority plurality leading
minority equal_share more_than increase decrease loose answer since option value base base_n
large_majority most few supported contradicted not_settled not_testable sample_only
sections compare shift trend verify topline part prose between answers charts tables languages
margins column one yes no true false null
rich trust visit stance topics channels why lot little none dk any for against later soft peace
trade visits tv web right wrong high low report wire paper asia KR JP US XX ZZ en ko
2021 2022 2023 2024 2021-02-01 2024-13 rich@2021 rich@2024 rich.trust@2021 copies@2020 q w* w
"""

YAML_SIGNS = (
    *("{", "}", "[", "]", "[]", "{}", ":", ": ", ",", "- ", "#", "&a", "*a", "!!int", "!!str"),
    *("!!python/object:os.system", "<<: ", "? ", "|", "|2-", ">", ">+", "---", "...", "%YAML 1.1"),
    *("'", '"', "''", '""', "~", "null", "\t", "  ", "\n", "\r", "\r\n", "\\x00", '"\\x1b"'),
    *(
        '"\\ud800"',
        '"\\u2028"',
        "\ufeff",
        "\u2028",
        "\x85",
        "\u00a0",
        "e\u0301",
        "é",
        "한",
        "\u200b",
    ),
)
_CSV = """
id wave population country respondent item option other predicate value base base_n source grade
quote note trust visit stance topics channels why lot little none dk any for against later refused
soft peace trade visits share count answer majority plurality at_least_plurality leading minority
equal_share more_than increase decrease loose large_majority nearly_all most few about_half
all substantive unknown A B C D report wire paper KR JP US asia general_public experts
commentators governments 2021 2022 2023 2024 @2021 /KR /JP@2021 lot/KR any@2022 weight stratum psu
channels.tv channels.web w w0 w1 w2 w3 w01 w4 q a b c 1 2 3 9 02 1;2 1;2;3 1.0
"""
CSV_SIGNS = (
    *(",", '"', '""', "\n", "\r", "\r\n", ";", "\t", "|", "sep=,", "\ufeff", "\x00", "\x1a"),
    *("'", "=1+1", " ", "\u00a0", "\u200b", "e\u0301", "é", "한", '{"ImportId":"x"}', "NA", "NaN"),
)
NUMBERS = (
    *("0", "1", "-1", "0.0", "-0", "0.5", "1.0", "01", "1e3", "1e308", "1e-308", "1e400", "5e-324"),
    *("1e-200", "1e200", "9" * 15, "9" * 16, "9" * 30, "9" * 5000, "0" * 300 + "1", "100", "100.0"),
    *("99.99999999", "100.1", "41.5", "33.3", "33.34", "66.7", "50", "50.0", "49.9", "27", "11"),
    *(
        "0.0000001",
        "1000000007",
        "inf",
        "nan",
        "１",
        "٤١",
        "½",
        "1_000",
        "1,000",
        "0x10",
        "1e",
        ".",
    ),
)
FIGURE_WORDS = (
    *("58%", "19/40", ">= 60%", "> 50", "< 20%", "<=0%", "45% to 55%", "57.5", "2019", "2019-06"),
    *("2019-06-04", "0000", "2024-02-30", "9999-12-31", "0001", "rich.trust@2021:experts/KR"),
    *("share lot=41.5", "count option=lot,value=23,base_n=40", "loose x=y", "%", " to ", ">=", "/"),
)
WORDS: dict[str, tuple[str, ...]] = {
    "yaml": (*_YAML.split(), *YAML_SIGNS, *NUMBERS),
    "csv": (*_CSV.split(), *CSV_SIGNS, *NUMBERS),
    "text": (*FIGURE_WORDS, *NUMBERS, *YAML_SIGNS),
}
