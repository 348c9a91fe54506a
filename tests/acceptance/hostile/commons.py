"""The same in the files that all surveys share, and ranges that are none."""

from __future__ import annotations

from acceptance.hostile.good import (
    CONCEPTS,
    CONVENTIONS,
    QUESTIONNAIRE,
    add,
    on_bytes,
    place,
    put,
    reject,
    swap,
)

CASES = (
    reject(
        "concepts-duplicate-key",
        "yaml-duplicate-key",
        place(CONCEPTS, "low:"),
        swap(CONCEPTS, ("low:", "high:")),
    ),
    reject("concepts-syntax", "yaml-syntax", CONCEPTS, swap(CONCEPTS, ("{en: Low}", "{en: Low"))),
    reject(
        "concepts-tag",
        "yaml-tag",
        place(CONCEPTS, "low:"),
        swap(CONCEPTS, ("{en: Low}", "!!python/name:os.system")),
    ),
    reject(
        "concepts-deep", "yaml-limit", f"{CONCEPTS}:1", put(CONCEPTS, "concepts: " + "[" * 100_000)
    ),
    reject("concepts-empty-file", "empty", CONCEPTS, put(CONCEPTS, b"")),
    reject("concepts-comments-only", None, CONCEPTS, put(CONCEPTS, "# none\n")),
    reject("concepts-list", None, f"{CONCEPTS}:1", put(CONCEPTS, "- a\n")),
    reject(
        "concepts-unknown-key",
        "unknown-key",
        place(CONCEPTS, "    title"),
        swap(CONCEPTS, ("    title", "    titel")),
        "'title'?",
    ),
    reject(
        "concepts-no-category",
        None,
        place(CONCEPTS, "categories"),
        swap(
            CONCEPTS,
            ("categories:\n      high: {en: High}\n      low: {en: Low}\n", "categories: {}\n"),
        ),
    ),
    reject(
        "concepts-category-gone",
        "unknown-category",
        QUESTIONNAIRE,
        swap(CONCEPTS, ("low:", "lowest:")),
    ),
    reject(
        "conventions-duplicate-key",
        "yaml-duplicate-key",
        place(CONVENTIONS, "few:"),
        swap(CONVENTIONS, ("few:", "most:")),
    ),
    reject("conventions-multidoc", "yaml-multi-doc", CONVENTIONS, add(CONVENTIONS, "---\n")),
    reject(
        "conventions-cp949",
        "encoding",
        f"{CONVENTIONS}:5",
        on_bytes(CONVENTIONS, lambda data: data + "# 대부분\n".encode("cp949")),
    ),
    *(
        reject(
            f"conventions-range-{name}",
            "bad-value",
            place(CONVENTIONS, "most:"),
            swap(CONVENTIONS, ('"> 50%"', text)),
        )
        for name, text in {
            "word": "half",
            "bare": '"50%"',
            "above-100": '"> 101%"',
            "backwards": '"55% to 45%"',
            "nan": '"> nan%"',
            "two-points": '"> 5.0.1%"',
            "fullwidth": '"> ５０%"',
            "comma": '"> 50,5%"',
            "null": "null",
            "list": '["> 50%"]',
        }.items()
        if name not in ("null", "list")
    ),
    reject(
        "conventions-range-null",
        None,
        place(CONVENTIONS, "most:"),
        swap(CONVENTIONS, ('"> 50%"', "null")),
    ),
    reject(
        "conventions-range-list",
        None,
        place(CONVENTIONS, "most:"),
        swap(CONVENTIONS, ('"> 50%"', '["> 50%"]')),
    ),
    *(
        reject(
            f"conventions-equal-within-{name}",
            "bad-value",
            place(CONVENTIONS, "equal_within"),
            swap(CONVENTIONS, ("within: 1", f"within: {text}")),
        )
        for name, text in {
            "nan": ".nan",
            "exponent": "1e3",
            "minus": "-1",
            "underscore": "1_0",
            "percent": "1%",
        }.items()
    ),
)
