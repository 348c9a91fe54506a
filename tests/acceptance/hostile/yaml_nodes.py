"""YAML that a careful reader refuses: keys twice, tags, aliases, merges, depth, size."""

from __future__ import annotations

from acceptance.hostile.good import (
    FINDINGS,
    GOOD,
    QUESTIONNAIRE,
    Case,
    Change,
    accept,
    add,
    both,
    either,
    in_questionnaire,
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


def _title(text: str) -> Change:
    """Something else in the place of the title's value."""
    return in_questionnaire((_TITLE, f"title: {text}"))


def _whole(name: str, code: str | None, text: str | bytes, at: str = QUESTIONNAIRE) -> Case:
    return reject(name, code, at, put(QUESTIONNAIRE, text))


def _options(count: int) -> Change:
    """An item with so many options."""
    options = "".join(f"      o{n}: {{en: Option {n}}}\n" for n in range(count))
    head = "  many:\n    text: {en: Many}\n    options_complete: published\n    options:\n"
    return add(QUESTIONNAIRE, head + options)


def _nested(depth: int) -> str:
    """A block mapping of this depth."""
    return "".join(f"{' ' * level}a:\n" for level in range(depth))


_LAUGHS = "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9 if before else ['ha'] * 9)}]\n"
    for before, name in zip(["", *"abcdefgh"], "abcdefghi", strict=True)
)
_MERGES = "".join(
    f"{name}: &{name} {{<<: [{', '.join(['*' + before] * 9)}]}}\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

NODES = (
    reject(
        "yaml-duplicate-key",
        "yaml-duplicate-key",
        place(QUESTIONNAIRE, "      little:\n"),
        in_questionnaire(("      little:\n", "      lot:\n")),
        str(_TEXT[: _TEXT.index("      lot:\n")].count("\n") + 1),
    ),
    reject(
        "yaml-duplicate-key-type",
        "yaml-duplicate-key",
        place(QUESTIONNAIRE, '  "2024":\n'),
        in_questionnaire(('  "2023":\n', "  2024:\n")),
        str(_TEXT[: _TEXT.index('  "2023":\n')].count("\n") + 1),
    ),
    reject(
        "yaml-duplicate-qid",
        "yaml-duplicate-key",
        place(QUESTIONNAIRE, "  stance:\n"),
        in_questionnaire(("  stance:\n", "  visit:\n")),
        str(_TEXT[: _TEXT.index("  visit:\n")].count("\n") + 1),
    ),
    reject(
        "yaml-duplicate-key-in-flow",
        "yaml-duplicate-key",
        _AT_TITLE,
        _title("{en: Pulse, en: Pulse}"),
    ),
    reject(
        "yaml-duplicate-key-at-the-top",
        "yaml-duplicate-key",
        _END,
        add(QUESTIONNAIRE, "items:\n  x: {en: x}\n"),
    ),
    Case(
        "yaml-duplicate-keys-at-several-levels",
        "reject",
        "yaml-duplicate-key",
        place(QUESTIONNAIRE, "      little:\n"),
        both(
            in_questionnaire(
                ("      little:\n", "      lot:\n"),
                ("  stance:\n", "  visit:\n"),
                (_TITLE, "title: {en: a, en: b}"),
            ),
            add(QUESTIONNAIRE, "survey: pulse\n"),
        ),
        more=(
            (_AT_TITLE, "yaml-duplicate-key"),
            (place(QUESTIONNAIRE, "  stance:\n"), "yaml-duplicate-key"),
            (_END, "yaml-duplicate-key"),
        ),
    ),
    Case(
        "yaml-duplicate-key-inside-a-duplicate",
        "reject",
        "yaml-duplicate-key",
        _END,
        add(QUESTIONNAIRE, "title:\n  en: a\n  en: b\n"),
        more=((place(QUESTIONNAIRE, "  stance:\n", 7), "yaml-duplicate-key"),),
    ),
    reject(
        "yaml-python-tag",
        "yaml-tag",
        _AT_TITLE,
        _title("!!python/object/apply:os.system ['touch owned']"),
        "python/object/apply:os.system",
    ),
    reject(
        "yaml-python-name",
        "yaml-tag",
        _AT_TITLE,
        _title("!!python/name:os.system"),
        "python/name:os.system",
    ),
    reject(
        "yaml-python-tag-on-a-key",
        "yaml-tag",
        _AT_TITLE,
        _title("{? !!python/object/apply:os.system ['touch owned'] : x}"),
    ),
    reject(
        "yaml-python-tag-on-the-root",
        "yaml-tag",
        _TOP,
        on_text(QUESTIONNAIRE, lambda text: f"!!python/object:os.x\n{text}"),
    ),
    reject("yaml-own-tag", "yaml-tag", _AT_TITLE, _title("!secret x")),
    reject("yaml-binary-tag", "yaml-tag", _AT_TITLE, _title("!!binary eA==")),
    reject("yaml-anchor", "yaml-alias", _AT_TITLE, _title("&t {en: Pulse}")),
    reject(
        "yaml-alias",
        "yaml-alias",
        _AT_TITLE,
        in_questionnaire((_TITLE, "title: {en: &t Pulse, ko: *t}")),
    ),
    reject("yaml-alias-of-nothing", "yaml-alias", _AT_TITLE, _title("*nothing")),
    reject("yaml-alias-of-itself", "yaml-alias", _AT_TITLE, _title("&t {en: *t}")),
    reject("yaml-alias-as-key", "yaml-alias", _AT_TITLE, _title("{*t : Pulse}")),
    reject("yaml-billion-laughs", None, _TOP, on_text(QUESTIONNAIRE, lambda text: _LAUGHS + text)),
    reject(
        "yaml-merge-bomb",
        None,
        f"{QUESTIONNAIRE}:1",
        on_text(QUESTIONNAIRE, lambda text: f"a: &a {{x: y}}\n{_MERGES}{text}"),
    ),
    reject("yaml-merge", "yaml-merge", _AT_TITLE, _title("{<<: {en: Pulse}, ko: x}")),
    either("yaml-merge-quoted", _AT_TITLE, _title('{en: Pulse of three publics, "<<": x}')),
    reject(
        "yaml-key-complex",
        "yaml-key",
        place(QUESTIONNAIRE, _TITLE, 1),
        _title("\n  ? [a, b]\n  : x"),
    ),
    reject("yaml-key-list-in-flow", "yaml-key", _AT_TITLE, _title("{[a, b]: x}")),
    reject("yaml-key-map-in-flow", "yaml-key", _AT_TITLE, _title("{{a: b}: x}")),
    reject("yaml-key-null", "yaml-key", _AT_TITLE, _title("{~: x}")),
    reject("yaml-key-empty", None, _AT_TITLE, _title("{: x}")),
    reject("yaml-key-blank", None, _AT_TITLE, _title('{en: Pulse, " ": x}')),
    reject("yaml-key-without-value", None, _AT_TITLE, _title("{en}")),
    reject("yaml-set", None, _AT_TITLE, _title("{en, ko}")),
)


DEPTHS = (
    _whole("yaml-deep", "yaml-limit", "survey: " + "[" * 100_000, _TOP),
    _whole("yaml-deep-maps-in-flow", "yaml-limit", "survey: " + "{a: " * 100_000, _TOP),
    _whole("yaml-deep-block", "yaml-limit", _nested(2_000)),
    _whole("yaml-deep-dashes", "yaml-limit", "survey:\n  " + "- " * 100_000 + "x\n"),
    _whole("yaml-deep-questions", None, "? " * 100_000 + "x\n"),
    _whole(
        "yaml-deep-in-a-duplicate", "yaml-limit", "a: b\na: " + "[" * 100_000, f"{QUESTIONNAIRE}:2"
    ),
    _whole("yaml-deep-closed", "yaml-limit", "a: " + "[" * 50_000 + "]" * 50_000 + "\n", _TOP),
    _whole("yaml-long-key", None, "k" * 2_000_000 + ": x\n"),
    reject(
        "yaml-wide",
        "yaml-limit",
        QUESTIONNAIRE,
        in_questionnaire(("[Pulse Institute]", f"[{'x,' * 600_000}]")),
    ),
    reject(
        "yaml-three-thousand-unknown-keys",
        "unknown-key",
        QUESTIONNAIRE,
        add(QUESTIONNAIRE, "".join(f"k{n}: x\n" for n in range(3_000))),
    ),
    either("yaml-megabyte-of-title", _AT_TITLE, _title(f"{{en: {'x' * 1_000_000}}}")),
    either(
        "ten-thousand-options",
        QUESTIONNAIRE,
        _options(10_000),
    ),
    accept(
        "scale-of-0-to-100-and-a-plurality",
        both(_options(101), add(FINDINGS, "M1,2024,KR,,many,o50,,plurality,,,,report,B,,\n")),
    ),
    either(
        "two-thousand-items",
        QUESTIONNAIRE,
        add(
            QUESTIONNAIRE,
            "".join(f"  i{n}: {{text: Item {n}, options: {{a: A}}}}\n" for n in range(2_000)),
        ),
    ),
)
CASES = (*NODES, *DEPTHS)
