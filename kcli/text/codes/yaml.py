"""Codes of YAML, which kcli reads plainer than it is."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]

CODES = {
    "yaml-syntax": Code(
        "The file is not YAML",
        "Mostly a tab where spaces are needed, or a text with a colon, a bracket or a quote in "
        "it that is not quoted itself.",
        "label: Agree: strongly",
        'label: "Agree: strongly"',
    ),
    "yaml-shape": Code(
        "The file is no mapping",
        "A questionnaire, and each of the other files, is a mapping of keys at its top.",
        "- survey: poll",
        "survey: poll",
    ),
    "yaml-key": Code(
        "A key that is no text",
        "Keys are text, and a key that is missing or a list names nothing.",
        "? [a, b]\n: both",
        "a: both\nb: both",
    ),
    "yaml-duplicate-key": Code(
        "A key that stands twice",
        "YAML readers keep one of the two, and not all the same one. An answer may vanish so.",
        "options:\n  better: Better\n  better: Much better",
        "options:\n  better: Better\n  much_better: Much better",
    ),
    "yaml-alias": Code(
        "Anchors and aliases are not used",
        "An alias can make a few lines unfold to millions. Written out, a file says what it says.",
        "options: &scale {yes: Yes, no: No}\nmore: *scale",
        "options: {yes: Yes, no: No}\nmore: {yes: Yes, no: No}",
    ),
    "yaml-merge": Code(
        "Merge keys are not used",
        "What a merge key brings in depends on the reader, and cannot be seen where it counts.",
        "<<: *scale",
        "options: {yes: Yes, no: No}",
    ),
    "yaml-tag": Code(
        "Tags are not allowed",
        "A tag asks the reader to build an object; some readers run code for it. In kcli every "
        "scalar is the text that was written.",
        "n: !!int 1004",
        "n: 1004",
    ),
    "yaml-multi-doc": Code(
        "A second document in the file",
        "One file is one document; a second one would be passed over.",
        "survey: poll\n---\nsurvey: other",
        "survey: poll",
    ),
    "yaml-limit": Code(
        "The file has too many parts, or is nested too deeply",
        "At most 500,000 nodes and 40 levels are read, counted before anything is put together; "
        "2,000 waves, 1,000 samples of a wave and 1,000 options of an item. The hint names the "
        "limit; kcli --limit NAME=N raises it.",
        "a: {a: {a: {a: ...}}}, 41 levels",
        "a: {b: ...}",
    ),
}
