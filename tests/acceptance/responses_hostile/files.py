"""Responses whose bytes, lines, header or whereabouts are not what they should be."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from acceptance.hostile.good import SECRET, Case, Change
from acceptance.responses_hostile.good import (
    COLUMNS,
    QUESTIONNAIRE,
    RESPONSES,
    ROWS,
    TEXT,
    YAML,
    accept,
    at,
    both,
    cells,
    either,
    line_of,
    lines,
    on_bytes,
    on_text,
    put,
    reject,
    rows,
    swap,
)

PACKED = f"{RESPONSES}.gz"
_HEADER = ",".join(COLUMNS)
_LAST_REMARK = max(n for n, row in enumerate(ROWS, 2) if row[-1])
_BAD = cells("view", {40: "7"})
_VIEW_40 = at(40, "view")
_ID = '"a,""b"""'
_COLUMN = _VIEW_40.rpartition(":")[2]


def _lower(count: int) -> str:
    """The place of the bad cell of line 40, so many lines further down."""
    return f"{RESPONSES}:{40 + count}:{_COLUMN}"


def _encoded(encoding: str, mark: bytes = b"") -> Change:
    return on_bytes(RESPONSES, lambda data: mark + data.decode().encode(encoding))


def _ended(ends: tuple[str, ...]) -> Change:
    """Line ends in turn."""
    return lines(lambda all_: [a[:-1] + ends[n % len(ends)] for n, a in enumerate(all_)])


def _japanese(text: str) -> bytes:
    text = text.replace("나미비아", "ナミビアの人々")
    return "".join("の" if "가" <= sign <= "힣" else sign for sign in text).encode("shift_jis")


def _renamed(old: str, new: str) -> Change:
    return lines(lambda all_: [",".join(new if c == old else c for c in COLUMNS) + "\n", *all_[1:]])


def _without(*names: str) -> Change:
    """The file without these columns."""
    return on_text(
        RESPONSES,
        lambda _: "".join(
            ",".join(c for n, c in zip(COLUMNS, row, strict=True) if n not in names) + "\n"
            for row in (COLUMNS, *ROWS)
        ),
    )


def _with(header: str, cell: str) -> Change:
    """The file with another column at its end."""
    return lines(lambda all_: [f"{a[:-1]},{cell if n else header}\n" for n, a in enumerate(all_)])


def _raw(old: str, new: str) -> Change:
    """Other text where this stands first."""
    return on_text(RESPONSES, lambda text: text.replace(old, new, 1))


def _inserted(line: int, text: str) -> Change:
    return lines(lambda all_: [*all_[: line - 1], text, *all_[line - 1 :]])


def _missing(item: str) -> tuple[str, str]:
    return repr(item), f"{QUESTIONNAIRE}:{line_of(f'  {item}:' + chr(10))}"


BYTES = (
    accept("baseline", lambda root: None),
    accept("utf8-bom", _encoded("utf-8", b"\xef\xbb\xbf")),
    either("utf16le-bom", RESPONSES, _encoded("utf-16-le", b"\xff\xfe"), "encoding"),
    either("utf16be-bom", RESPONSES, _encoded("utf-16-be", b"\xfe\xff"), "encoding"),
    reject("utf16be-nobom", "encoding", RESPONSES, _encoded("utf-16-be"), "UTF-16"),
    reject("utf16le-nobom", "encoding", RESPONSES, _encoded("utf-16-le"), "UTF-16"),
    reject("cp949", "encoding", at(2), _encoded("cp949"), "cp949", "byte"),
    reject("shift-jis", "encoding", at(2), put(RESPONSES, _japanese(TEXT)), "shift_jis", "byte"),
    reject(
        "truncated-utf8",
        "encoding",
        at(_LAST_REMARK),
        on_bytes(
            RESPONSES,
            lambda data: b"\n".join(data.split(b"\n")[:_LAST_REMARK])[:-1],
        ),
        "truncated",
        "byte",
    ),
    reject("nul-byte", "control-char", at(7, "view"), cells("view", {7: "\0"})),
    reject("esc-in-cell", "control-char", at(7, "country"), cells("country", {7: "\x1b[31mNA"})),
    reject("esc-in-other-column", "control-char", at(7), cells("remark", {7: "\x1b[31m"})),
    reject("bidi-in-id", "control-char", at(7), cells("id", {7: "K\u202eR"})),
    reject("bom-inside", "control-char", at(7), cells("view", {7: "\ufeff1"})),
    reject("empty-file", "empty", RESPONSES, put(RESPONSES, b"")),
    reject("empty-file-but-for-bom", "empty", RESPONSES, put(RESPONSES, b"\xef\xbb\xbf")),
    reject("blank-lines-only", "empty", RESPONSES, put(RESPONSES, "\n\n\r\n")),
    reject("gzip-named-csv", "encoding", RESPONSES, on_bytes(RESPONSES, gzip.compress), "gzip"),
    reject("workbook-named-csv", "encoding", RESPONSES, put(RESPONSES, b"PK\x03\x04 x")),
)

