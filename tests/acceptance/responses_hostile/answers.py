"""Rows that are well formed and say what no respondent can have said; and numbers to check."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from unicodedata import normalize

from acceptance.hostile.good import Case, Change
from acceptance.responses_hostile.good import (
    COLUMNS,
    QUESTIONNAIRE,
    RESPONSES,
    ROWS,
    accept,
    at,
    both,
    cells,
    column,
    either,
    lines,
    on_text,
    reject,
    rows,
    swap,
)


@dataclass(frozen=True)
class Cell:
    """A cell that is wrong where it stands, whatever is in its row."""

    column: str
    text: str
    code: str
    name: str
    got: str | None = None

    @property
    def shown(self) -> str:
        """The text that kcli read, without the quotes of CSV."""
        return self.got or (self.text[1:-1].replace('""', '"') if '"' in self.text else self.text)


_WEIGHTS = {
    "weight-nan": "NaN",
    "weight-nan-small": "nan",
    "weight-inf": "inf",
    "weight-inf-minus": "-inf",
    "weight-infinity": "Infinity",
    "weight-text": "heavy",
    "weight-empty": "",
    "weight-thousands": '"1,000"',
    "weight-thousands-space": "1 000",
    "weight-thousands-point": "1.000.000",
    "weight-decimal-comma": '"1,5"',
    "weight-hex": "0x1p3",
    "weight-hex-whole": "0x10",
    "weight-arabic-digits": "١.٥",
    "weight-fullwidth": "１.５",
    "weight-negative": "-1",
    "weight-minus-zero": "-0",
    "weight-plus": "+1",
    "weight-underscore": "1_0",
    "weight-space": " 1",
    "weight-space-after": "1 ",
    "weight-nbsp": "1\xa0",
    "weight-percent": "1%",
    "weight-overflows": "1e999",
    "weight-exponent-cut": "5e",
    "weight-formula": "=1",
    "weight-apostrophe": "'1",
    "weight-NA": "NA",
    "weight-400-digits": "9" * 400,
}
_CODES = {
    "unknown-code": "7",
    "code-fullwidth": "１",
    "code-circled": "①",
    "code-devanagari": "१",
    "code-superscript": "¹",
    "code-is-label": "Good",
    "code-is-korean-label": "좋다",
    "code-is-id-in-capitals": "GOOD",
    "code-underscore": "1_0",
    "code-minus": "-1",
    "code-plus": "+1",
    "code-exponent": "1e0",
    "code-fraction": "1.5",
    "code-thousands": '"1,000"',
    "code-two": '"1,2"',
    "code-two-semicolon": "1;2",
    "code-hex": "0x1",
    "code-true": "TRUE",
    "code-formula": '"=""1"""',
    "code-nbsp": "1\xa0",
    "code-tab": "1\t",
    "code-newline": '"1\n"',
    "code-blank": " ",
    "code-is-net": "not_bad",
    "code-NA": "NA",
    "code-N/A": "N/A",
    "code-null": "null",
    "code-None": "None",
    "code-nan": "nan",
    "code-#N/A": "#N/A",
    "code-NaN": "NaN",
    "code-dot": ".",
    "code-none-missing": "-99",
    "code-leading-zero": "01",
    "code-leading-zero-fraction": "01.0",
    "code-dot-end": "1.",
    "code-comma-zero": '"1,0"',
}
CELLS = (
    *(Cell("weight", text, "bad-weight", name) for name, text in _WEIGHTS.items()),
    *(Cell("view", text, "unknown-code", name) for name, text in _CODES.items()),
    Cell("heard", "3", "unknown-code", "code-of-another-item"),
    Cell("view", "8", "unknown-code", "code-of-dont-know-elsewhere"),
    Cell("heard", "9", "unknown-code", "code-of-another-dont-know"),
    Cell("channels.tv", "2", "unknown-code", "mark-2"),
    Cell("channels.tv", "yes", "unknown-code", "mark-word"),
    Cell("channels.tv", "x", "unknown-code", "mark-x"),
    Cell("channels.tv", "NA", "unknown-code", "mark-NA"),
    Cell("channels.tv", "01", "unknown-code", "mark-01"),
    Cell("channels.tv", "tv", "unknown-code", "mark-is-option"),
    Cell("topics", "7", "unknown-code", "split-unknown"),
    Cell("topics", "1;8", "unknown-code", "split-unknown-second", "8"),
    Cell("topics", '"1,2"', "unknown-code", "split-by-comma"),
    Cell("topics", "1|2", "unknown-code", "split-by-bar"),
    Cell("topics", "12", "unknown-code", "split-by-nothing"),
    Cell("topics", "NA", "unknown-code", "split-NA"),
    Cell("topics", "1；2", "unknown-code", "split-by-fullwidth-semicolon"),
    Cell("country", "", "unknown-country", "country-empty"),
    Cell("country", "na", "unknown-country", "country-small"),
    Cell("country", "NAM", "unknown-country", "country-3-letters"),
    Cell("country", "Namibia", "unknown-country", "country-name"),
    Cell("country", " NA", "unknown-country", "country-space"),
    Cell("country", "ＮＡ", "unknown-country", "country-fullwidth"),
    Cell("country", "US", "unknown-country", "country-of-another-wave"),
    Cell("country", "nan", "unknown-country", "country-nan"),
    Cell("country", "KP", "unknown-country", "country-not-asked"),
    Cell("id", "", "empty-id", "id-empty"),
    Cell("id", "  ", "empty-id", "id-spaces"),
    Cell("id", "KR-001", "duplicate-id", "id-twice"),
    Cell("id", '"KR-001"', "duplicate-id", "id-twice-quoted"),
    Cell("stratum", "", "empty-design", "stratum-empty"),
    Cell("stratum", " ", "empty-design", "stratum-blank"),
    Cell("psu", "", "empty-design", "psu-empty"),
    Cell("psu", "\u3000", "empty-design", "psu-wide-space"),
)

