"""Questionnaires that are YAML and say what cannot be: who was asked what, when, by whom."""

from __future__ import annotations

from acceptance.hostile.good import (
    FINDINGS,
    GOOD,
    QUESTIONNAIRE,
    Case,
    accept,
    add,
    both,
    either,
    in_questionnaire,
    instead,
    on_text,
    place,
    put,
    swap,
)

_LOT = "        label: {en: A lot, ko: 매우}\n"
_AT_LOT = place(QUESTIONNAIRE, _LOT)
_END = f"{QUESTIONNAIRE}:{GOOD[QUESTIONNAIRE].count(chr(10)) + 1}"


def _either(name: str, old: str, new: str) -> Case:
    return either(name, place(QUESTIONNAIRE, old), in_questionnaire((old, new)))


_KR, _JP = "      KR: 1000\n", "      JP: {n: 1200, mode: online, sampling: opt_in}\n"
_FIELDWORK = "{start: 2024-02-01, end: 2024-02-20}"
_SAMPLES = "    samples:\n      KR: 1000\n      NA: 800\n" + _JP
_CODE = "        code: 1\n"
_OPTIONS = """\
    options:
      for: {en: They should, ko: 찬성}
      against: {en: They should not, ko: 반대}
"""
_BREAKS = "items:\n  trust:\n"