LINES = (
    accept("crlf", _ended(("\r\n",))),
    accept("lf-and-crlf-mixed", _ended(("\n", "\r\n"))),
    either("mixed-eol", RESPONSES, _ended(("\n", "\r\n", "\r"))),
    either("cr-only", RESPONSES, _ended(("\r",))),
    reject("crlf-then-fault", "unknown-code", _VIEW_40, both(_BAD, _ended(("\r\n",)))),
    reject("mixed-eol-then-fault", None, _VIEW_40, both(_BAD, _ended(("\n", "\r\n", "\r")))),
    accept("no-final-newline", on_text(RESPONSES, str.rstrip)),
    reject(
        "no-final-newline-then-fault",
        "unknown-code",
        at(73, "view"),
        both(cells("view", {73: "7"}), on_text(RESPONSES, str.rstrip)),
    ),
    either("blank-line-middle", at(20), _inserted(20, "\n"), "blank-line"),
    Case(
        "ragged-and-blank-and-other-faults-at-once",
        "reject",
        "blank-line",
        at(20),
        both(_BAD, cells("remark", {9: ","}), _inserted(20, "\n")),
        more=((at(9), "ragged-row"), (_lower(1), "unknown-code")),
    ),
    reject(
        "two-blank-lines-then-ragged",
        "ragged-row",
        at(42),
        both(cells("remark", {40: ","}), _inserted(20, "\n\n")),
    ),
    either("blank-line-at-end", at(74), on_text(RESPONSES, lambda t: t + "\n"), "blank-line"),
    either("blank-line-on-top", at(1), on_text(RESPONSES, lambda t: "\n" + t)),
    reject("line-of-spaces", None, at(20), _inserted(20, "  \n")),
    reject("line-of-commas", None, at(20), _inserted(20, "," * (len(COLUMNS) - 1) + "\n")),
    reject("comment-line", None, at(1), on_text(RESPONSES, lambda t: "# from the field\n" + t)),
    accept("u2028", cells("remark", {9: '"one\u2028row"'})),
    reject("u2028-then-fault", None, _VIEW_40, both(cells("remark", {9: '"one\u2028row"'}), _BAD)),
    accept("embedded-newline", cells("remark", {9: '"one\nrow"', 10: '"one\r\nrow"'})),
    reject(
        "embedded-newlines-then-fault",
        "unknown-code",
        _lower(3),
        both(_BAD, cells("remark", {9: '"one\nrow"', 10: '"a\n\nrow, ""here"""'})),
    ),
    reject(
        "embedded-newline-in-row-of-fault",
        "unknown-code",
        f"{RESPONSES}:42:4",
        rows(lambda row, line: {**row, "psu": '"\n\n1"', "view": "7"} if line == 40 else row),
    ),
    accept("quoted-cells", rows(lambda row, line: {n: f'"{c}"' for n, c in row.items()})),
    reject(
        "fault-after-quoted-cells",
        "unknown-code",
        f"{RESPONSES}:40:{int(_COLUMN) + len(_ID) - len(ROWS[38][0])}",
        both(_BAD, _raw(ROWS[38][0], _ID)),
    ),
    reject("stray-quote", "csv-syntax", at(9), cells("remark", {9: '"one" row'})),
    reject("quote-never-closed", "csv-syntax", at(9), cells("remark", {9: '"one row'})),
    either("quote-inside-a-cell", at(9), cells("remark", {9: 'one "row"'}), "csv-syntax"),
    reject(
        "row-too-short",
        "ragged-row",
        at(9),
        _raw(",".join(ROWS[7]), ",".join(ROWS[7][:-1])),
        "12",
        "13",
    ),
    reject("row-too-long", "ragged-row", at(9), cells("remark", {9: "x,y"}), "14", "13"),
    reject(
        "trailing-comma-rows",
        "ragged-row",
        at(2),
        lines(lambda all_: [all_[0], *(f"{line[:-1]},\n" for line in all_[1:])]),
        "14",
        "13",
    ),
    either("trailing-comma-all", at(1), _with("", ""), "blank-column"),
    reject("huge-field", None, at(9), cells("remark", {9: "x" * 2_000_000}), "1000000"),
    reject("huge-quoted-field", None, at(9), cells("remark", {9: f'"{"x" * 2_000_000}"'})),
    accept("large-field", cells("remark", {9: "x" * 900_000})),
    reject("tab", "dialect", at(1), on_text(RESPONSES, lambda t: t.replace(",", "\t"))),
    reject("semicolons", "dialect", at(1), on_text(RESPONSES, lambda t: t.replace(",", ";"))),
    either("excel-sep-line", at(1), on_text(RESPONSES, lambda t: "sep=,\n" + t)),
    reject(
        "qualtrics-3-headers",
        None,
        at(2),
        lines(
            lambda all_: [
                all_[0],
                ",".join(f"Text of {name}" for name in COLUMNS) + "\n",
                ",".join('"{""ImportId"":""QID1""}"' for _ in COLUMNS) + "\n",
                *all_[1:],
            ]
        ),
    ),
)