_NFD = normalize("NFD", "북부")
_MANY = both(
    cells("weight", {5: "x"}),
    cells("id", {6: ""}),
    cells("view", {8: "7"}),
    cells("psu", {9: ""}),
    cells("topics", {10: "7"}),
)
_MANY_AT = (
    (at(6, "id"), "empty-id"),
    (at(8, "view"), "unknown-code"),
    (at(9, "psu"), "empty-design"),
    (at(10, "topics"), "unknown-code"),
)
REFUSED = (
    reject(
        "id-duplicate-row",
        "duplicate-id",
        at(74),
        on_text(RESPONSES, lambda t: t + t[t.index("\n") + 1 :]),
    ),
    reject("id-duplicate-with-header", None, at(74), on_text(RESPONSES, lambda t: t + t)),
    reject(
        "id-duplicate-nfd",
        "duplicate-id",
        at(9, "id"),
        cells("id", {8: "한", 9: normalize("NFD", "한")}),
        "line 8",
    ),
    reject(
        "unknown-code-counted",
        "unknown-code",
        at(5, "view"),
        cells("view", {5: "7", 9: "7", 11: "7"}),
        "3 rows",
        "'7'",
        "1, 2, 3",
    ),
    reject(
        "unknown-code-once", "unknown-code", at(5, "view"), cells("view", {5: "7"}), "1 row", "'7'"
    ),
    reject(
        "unknown-mark-counted",
        "unknown-code",
        at(5, "channels.web"),
        cells("channels.web", {5: "7", 9: "7"}),
        "2 rows",
    ),
    reject(
        "unknown-split-counted",
        "unknown-code",
        at(5, "topics"),
        cells("topics", {5: "7", 9: "7", 11: "1;7"}),
        "3 rows",
    ),
    reject(
        "unknown-country-counted",
        "unknown-country",
        at(2, "country"),
        column("country", lambda c: {"KR": "ROK"}.get(c, c)),
        "24 rows",
    ),
    reject(
        "codes-as-labels",
        "unknown-code",
        RESPONSES,
        column("view", lambda c: {"1": "좋다", "2": "반반", "3": "나쁘다"}.get(c, c)),
        "'좋다'",
    ),
    reject(
        "answers-of-each-other",
        "unknown-code",
        RESPONSES,
        rows(lambda r, _: {**r, "view": r["heard"], "heard": r["view"]}),
        "'8'",
    ),
    reject("all-weights-zero", "bad-weight", RESPONSES, column("weight", lambda _: "0")),
    reject("all-weights-vanish", "bad-weight", RESPONSES, column("weight", lambda _: "1e-400")),
    reject(
        "code-in-a-row-not-asked",
        "unknown-code",
        at(next(n for n, r in enumerate(ROWS, 2) if r[10] == "2"), "why"),
        cells("why", {next(n for n, r in enumerate(ROWS, 2) if r[10] == "2"): "7"}),
    ),
    reject(
        "file-of-items-in-the-country-column",
        "unknown-country",
        at(2),
        on_text(
            RESPONSES,
            lambda t: t.replace(
                "country,weight,stratum,psu,view", "view,weight,stratum,psu,country"
            ),
        ),
    ),
    Case(
        "faults-of-every-kind",
        "reject",
        "bad-weight",
        at(5, "weight"),
        _MANY,
        more=_MANY_AT,
    ),
    Case(
        "faults-of-every-kind-and-a-country",
        "reject",
        "unknown-country",
        at(7, "country"),
        both(cells("country", {7: "XX"}), _MANY),
        more=((at(5, "weight"), "bad-weight"), *_MANY_AT),
    ),
)

