"""Questionnaires that are no YAML: bytes, line ends, syntax, documents."""

from __future__ import annotations

import gzip

from acceptance.hostile.good import (
    GOOD,
    QUESTIONNAIRE,
    Case,
    Change,
    accept,
    add,
    both,
    either,
    in_questionnaire,
    on_bytes,
    on_text,
    place,
    put,
    reject,
)

_TEXT = GOOD[QUESTIONNAIRE]
_TOP = f"{QUESTIONNAIRE}:1"
_END = f"{QUESTIONNAIRE}:{_TEXT.count(chr(10)) + 1}"
_TITLE = "title: {en: Pulse of three publics, ko: 세 나라의 여론}"
_AT_TITLE = place(QUESTIONNAIRE, _TITLE)
_LOT = "label: {en: A lot, ko: 매우}"
_AT_LOT = place(QUESTIONNAIRE, _LOT)
_WRONG = ("    wording: verbatim", "    wording: verbally")
_AT_WRONG = place(QUESTIONNAIRE, "wording: verbatim")
_BELOW_WRONG = place(QUESTIONNAIRE, "wording: verbatim", 1)


def _title(text: str) -> Change:
    """Something else in the place of the title's value."""
    return in_questionnaire((_TITLE, f"title: {text}"))


def _whole(name: str, code: str | None, text: str | bytes, at: str = QUESTIONNAIRE) -> Case:
    return reject(name, code, at, put(QUESTIONNAIRE, text))


def _encoded(encoding: str, mark: bytes = b"") -> Change:
    return on_bytes(QUESTIONNAIRE, lambda data: mark + data.decode().encode(encoding))


BYTES = (
    accept("yaml-bom", _encoded("utf-8-sig")),
    either("yaml-utf16", QUESTIONNAIRE, _encoded("utf-16-le", b"\xff\xfe")),
    reject("yaml-utf16be-nobom", "encoding", QUESTIONNAIRE, _encoded("utf-16-be"), "UTF-16"),
    reject("yaml-cp949", "encoding", _AT_TITLE, _encoded("cp949"), "cp949"),
    reject(
        "yaml-truncated-utf8",
        "encoding",
        _AT_TITLE,
        on_bytes(QUESTIONNAIRE, lambda data: data[: data.index("여론".encode()) + 2]),
        "truncated",
    ),
    reject("yaml-nul", "control-char", _AT_TITLE, in_questionnaire(("Pulse of", "Pulse\0of"))),
    reject(
        "yaml-esc", "control-char", _AT_TITLE, in_questionnaire(("Pulse of", "Pulse\x1b[31mof"))
    ),
    reject(
        "yaml-bidi", "control-char", _AT_TITLE, in_questionnaire(("Pulse of", "Pulse \u202eof"))
    ),
    reject(
        "yaml-bidi-in-comment",
        "control-char",
        _AT_TITLE,
        in_questionnaire((_TITLE, _TITLE + " # \u2067x")),
    ),
    reject(
        "yaml-bom-inside",
        "control-char",
        _AT_TITLE,
        in_questionnaire(("Pulse of", "Pulse\ufeffof")),
    ),
    reject("yaml-gzip", "encoding", QUESTIONNAIRE, on_bytes(QUESTIONNAIRE, gzip.compress), "gzip"),
    _whole("yaml-nine-megabytes", "too-large", "# x\n" * 2_300_000),
    accept("yaml-crlf", on_text(QUESTIONNAIRE, lambda text: text.replace("\n", "\r\n"))),
    reject(
        "yaml-crlf-then-fault",
        "unknown-value",
        _AT_WRONG,
        both(
            in_questionnaire(_WRONG),
            on_text(QUESTIONNAIRE, lambda text: text.replace("\n", "\r\n")),
        ),
    ),
    either("yaml-cr-only", QUESTIONNAIRE, on_text(QUESTIONNAIRE, lambda t: t.replace("\n", "\r"))),
    accept("yaml-no-final-newline", on_text(QUESTIONNAIRE, str.rstrip)),
    reject(
        "yaml-u2028-in-comment",
        "control-char",
        _AT_TITLE,
        in_questionnaire((_TITLE, f"{_TITLE} # two\u2028# lines")),
    ),
    either(
        "yaml-u2028-ends-a-comment",
        _AT_TITLE,
        in_questionnaire((_TITLE, f"{_TITLE} # not this:\u2028equal_within: 20")),
    ),
)