HEADERS = (
    reject("header-only", "no-rows", RESPONSES, put(RESPONSES, _HEADER + "\n"), "0 respondents"),
    reject("header-only-no-newline", "no-rows", RESPONSES, put(RESPONSES, _HEADER)),
    reject("no-header", "missing-column", at(1), lines(lambda all_: all_[1:]), "'view'"),
    either("duplicate-header-case", at(1), _with("View", "3"), "duplicate-column"),
    reject("duplicate-header", "duplicate-column", at(1), _with("view", "3"), "'view'"),
    reject("duplicate-header-unknown", "duplicate-column", at(1), _renamed("psu", "remark")),
    reject(
        "duplicate-header-nfd",
        "duplicate-column",
        at(1),
        both(
            _renamed("remark", "é"),
            on_text(
                RESPONSES,
                lambda t: (
                    t.replace("\n", ",e\u0301\n", 1)
                    .replace("\n", ",\n")
                    .replace(",e\u0301,\n", ",e\u0301\n", 1)
                ),
            ),
        ),
    ),
    reject("blank-header", "blank-column", at(1), _with("", "x"), "14"),
    reject("blank-header-of-spaces", "blank-column", at(1), _with("  ", "x"), "14"),
    reject("header-nbsp", "missing-column", at(1), _renamed("view", "view\xa0"), r"\xa0"),
    reject("header-spaces", "missing-column", at(1), _renamed("view", " view"), "' view'"),
    reject("header-capital", "missing-column", at(1), _renamed("weight", "Weight"), "'Weight'"),
    reject("header-fullwidth", "missing-column", at(1), _renamed("view", "ｖiew"), "'view'"),
    *(
        reject(f"missing-question-column-{item}", "missing-column", at(1), change, *_missing(item))
        for item, change in {
            "view": _without("view"),
            "topics": _without("topics"),
            "why": _without("why"),
            "channels": _without("channels.tv", "channels.radio", "channels.web"),
        }.items()
    ),
    reject(
        "missing-option-column",
        "missing-column",
        at(1),
        _without("channels.web"),
        *_missing("channels"),
    ),
    *(
        reject(f"missing-design-column-{name}", "missing-column", at(1), _without(name), repr(name))
        for name in COLUMNS[:5]
    ),
    accept("extra-columns", both(_with("상세", "x"), _with("channels.other", "7"))),
    accept("extra-column-gone", _without("remark")),
    accept(
        "columns-in-another-order",
        lines(lambda all_: [",".join(reversed(a[:-1].split(","))) + "\n" for a in all_]),
    ),
    accept("header-quoted", _renamed("view", '"view"')),
    accept(
        "no-longer-asked-in-this-wave",
        both(
            put(
                QUESTIONNAIRE,
                YAML + '  old:\n    text: Old\n    asked_in: ["2023"]\n    options: {a: A, b: B}\n',
            ),
        ),
    ),
    reject(
        "design-names-no-column",
        "missing-column",
        at(1),
        swap(QUESTIONNAIRE, ("country: country,", "country: /etc/passwd,")),
        "'/etc/passwd'",
    ),
    reject(
        "several-samples-without-country",
        "missing-column",
        RESPONSES,
        swap(QUESTIONNAIRE, ("country: country, ", "")),
        "design.country",
    ),
)


def _instead(make: Callable[[Path], object], name: str = RESPONSES) -> Change:
    def change(root: Path) -> None:
        (root / RESPONSES).unlink(missing_ok=True)
        make(root / name)

    return change


def _link(to: str, name: str = RESPONSES) -> Change:
    return _instead(lambda path: path.symlink_to(to), name)


def _outside(path: Path) -> None:
    secret = path.parents[2].parent / "secret.csv"
    secret.write_text(TEXT.replace("나미비아", SECRET), "utf-8")
    path.symlink_to(secret)


def _circle(path: Path) -> None:
    other = path.with_name("other")
    other.symlink_to(path.name)
    path.symlink_to(other.name)


def _moved(root: Path) -> None:
    (root / RESPONSES).rename(root / "voices.csv")
    (root / RESPONSES).symlink_to("../../voices.csv")


