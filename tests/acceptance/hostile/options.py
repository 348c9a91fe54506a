"""Questionnaires that are YAML and say what cannot be: labels, numbers, codes, ids."""

from __future__ import annotations

from acceptance.hostile.good import (
    GOOD,
    QUESTIONNAIRE,
    Case,
    either,
    in_questionnaire,
    instead,
    place,
)

_LOT = "        label: {en: A lot, ko: 매우}\n"
_AT_LOT = place(QUESTIONNAIRE, _LOT)
_END = f"{QUESTIONNAIRE}:{GOOD[QUESTIONNAIRE].count(chr(10)) + 1}"


def _either(name: str, old: str, new: str) -> Case:
    return either(name, place(QUESTIONNAIRE, old), in_questionnaire((old, new)))


def _label(name: str, code: str | None, text: str, *says: str) -> Case:
    return instead(name, code, _LOT, f"        label: {text}\n", *says)


_KR, _JP = "      KR: 1000\n", "      JP: {n: 1200, mode: online, sampling: opt_in}\n"
_FIELDWORK = "{start: 2024-02-01, end: 2024-02-20}"
_SAMPLES = "    samples:\n      KR: 1000\n      NA: 800\n" + _JP
_CODE = "        code: 1\n"
_BREAKS = "items:\n  trust:\n"

LABELS = (
    _label("yaml-label-null", None, "null", "text"),
    _label("yaml-label-empty", None, "", "text"),
    _label("yaml-label-empty-text", "bad-value", '""', "text"),
    _label("yaml-label-null-in-one-language", "bad-value", "{en: A lot, ko: ~}", "text"),
    _label("yaml-label-in-no-language", None, "{}"),
    _label("yaml-label-list", None, "[A lot]"),
    _label("yaml-label-map", None, "{en: {long: A lot}}"),
    _label("yaml-label-language-unknown", None, "{en: A lot, english: A lot}"),
    _label("yaml-label-language-capitals", None, "{en: A lot, EN: A lot}"),
    _either("yaml-label-number", _LOT, "        label: {en: 2019, ko: 매우}\n"),
    _either("yaml-label-yes", _LOT, "        label: Yes\n"),
    _either("yaml-label-float", _LOT, "        label: 1.0\n"),
    _either("yaml-duplicate-label", "{en: A little, ko: 조금}", "{en: A lot, ko: 조금}"),
    instead(
        "duplicate-label-nfd",
        "duplicate-label",
        "{en: A little, ko: 조금}",
        '{en: A little, ko: "\u1106\u1162\u110b\u116e"}',
    ),
    instead("label-missing", "missing-key", _LOT, "", down=-1),
)


NUMBERS = (
    *(
        instead(f"n-{name}", "bad-value", _KR, f"      KR: {text}\n")
        for name, text in {
            "exponent": "1e3",
            "underscore": "1_000",
            "thousands": '"1,000"',
            "float": "1000.0",
            "minus": "-1000",
            "plus": "+1000",
            "hex": "0x3E8",
            "octal": "0o1750",
            "sexagesimal": "16:40",
            "nan": ".nan",
            "inf": ".inf",
            "fullwidth": "１０００",
            "arabic": "١٠٠٠",
            "words": "a thousand",
            "true": "true",
            "20-digits": "9" * 20,
            "empty-text": '""',
        }.items()
    ),
    instead("n-list", None, _KR, "      KR: [1000]\n"),
    *(
        instead(f"score-{name}", "bad-value", "score: {lot: 2, ", f"score: {{lot: {text}, ")
        for name, text in {
            "nan": ".nan",
            "minus-inf": "-.inf",
            "exponent": "2e0",
            "fullwidth": "２",
            "comma": '"2,5"',
            "underscore": "1_0",
            "fraction": "1/2",
        }.items()
    ),
    instead("yaml-nan", "bad-value", _KR, "      KR: {n: 1000, deff: .nan}\n"),
    instead("deff-zero", "bad-value", _KR, "      KR: {n: 1000, deff: 0}\n"),
    instead("deff-minus", "bad-value", _KR, "      KR: {n: 1000, deff: -1.5}\n"),
    instead(
        "margin-of-error-minus", "bad-value", _KR, "      KR: {n: 1000, margin_of_error: -3}\n"
    ),
    instead(
        "confidence-in-percent",
        "bad-value",
        _KR,
        "      KR: {n: 1000, margin_of_error: {points: 3, confidence: 95}}\n",
    ),
    instead(
        "convention-backwards", "bad-value", '{nearly_all: ">= 90%"}', '{nearly_all: "95% to 90%"}'
    ),
)


CODES = (
    instead("yaml-duplicate-code", "duplicate-code", "        code: 2\n", '        code: "1"\n'),
    _either("yaml-sexagesimal", _CODE, "        code: 12:30\n"),
    _either("yaml-code-underscore", _CODE, "        code: 1_000\n"),
    _either("yaml-code-octal", _CODE, "        code: 010\n"),
    _either("yaml-code-fullwidth", _CODE, "        code: １\n"),
    _either("yaml-code-no", _CODE, "        code: no\n"),
    instead("yaml-code-list", None, _CODE, "        code: [1]\n"),
    instead(
        "kind-unknown",
        "unknown-value",
        "        kind: dont_know\n",
        "        kind: dontknow\n",
        "dont_know",
    ),
    instead("kind-true", "unknown-value", "        kind: dont_know\n", "        kind: yes\n"),
    instead("option-id-path", None, "      dk:\n", '      "../dk":\n'),
    instead("option-id-of-200-letters", None, "      dk:\n", f"      {'d' * 200}:\n"),
    instead("option-id-korean", "bad-id", "      dk:\n", "      모름:\n"),
    instead("option-id-with-space", "bad-id", "      dk:\n", '      "dk ":\n'),
    instead("option-id-with-newline", "bad-id", "      dk:\n", '      "dk\\n":\n'),
    instead("item-id-with-dot", "bad-id", "  stance:\n", "  a.b:\n"),
    instead("item-id-empty", None, "  stance:\n", '  "":\n'),
    instead("wave-id-with-slash", "bad-id", '  "2023":\n', '  "2023/1":\n'),
    instead("net-is-an-option", "duplicate-name", "      any: {", "      lot: {"),
    instead(
        "net-of-what-is-not",
        "unknown-option",
        "options: [lot, little]",
        "options: [lot, litle]",
        "'little'?",
    ),
    instead("net-of-itself", "unknown-option", "options: [lot, little]", "options: [lot, any]"),
    instead("net-of-nothing", None, "options: [lot, little]", "options: []"),
    instead("net-of-one-option-twice", None, "options: [lot, little]", "options: [lot, lot]"),
    instead(
        "score-of-what-is-not", "unknown-option", "score: {lot: 2, ", "score: {lots: 2, ", "'lot'?"
    ),
    instead(
        "concept-unknown",
        "unknown-concept",
        "concept: {id: trust",
        "concept: {id: truth",
        "'trust'?",
    ),
    instead(
        "concept-category-unknown",
        "unknown-category",
        "map: {lot: high",
        "map: {lot: hihg",
        "'high'?",
    ),
    instead(
        "concept-option-unknown", "unknown-option", "map: {lot: high", "map: {lots: high", "'lot'?"
    ),
)
CASES = (*LABELS, *NUMBERS, *CODES)