WHO_AND_WHEN = (
    instead("wave-without-samples", None, _SAMPLES, "    samples: {}\n"),
    instead("wave-with-samples-null", None, _SAMPLES, "    samples:\n"),
    Case(
        "wave-without-the-key-samples",
        "reject",
        "missing-key",
        QUESTIONNAIRE,
        swap(QUESTIONNAIRE, (_SAMPLES, "")),
    ),
    instead("samples-a-list", None, _SAMPLES, "    samples: [KR, NA, JP]\n"),
    instead("country-unknown", "unknown-country", _JP, "      XX: 1200\n"),
    instead("country-uk", "unknown-country", _JP, "      UK: 1200\n"),
    instead("country-european-union", "unknown-country", _JP, "      EU: 1200\n"),
    Case(
        "country-lower-case", "reject", None, None, swap(QUESTIONNAIRE, (_JP, "      jp: 1200\n"))
    ),
    Case(
        "country-lower-case-everywhere",
        "reject",
        None,
        place(QUESTIONNAIRE, _JP),
        both(
            swap(QUESTIONNAIRE, (_JP, "      jp: 1200\n")),
            on_text(FINDINGS, lambda text: text.replace(",JP,", ",jp,")),
        ),
    ),
    instead("country-lower-case-named", None, _JP, "      JP: {n: 1200, country: jp}\n"),
    instead("country-three-letters", None, _JP, "      JP: {n: 1200, country: JPN}\n"),
    instead("country-fullwidth", None, _JP, "      ＪＰ: 1200\n"),
    instead("country-null", None, _JP, "      JP: {n: 1200, country: ''}\n"),
    instead("country-twice", "yaml-duplicate-key", _JP, _JP + "      NA: 700\n", down=1),
    instead(
        "fieldwork-backwards", "fieldwork-order", _FIELDWORK, "{start: 2024-02-20, end: 2024-02-01}"
    ),
    instead(
        "fieldwork-of-a-sample-backwards",
        "fieldwork-order",
        _KR,
        "      KR: {n: 1000, fieldwork: {start: 2024-03, end: 2024-02}}\n",
    ),
    *(
        instead(f"fieldwork-{name}", "bad-value", _FIELDWORK, f"{{start: {text}}}")
        for name, text in {
            "30-february": "2024-02-30",
            "month-13": "2024-13",
            "year-0": "0000-01-01",
            "slashes": "02/01/2024",
            "day-first": "01-02-2024",
            "timestamp": "2024-02-01T09:00:00Z",
            "fullwidth": "２０２４",
            "short-year": "24",
            "one-digit-month": "2024-2-1",
            "words": "spring",
        }.items()
    ),
    instead("mode-unknown", "unknown-value", "mode: online", "mode: onlin", "'online'?"),
    instead("mode-true", "unknown-value", "mode: online", "mode: on"),
    instead("mode-null-character-text", "unknown-value", "mode: online", 'mode: "None"'),
    instead("weighted-maybe", None, "    weighted: no\n", "    weighted: maybe\n"),
    _either("weighted-off", "    weighted: no\n", "    weighted: off\n"),
    instead("base-unknown-word", None, "    published_base: all\n", "    published_base: al\n"),
    instead(
        "unknown-key", "unknown-key", "    weighted: no\n", "    wieghted: no\n", "'weighted'?"
    ),
    instead("unknown-key-dunder", "unknown-key", "    weighted: no\n", "    __class__: no\n"),
    instead(
        "unknown-key-capital",
        "unknown-key",
        "    weighted: no\n",
        "    Weighted: no\n",
        "'weighted'?",
    ),
    instead(
        "source-of-itself", "source-cycle", "    derived_from: report\n", "    derived_from: wire\n"
    ),
    Case(
        "source-cycle",
        "reject",
        "source-cycle",
        place(QUESTIONNAIRE, "    derived_from: report\n"),
        swap(QUESTIONNAIRE, ("    grade: A\n", "    derived_from: wire\n")),
        more=((place(QUESTIONNAIRE, "    grade: A\n"), "source-cycle"),),
    ),
    instead(
        "source-from-nowhere",
        "unknown-source",
        "    derived_from: report\n",
        "    derived_from: reprot\n",
        "'report'?",
    ),
    instead(
        "asked-in-no-wave",
        "unknown-wave",
        '    asked_in: ["2024"]\n    options:\n      lot:\n',
        '    asked_in: ["2025"]\n    options:\n      lot:\n',
    ),
    instead(
        "asked-in-never",
        None,
        _BREAKS,
        "items:\n  never: {text: {en: Never asked}, asked_in: [], options: {a: A}}\n  trust:\n",
        down=1,
    ),
    instead(
        "asked-of-no-item",
        "unknown-item",
        "    wording: verbatim\n",
        "    asked: {item: trsut, options: [lot]}\n",
        "'trust'?",
    ),
    instead(
        "asked-of-no-answer",
        "unknown-option",
        "    wording: verbatim\n",
        "    asked: {item: trust, options: [lots]}\n",
    ),
    instead(
        "asked-of-itself",
        None,
        "    wording: verbatim\n",
        "    asked: {item: visit, options: [for]}\n",
    ),
    instead(
        "version-of-no-wave",
        "unknown-wave",
        "    wording: verbatim\n",
        '    versions: {"2025": {wording: verbatim}}\n',
    ),
    instead(
        "break-before-no-wave",
        "unknown-wave",
        _BREAKS,
        'breaks: [{before: "2025", reason: x}]\n' + _BREAKS,
    ),
    instead(
        "break-of-no-item",
        "unknown-item",
        _BREAKS,
        'breaks: [{before: "2024", items: [trsut], reason: x}]\n' + _BREAKS,
    ),
    instead("survey-name-of-another", "survey-name", "survey: pulse\n", "survey: poll\n"),
    instead("survey-name-capital", "survey-name", "survey: pulse\n", "survey: Pulse\n"),
    instead("survey-name-null", None, "survey: pulse\n", "survey:\n"),
    Case(
        "survey-name-missing",
        "reject",
        "missing-key",
        QUESTIONNAIRE,
        swap(QUESTIONNAIRE, ("survey: pulse\n", "")),
    ),
    instead(
        "options-a-list",
        None,
        _OPTIONS,
        "    options: [for, against]\n",
    ),
    instead(
        "options-none",
        None,
        _OPTIONS,
        "    options: {}\n",
    ),
)


_NORWAY = both(
    swap(QUESTIONNAIRE, ("      JP: {n:", "      NO: {n:")),
    on_text(FINDINGS, lambda text: text.replace(",JP,", ",NO,")),
)
_WORDS = both(
    on_text(
        QUESTIONNAIRE,
        lambda t: t.replace("      for: ", "      yes: ").replace("      against: ", "      off: "),
    ),
    on_text(FINDINGS, lambda t: t.replace(",for,", ",yes,").replace(",against,", ",off,")),
)

