"""Facts that cannot all be true: told of by their lines, and never made into a number."""

from __future__ import annotations

from dataclasses import dataclass

from acceptance.hostile.good import FINDINGS, GOOD, Change, add, both, line_of, swap


@dataclass(frozen=True)
class Clash:
    """Facts about ``item`` in ``countries``; those on ``lines`` contradict one another."""

    name: str
    item: str
    countries: tuple[str, ...]
    lines: tuple[int, ...]
    change: Change


_NEXT = GOOD[FINDINGS].count("\n") + 1
_ROW = "{id},2024,{country},{who},{item},{option},{other},{predicate},{value},{base},{n},wire,B,,\n"
_EMPTY = dict.fromkeys(["who", "other", "value", "base", "n"], "")


def _row(number: int, country: str, item: str, option: str, predicate: str, **more: str) -> str:
    cells = {"country": country, "item": item, "option": option, "predicate": predicate}
    return _ROW.format(id=f"C{number}", **{**_EMPTY, **cells, **more})


def _good(*names: str) -> tuple[int, ...]:
    return tuple(line_of(FINDINGS, f"{name},") for name in names)


def _clash(
    name: str, item: str, countries: str, with_: tuple[int, ...], *rows: str, down: int = 0
) -> Clash:
    lines = (*with_, *range(_NEXT + down, _NEXT + down + len(rows)))
    return Clash(name, item, tuple(countries.split()), lines, add(FINDINGS, "".join(rows)))


_TWO_LINES = swap(FINDINGS, ("41.5% of Koreans, a", "41.5% of\nKoreans, a"))
_CRLF = swap(FINDINGS, ("나미비아에서는 62%", '"나미비아에서는\r\n62%"'))
_BELOW = _clash(
    "below-line-ends-in-cells",
    "visit",
    "KR",
    tuple(line + 2 for line in _good("T6")),
    _row(1, "KR", "visit", "for", "share", value="40"),
    down=2,
)

CLASHES = (
    _clash(
        "two-shares",
        "trust",
        "NA",
        _good("T3"),
        _row(1, "NA", "trust", "lot", "share", value="45"),
    ),
    _clash(
        "shares-just-apart",
        "trust",
        "NA",
        _good("T3"),
        _row(1, "NA", "trust", "lot", "share", value="60.9"),
    ),
    _clash(
        "share-and-majority",
        "trust",
        "KR",
        _good("T1"),
        _row(1, "KR", "trust", "lot", "majority"),
    ),
    _clash(
        "share-of-half-and-majority-against",
        "visit",
        "KR",
        _good("T6"),
        _row(1, "KR", "visit", "against", "majority"),
    ),
    _clash(
        "shares-above-100-together",
        "trust",
        "KR",
        _good("T1", "T2"),
        _row(1, "KR", "trust", "none", "share", value="40"),
    ),
    _clash(
        "count-and-share",
        "trust",
        "NA",
        _good("T4"),
        _row(1, "NA", "trust", "dk", "share", value="12"),
    ),
    _clash(
        "net-and-parts",
        "trust",
        "KR",
        _good("T1", "T2"),
        _row(1, "KR", "trust", "any", "share", value="50"),
    ),
    _clash(
        "two-pluralities",
        "trust",
        "JP",
        _good("T5"),
        _row(1, "JP", "trust", "lot", "plurality"),
    ),
    _clash(
        "equal-shares-and-not",
        "visit",
        "JP",
        _good("T8"),
        _row(1, "JP", "visit", "for", "share", value="60"),
    ),
    _clash(
        "more-than-and-the-two-shares",
        "trust",
        "KR NA",
        _good("T1", "T3"),
        _row(1, "KR", "trust", "lot", "more_than", other="/NA"),
    ),
    _clash(
        "each-more-than-the-next-in-a-circle",
        "trust",
        "KR NA JP",
        (),
        _row(1, "KR", "trust", "little", "more_than", other="/NA"),
        _row(2, "NA", "trust", "little", "more_than", other="/JP"),
        _row(3, "JP", "trust", "little", "more_than", other="/KR"),
    ),
    _clash(
        "one-respondent-two-answers",
        "stance",
        "KR",
        _good("T9"),
        _row(1, "KR", "stance", "against", "answer", who="외교부"),
    ),
    _clash(
        "answer-and-share",
        "stance",
        "KR",
        _good("T9"),
        _row(1, "KR", "stance", "for", "share", value="50"),
    ),
    Clash(_BELOW.name, "visit", ("KR",), _BELOW.lines, both(_TWO_LINES, _CRLF, _BELOW.change)),
)
