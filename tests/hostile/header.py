"""Headers: columns twice, without a name, under a name that only looks right, missing, too many."""

from __future__ import annotations

from unicodedata import normalize

from hostile.case import Mutant, case
from hostile.changes import on_sheet
from hostile.lines import BAD
from hostile.pair import Pair

ACCENTED = "reçu à Séoul"


@case("duplicate-header-case")
def _(pair: Pair) -> Mutant:
    other = next(n for n in (pair.item.upper(), f"{pair.item}_X") if n != pair.item)
    return on_sheet(pair, pair.sheet.with_column(other, lambda _: BAD))


@case("duplicate-header")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.with_column(pair.item, lambda _: ""), says=(repr(pair.item),))


@case("duplicate-header-unknown")
def _(pair: Pair) -> Mutant:
    twice = pair.sheet.with_column("extra", lambda _: "1").with_column("extra", lambda _: "2")
    return on_sheet(pair, twice)


@case("duplicate-header-nfc")
def _(pair: Pair) -> Mutant:
    first = pair.sheet.with_column(ACCENTED, lambda _: "1")
    return on_sheet(pair, first.with_column(normalize("NFD", ACCENTED), lambda _: "2"))


@case("duplicate-header-quoted")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.with_column(f'"{pair.item}"', lambda _: ""))


for _role in ("id", "country", "weight"):

    @case(f"duplicate-{_role}-column", full=True)
    def _(pair: Pair, role: str = _role) -> Mutant:
        name = getattr(pair, role)
        return on_sheet(pair, pair.sheet.with_column(name, lambda n: pair.sheet.value(n, name)))

    @case(f"missing-{_role}-column", full=True)
    def _(pair: Pair, role: str = _role) -> Mutant:
        name = getattr(pair, role)
        return on_sheet(pair, pair.sheet.without(name), says=(repr(name),))


@case("blank-header")
def _(pair: Pair) -> Mutant:
    place = str(len(pair.sheet.header) + 1)
    return on_sheet(pair, pair.sheet.with_column("", lambda _: "1"), says=(place,))


@case("blank-header-of-spaces")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.with_column(" \u3000", lambda _: "1"))


for _name, _before, _after in (
    ("header-nbsp", "", "\u00a0"),
    ("header-space", " ", ""),
    ("header-zero-width-joiner", "", "\u200d"),
    ("header-zero-width-space", "\u200b", ""),
    ("header-soft-hyphen", "", "\u00ad"),
    ("header-tag-character", "", "\U000e0020"),
):

    @case(_name)
    def _(pair: Pair, before: str = _before, after: str = _after) -> Mutant:
        name = f"{before}{pair.item}{after}"
        shown = repr(name) if repr(name).isascii() else repr(pair.item)
        return on_sheet(pair, pair.sheet.renamed(pair.item, name), says=(shown, repr(pair.item)))


@case("header-fullwidth")
def _(pair: Pair) -> Mutant:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in pair.item)
    return on_sheet(pair, pair.sheet.renamed(pair.item, wide), says=(repr(pair.item),))


@case("header-cyrillic")
def _(pair: Pair) -> Mutant:
    twin = str.maketrans("aceopxyi", "асеорхуі")
    name = pair.item.translate(twin)
    assert name != pair.item
    return on_sheet(pair, pair.sheet.renamed(pair.item, name), says=(repr(pair.item),))


@case("header-bidi")
def _(pair: Pair) -> Mutant:
    sheet = pair.sheet.renamed(pair.item, f"\u202e{pair.item}")
    return on_sheet(pair, sheet, 0, None)


@case("header-quoted")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.renamed(pair.item, f'"{pair.item}"'))


@case("header-newline-then-fault")
def _(pair: Pair) -> Mutant:
    sheet = pair.sheet.with_column('"two\nlines"', lambda _: "")
    return on_sheet(pair, sheet.put(pair.row, pair.item, BAD), pair.row, pair.item)


@case("header-numbers")
def _(pair: Pair) -> Mutant:
    sheet = pair.sheet.with_column("0", lambda _: "x").with_column("-1", lambda _: "y")
    return on_sheet(pair, sheet.with_column("=1+1", lambda _: "=z"))


@case("header-looks-like-an-option")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.with_column(f"{pair.item}.nothing", lambda _: "7"))


@case("header-begins-as-parquet-does")
def _(pair: Pair) -> Mutant:
    """A column may be named PAR1, or PK."""
    rows = [("PAR1" if n == 0 else "PK", *row) for n, row in enumerate(pair.sheet.rows)]
    return on_sheet(pair, type(pair.sheet)(tuple(rows)))


@case("columns-turned-round")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, type(pair.sheet)(tuple(row[::-1] for row in pair.sheet.rows)))


@case("missing-question-column")
def _(pair: Pair) -> Mutant:
    text = pair.dumped()
    line = pair.line_of("items", pair.item)
    says = (repr(pair.item), f"{pair.yaml_path}:{line}")
    files = {pair.yaml_path: text.encode()}
    return on_sheet(pair, pair.sheet.without(pair.item), files=files, says=says)


@case("extra-columns")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.with_column("관찰", lambda _: BAD).with_column("x", str))


@case("many-columns")
def _(pair: Pair) -> Mutant:
    head, *rows = pair.sheet.rows
    sheet = type(pair.sheet)(
        ((*head, *(f"x{n}" for n in range(5_000))), *((*row, *([""] * 5_000)) for row in rows[:3]))
    )
    small = type(pair.sheet)((head, *rows[:3]))
    like = {**pair.files, pair.csv_path: pair.stored(small.text())}
    return on_sheet(pair, sheet, like=like)


@case("too-many-columns")
def _(pair: Pair) -> Mutant:
    head, *rows = pair.sheet.rows
    more = [f"x{n}" for n in range(25_000)]
    sheet = type(pair.sheet)(((*head, *more), *((*row, *more) for row in rows[:1])))
    return on_sheet(pair, sheet, says=(f"{len(head) + 25_000:,}",))


@case("long-header")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.with_column("x" * 900_000, lambda _: ""))


@case("too-long-header")
def _(pair: Pair) -> Mutant:
    return on_sheet(pair, pair.sheet.with_column("x" * 1_100_000, lambda _: ""))


@case("design-names-a-path", full=True)
def _(pair: Pair) -> Mutant:
    text, _ = pair.written(("waves", pair.wave, "design", "weight"), "/etc/passwd")
    files = {pair.yaml_path: text.encode()}
    return on_sheet(pair, pair.sheet, files=files, says=("'/etc/passwd'",))