MEANINGS = (
    accept("norway", _NORWAY, ('"NO"', '"JP"')),
    accept("options-yes-and-off", _WORDS, ('"yes"', '"for"'), ('"off"', '"against"')),
    accept(
        "waves-not-quoted",
        on_text(QUESTIONNAIRE, lambda t: t.replace('"2024"', "2024").replace('"2023"', "2023")),
    ),
    accept(
        "item-and-wave-in-leading-zeros",
        both(
            on_text(QUESTIONNAIRE, lambda t: t.replace("  visit:\n", "  007:\n")),
            on_text(FINDINGS, lambda t: t.replace(",visit,", ",007,")),
        ),
        ('"007"', '"visit"'),
    ),
    accept("weighted-false", swap(QUESTIONNAIRE, ("weighted: no", "weighted: false"))),
    Case(
        "two-questionnaires-both-wrong",
        "reject",
        "unknown-value",
        place(QUESTIONNAIRE, "wording: verbatim"),
        both(
            swap(QUESTIONNAIRE, ("wording: verbatim", "wording: verbally")),
            put("questionnaires/second.yaml", "survey: first\nsurvey: second\n"),
        ),
        more=(("questionnaires/second.yaml:2", "yaml-duplicate-key"),),
    ),
    Case(
        "several-faults-in-one-questionnaire",
        "reject",
        "unknown-value",
        place(QUESTIONNAIRE, "wording: verbatim"),
        both(
            swap(
                QUESTIONNAIRE,
                ("wording: verbatim", "wording: verbally"),
                ("    weighted: no\n", "    wieghted: no\n"),
                (_KR, "      KR: 1e3\n"),
                ("score: {lot: 2, ", "score: {lots: 2, "),
                ("    derived_from: report\n", "    derived_from: wire\n"),
                (_LOT, "        label:\n"),
                ("  stance:\n", "  visit:\n"),
            ),
            add(QUESTIONNAIRE, "extra: x\n"),
        ),
        more=(
            (place(QUESTIONNAIRE, "    weighted: no\n"), "unknown-key"),
            (place(QUESTIONNAIRE, _KR), "bad-value"),
            (place(QUESTIONNAIRE, "score: "), "unknown-option"),
            (place(QUESTIONNAIRE, "    derived_from: report\n"), "source-cycle"),
            (_AT_LOT, None),
            (place(QUESTIONNAIRE, "  stance:\n"), "yaml-duplicate-key"),
            (_END, "unknown-key"),
        ),
    ),
    Case(
        "several-faults-in-one-table",
        "reject",
        "unknown-wave",
        place(FINDINGS, "T1,"),
        swap(
            FINDINGS,
            ("T1,2024", "T1,2025"),
            ("T3,2024", "T1,2024"),
            ("T5,2024,JP,,trust,none", "T5,2024,JP,,trust,nothing"),
            ("58%", "580%"),
            (",Namibia", ",Namibia,x"),
            ("T10,2023,KR,,visit,for,,share,51,,,report", ",2023,KR,,visit,for,,share,51,,,reprot"),
        ),
        more=(
            (place(FINDINGS, "T3,"), "ragged-row"),
            (place(FINDINGS, "T5,"), "unknown-option"),
            (place(FINDINGS, "T6,"), "bad-value"),
            (place(FINDINGS, "T10,"), "empty-id"),
            (place(FINDINGS, "T10,"), "unknown-source"),
        ),
    ),
    Case(
        "two-faults-in-one-row",
        "reject",
        "unknown-option",
        place(FINDINGS, "T6,"),
        swap(
            FINDINGS,
            (
                "T6,2024,KR,,visit,for,,share,58%,,,report",
                "T6,2024,KR,,visit,fro,,share,580%,,,reprot",
            ),
        ),
        more=((place(FINDINGS, "T6,"), "unknown-source"),),
    ),
)
CASES = (*WHO_AND_WHEN, *MEANINGS)