SYNTAX = (
    reject(
        "yaml-tab",
        "yaml-syntax",
        place(QUESTIONNAIRE, "        code: 1\n"),
        in_questionnaire(("        code: 1\n", "\tcode: 1\n")),
        "spaces",
    ),
    reject(
        "yaml-label-colon",
        "yaml-syntax",
        _AT_LOT,
        in_questionnaire((_LOT, "label: Trust: a lot")),
        "quote",
    ),
    reject(
        "yaml-label-bracket",
        "yaml-syntax",
        _AT_LOT,
        in_questionnaire((_LOT, "label: [A lot] of trust")),
        "quote",
    ),
    reject(
        "yaml-label-at", "yaml-syntax", _AT_LOT, in_questionnaire((_LOT, "label: @lot")), "quote"
    ),
    reject(
        "yaml-label-backtick",
        "yaml-syntax",
        _AT_LOT,
        in_questionnaire((_LOT, "label: `lot`")),
        "quote",
    ),
    reject(
        "yaml-label-percent",
        "yaml-syntax",
        _AT_LOT,
        in_questionnaire((_LOT, "label: %lot")),
        "quote",
    ),
    reject("yaml-label-star", None, _AT_LOT, in_questionnaire((_LOT, "label: *lot"))),
    reject("yaml-label-exclamation", None, _AT_LOT, in_questionnaire((_LOT, "label: !lot"))),
    reject("yaml-label-ampersand", None, _AT_LOT, in_questionnaire((_LOT, "label: &lot"))),
    reject(
        "yaml-key-without-colon",
        "yaml-syntax",
        place(QUESTIONNAIRE, "waves"),
        in_questionnaire(("\nwaves:\n", "\nwaves\n")),
        "colon",
    ),
    reject("yaml-quote-never-closed", "yaml-syntax", QUESTIONNAIRE, _title('{en: "Pulse}')),
    reject("yaml-bracket-never-closed", "yaml-syntax", QUESTIONNAIRE, _title("{en: Pulse")),
    reject("yaml-bracket-too-many", "yaml-syntax", _AT_TITLE, _title("{en: Pulse}}")),
    reject("yaml-comma-trailing-twice", "yaml-syntax", _AT_TITLE, _title("{en: Pulse,, ko: x}")),
    reject("yaml-unknown-escape", "yaml-syntax", _AT_TITLE, _title(r'{en: "C:\data"}')),
    reject(
        "yaml-indented-wrong",
        "yaml-syntax",
        QUESTIONNAIRE,
        in_questionnaire(
            (
                "    population: general_public\n    samples: {KR: 900}",
                "    population: general_public\n   samples: {KR: 900}",
            )
        ),
    ),
    reject(
        "yaml-conflict-marks",
        None,
        QUESTIONNAIRE,
        in_questionnaire((_TITLE, f"<<<<<<< HEAD\n{_TITLE}\n=======\n{_TITLE}\n>>>>>>> new")),
    ),
    reject("yaml-lone-surrogate", None, _AT_TITLE, _title(r'{en: "\ud800"}')),
    reject("yaml-beyond-unicode", None, _AT_TITLE, _title(r'{en: "\U00110000"}')),
    reject("yaml-escaped-esc", "control-char", _AT_TITLE, _title(r'{en: "\e[31m"}')),
    reject("yaml-escaped-nul", "control-char", _AT_TITLE, _title(r'{en: "a\0b"}')),
    reject("yaml-escaped-bidi", "control-char", _AT_TITLE, _title(r'{en: "\u202Etxt"}')),
    reject("yaml-escaped-8-bit-csi", "control-char", _AT_TITLE, _title(r'{en: "\x9b31m"}')),
    reject("yaml-control-in-key", "control-char", _AT_TITLE, _title(r'{en: Pulse, "k\eo": x}')),
    reject(
        "yaml-newline-in-key",
        None,
        _AT_TITLE,
        _title(r'{en: Pulse, "k\nquestionnaires/x.yaml:1: y": x}'),
    ),
)


DOCUMENTS = (
    reject("yaml-multidoc", "yaml-multi-doc", _END, add(QUESTIONNAIRE, f"---\n{_TEXT}")),
    reject("yaml-multidoc-empty", "yaml-multi-doc", _END, add(QUESTIONNAIRE, "---\n")),
    reject(
        "yaml-multidoc-after-end",
        "yaml-multi-doc",
        QUESTIONNAIRE,
        add(QUESTIONNAIRE, "...\n---\nx: y\n"),
    ),
    reject("yaml-multidoc-second-is-no-yaml", None, QUESTIONNAIRE, add(QUESTIONNAIRE, "---\n[\n")),
    accept("yaml-document-marks", on_text(QUESTIONNAIRE, lambda text: f"---\n{text}...\n")),
    accept("yaml-comments-around", on_text(QUESTIONNAIRE, lambda text: f"# one\n\n{text}# two\n")),
    either(
        "yaml-directive-1.1", _TOP, on_text(QUESTIONNAIRE, lambda text: f"%YAML 1.1\n---\n{text}")
    ),
    either(
        "yaml-directive-1.2", _TOP, on_text(QUESTIONNAIRE, lambda text: f"%YAML 1.2\n---\n{text}")
    ),
    reject(
        "yaml-directive-9.9",
        None,
        _TOP,
        on_text(QUESTIONNAIRE, lambda text: f"%YAML 9.9\n---\n{text}"),
    ),
    either(
        "yaml-directive-tag",
        _TOP,
        on_text(QUESTIONNAIRE, lambda text: f"%TAG ! tag:x,2024:\n---\n{text}"),
    ),
    _whole("yaml-empty-file", "empty", b""),
    _whole("yaml-spaces", "empty", "  \n\n"),
    _whole("yaml-comments-only", None, "# nothing\n# yet\n"),
    _whole("yaml-marks-only", None, "---\n...\n", QUESTIONNAIRE),
    _whole("yaml-null", None, "null\n", _TOP),
    _whole("yaml-scalar", None, "pulse\n", f"{_TOP}:1"),
    _whole("yaml-number", None, "2024\n", f"{_TOP}:1"),
    _whole("yaml-list", None, "- survey: pulse\n", f"{_TOP}:1"),
    _whole("yaml-block-text", None, "|\n  survey: pulse\n", f"{_TOP}:1"),
    _whole("yaml-is-csv", None, "id,wave,item\nT1,2024,trust\n", _TOP),
    _whole("yaml-empty-map", "missing-key", "{}\n", _TOP),
)
CASES = (*BYTES, *SYNTAX, *DOCUMENTS)