READ = (
    accept(
        "code-with-point-zero",
        both(
            *(column(n, lambda c: c and f"{c}.0") for n in ("view", "heard", "why", "channels.tv"))
        ),
    ),
    accept(
        "code-with-point-zero-in-split",
        column("topics", lambda c: ";".join(p and f"{p}.0" for p in c.split(";"))),
    ),
    either(
        "mark-with-two-zeros",
        RESPONSES,
        column("channels.tv", lambda c: c and f"{c}.00"),
        "unknown-code",
    ),
    either(
        "code-with-two-zeros", RESPONSES, column("view", lambda c: c and f"{c}.00"), "unknown-code"
    ),
    either(
        "code-is-option-id",
        RESPONSES,
        column("view", lambda c: {"1": "good", "2": "mixed", "3": "bad"}.get(c, c)),
        "unknown-code",
    ),
    either("code-spaces", RESPONSES, column("view", lambda c: c and f" {c} "), "unknown-code"),
    either(
        "split-with-spaces",
        RESPONSES,
        column("topics", lambda c: c.replace(";", "; ")),
        "unknown-code",
    ),
    either(
        "split-ends-with-semicolon",
        RESPONSES,
        column("topics", lambda c: c and f"{c};"),
        "unknown-code",
    ),
    either(
        "split-says-one-twice",
        RESPONSES,
        column("topics", lambda c: c and f"{c};{c}"),
        "unknown-code",
    ),
    accept("split-in-another-order", column("topics", lambda c: ";".join(reversed(c.split(";"))))),
    accept(
        "split-beside-option-columns",
        lines(lambda a: [f"{x[:-1]},{'0' if n else 'topics.peace'}\n" for n, x in enumerate(a)]),
    ),
    accept(
        "country-nfd",
        on_text(
            RESPONSES,
            lambda t: "".join(
                x.replace("북부", _NFD) if n % 2 else x
                for n, x in enumerate(t.splitlines(keepends=True))
            ),
        ),
    ),
    either("stratum-space", RESPONSES, column("stratum", lambda c: f" {c}")),
    accept("weights-with-zeros-before-and-after", column("weight", lambda w: f"00{w}000")),
    accept("weights-with-exponent", column("weight", lambda w: f"{w}e0")),
    accept("id-big-int", rows(lambda r, n: {**r, "id": f"{10**19 + n}"})),
    accept(
        "id-with-point-zero",
        rows(
            lambda r, n: {
                **r,
                "id": ("1", "1.0", "01", "1e0", "a", "A", "NA", "nan")[n] if n < 8 else r["id"],
            }
        ),
    ),
    accept("id-formula", cells("id", {5: "=1+1", 6: "[red]x[/]"})),
    accept("rows-in-another-order", lines(lambda a: [a[0], *reversed(a[1:])])),
    accept(
        "answer-where-not-asked",
        rows(lambda r, _: {**r, "why": r["why"] if r["heard"] == "1" else "2"}),
    ),
    either(
        "id-duplicate-across-countries", RESPONSES, column("id", lambda i: i[3:]), "duplicate-id"
    ),
)


def _only(*keep: int) -> Change:
    return lines(lambda a: [a[0], *(a[line - 1] for line in keep)])


def _weights(*, of: str = "", by: str) -> Change:
    """Weights times a power of ten, in one country or all."""
    return rows(
        lambda r, _: {**r, "weight": r["weight"] + by} if r["country"].startswith(of) else r
    )


def _design(text: str) -> Change:
    return swap(QUESTIONNAIRE, ("stratum: stratum, psu: psu}", f"{text}}}"))