def _packed(make: Callable[[bytes], bytes]) -> Change:
    """The responses as a .gz instead."""

    def change(root: Path) -> None:
        path = root / RESPONSES
        (root / PACKED).write_bytes(make(path.read_bytes()))
        path.unlink()

    return change


@cache
def _bomb(fill: bytes, count: int) -> bytes:
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=1) as packed:
        packed.write(TEXT.encode())
        for _ in range(count):
            packed.write(fill * 1_000_000)
    return stream.getvalue()


_NOT_NAMES = {
    "path-absolute": "/etc/passwd",
    "path-parent": "../../../../etc/passwd",
    "path-file-url": "file:///etc/passwd",
    "path-device": "/dev/zero",
    "path-backslash": r"'..\\..\\x.csv'",
    "path-nul": r'"a\0b.csv"',
}
_WAVE = '  "2024":\n    fieldwork'
PATHS = (
    *(
        reject(
            f"{name}-as-responses",
            None,
            QUESTIONNAIRE,
            swap(QUESTIONNAIRE, (_WAVE, f'  "2024":\n    responses: {text}\n    fieldwork')),
        )
        for name, text in _NOT_NAMES.items()
    ),
    *(
        reject(
            f"{name}-as-wave",
            None,
            QUESTIONNAIRE,
            swap(QUESTIONNAIRE, (_WAVE, f"  ? {text}\n  :\n    fieldwork")),
        )
        for name, text in _NOT_NAMES.items()
    ),
    *(
        reject(f"{name}{suffix}", "path", RESPONSES + suffix, change(RESPONSES + suffix))
        for suffix in ("", ".gz")
        for name, change in {
            "path-symlink-out": lambda to: _instead(_outside, to),
            "path-symlink-etc-passwd": lambda to: _link("/etc/passwd", to),
            "path-symlink-parent": lambda to: _link(f"{'../' * 30}etc/passwd", to),
            "path-symlink-loop": lambda to: _instead(lambda p: p.symlink_to(p.name), to),
            "path-symlink-loop-of-two": lambda to: _instead(_circle, to),
            "path-symlink-dangling": lambda to: _link("gone", to),
            "path-symlink-stdin": lambda to: _link("/dev/stdin", to),
            "path-directory": lambda to: _instead(Path.mkdir, to),
            "path-fifo": lambda to: _instead(os.mkfifo, to),
            "path-device": lambda to: _link("/dev/zero", to),
        }.items()
    ),
    accept("path-symlink-inside", _moved),
)

GZIP = (
    accept("gzip", _packed(gzip.compress)),
    accept(
        "gzip-of-two-members", _packed(lambda d: gzip.compress(d[:900]) + gzip.compress(d[900:]))
    ),
    accept(
        "gzip-with-bom-and-crlf",
        _packed(lambda d: gzip.compress(b"\xef\xbb\xbf" + d.replace(b"\n", b"\r\n"))),
    ),
    reject(
        "gzip-of-bad-code",
        "unknown-code",
        PACKED + _VIEW_40.removeprefix(RESPONSES),
        both(_BAD, _packed(gzip.compress)),
    ),
    reject("gzip-cut", "encoding", PACKED, _packed(lambda d: gzip.compress(d)[:-20])),
    reject(
        "gzip-wrong-sum", "encoding", PACKED, _packed(lambda d: gzip.compress(d)[:-8] + bytes(8))
    ),
    reject("gzip-is-plain", "encoding", PACKED, _packed(lambda d: d)),
    reject("gzip-of-nothing", "empty", PACKED, _packed(lambda _: gzip.compress(b""))),
    reject("gzip-empty-file", None, PACKED, _packed(lambda _: b"")),
    reject("gzip-of-gzip", "encoding", PACKED, _packed(lambda d: gzip.compress(gzip.compress(d)))),
    either(
        "gzip-then-rubbish", PACKED, _packed(lambda d: gzip.compress(d) + b"rubbish"), "encoding"
    ),
    reject("gzip-bomb", "too-large", PACKED, _packed(lambda _: _bomb(b"\0", 260))),
    reject("gzip-bomb-of-one-cell", None, PACKED, _packed(lambda _: _bomb(b"1", 100))),
    reject("gzip-bomb-of-blank-lines", None, PACKED, _packed(lambda _: _bomb(b"\n", 40))),
    either("csv-beside-gzip", RESPONSES, put(PACKED, gzip.compress(TEXT.encode()))),
    either("csv-beside-gzip-that-differs", RESPONSES, put(PACKED, b"x")),
)
CASES: tuple[Case, ...] = (*BYTES, *LINES, *HEADERS, *PATHS, *GZIP)