_ALL_EMPTY = dict.fromkeys(COLUMNS[5:], "")
# name: what changes the numbers, into numbers that a reader can work out
NUMBERS: dict[str, Change] = {
    "baseline": lambda root: None,
    "weight-zero": cells("weight", {9: "0"}),
    "weight-zero-point": cells("weight", {9: "0.000"}),
    "weights-zero-in-one-stratum": rows(
        lambda r, _: {**r, "weight": "0" if r["stratum"] == "북부" else r["weight"]}
    ),
    "weights-zero-in-a-country": rows(
        lambda r, _: {**r, "weight": "0" if r["country"] == "NA" else r["weight"]}
    ),
    "weights-one": column("weight", lambda _: "1"),
    "one-weight-huge": cells("weight", {9: "1e15"}),
    **{
        f"weights-times-1e{power}": _weights(by=f"e{power}")
        for power in (-300, -250, -120, -99, -30, 30, 99, 120, 250, 300)
    },
    "weight-huge": column("weight", lambda _: "1e308"),
    **{
        f"weights-of-{c}-times-1e{power}": _weights(of=c, by=f"e{power}")
        for c in ("NA", "KR")
        for power in (-300, -200, -90, 90, 200, 300)
    },
    "nobody-answered": rows(lambda r, _: {**r, **_ALL_EMPTY}),
    "nobody-answered-in-a-country": rows(
        lambda r, _: {**r, **_ALL_EMPTY} if r["country"] == "NA" else r
    ),
    "nobody-passes-the-filter": column("heard", lambda _: "2"),
    "nobody-passes-the-filter-in-a-country": rows(
        lambda r, _: {**r, "heard": "2"} if r["country"] == "NA" else r
    ),
    "everybody-says-dont-know": column("heard", lambda _: "8"),
    "everybody-says-the-same": rows(lambda r, _: {**r, "view": "1", "topics": "1"}),
    "nobody-gives-any-mark": rows(
        lambda r, _: {**r, **{f"channels.{n}": "0" for n in ("tv", "radio", "web")}}
    ),
    "marks-empty-but-one": column("channels.tv", lambda _: ""),
    "a-country-without-respondents": lines(lambda a: [x for x in a if ",JP," not in x]),
    "one-respondent-answered": rows(lambda r, n: r if n == 2 else {**r, **_ALL_EMPTY}),
    "psu-with-nobody-in-the-base": rows(
        lambda r, _: {**r, "view": "" if r["psu"] == "1" else r["view"]}
    ),
    "stratum-with-nobody-in-the-base": rows(
        lambda r, _: {**r, "view": "" if r["stratum"] == "남부" else r["view"]}
    ),
    "stratum-and-psu-with-slashes": rows(
        lambda r, _: {
            **r,
            "stratum": "a" if r["stratum"] == "북부" else "a/b",
            "psu": f"b/{r['psu']}" if r["stratum"] == "북부" else r["psu"],
        }
    ),
    "stratum-with-names-that-look-missing": rows(
        lambda r, _: {**r, "stratum": {"북부": "NA", "남부": "nan"}[r["stratum"]]}
    ),
    "psu-1-is-not-psu-1.0": rows(lambda r, n: {**r, "psu": f"{r['psu']}.0" if n % 5 else r["psu"]}),
    "country-column-by-samples-id": swap(
        QUESTIONNAIRE, ("NA: 24, JP: 24", "NA: {n: 24}, JP: {n: 24}")
    ),
}
# Extreme weights where the respondents are the units: squares vanish sooner than sums do.
SIMPLE: dict[str, Change] = {
    "simple": _design("stratum: stratum"),
    **{
        f"simple-weights-{c or 'all'}-times-1e{power}": both(
            _design("stratum: stratum"), _weights(of=c, by=f"e{power}")
        )
        for c in ("", "NA")
        for power in (-300, -200, -99, 99, 200, 300)
    },
    "simple-weights-zero-in-a-country": both(
        _design("stratum: stratum"), NUMBERS["weights-zero-in-a-country"]
    ),
}
# Weights that a double holds badly or not at all: right numbers, or a refusal.
TINY: dict[str, Change] = {
    "weight-tiny": column("weight", lambda _: "1e-320"),
    "weight-tiny-varied": _weights(by="e-320"),
    "weight-tiny-in-a-country": _weights(of="NA", by="e-320"),
    "one-weight-vanishes": cells("weight", {9: "1e-400"}),
    "weights-from-tiny-to-huge": rows(
        lambda r, n: {**r, "weight": f"{r['weight']}e{(-300, 300)[n % 2]}"}
    ),
}


def _lonely(root_of: str) -> Change:
    return rows(
        lambda r, _: (
            {**r, "psu": "1"} if r["stratum"] == "북부" and r["country"].startswith(root_of) else r
        )
    )


LONELY: dict[str, Change] = {
    "lonely-psu": _lonely("NA"),
    "lonely-psu-in-all": _lonely(""),
    "one-stratum-one-psu": rows(lambda r, _: {**r, "stratum": "x", "psu": "1"}),
    "one-respondent": _only(2),
    "one-respondent-a-country": _only(2, 3, 4),
    "stratum-of-one-respondent": both(_design("stratum: stratum"), cells("stratum", {9: "alone"})),
}
PACK_LONELY = both(
    _lonely("NA"),
    lambda root: (
        (root / f"{RESPONSES}.gz").write_bytes(gzip.compress((root / RESPONSES).read_bytes())),
        (root / RESPONSES).unlink(),
    )[-1],
)
CASES = (*REFUSED, *READ)
