"""Codes of assumptions: what no source says, and a number leans on."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]

CODES = {
    "options-assumed": Code(
        "The list of answers is assumed to be complete",
        "No source prints all answers. If there were others, the range would be wider; it is "
        "computed both ways, and the code stands where they differ.",
        "options_complete: assumed",
        "options_complete: published",
        "note",
    ),
    "base-assumed": Code(
        "The base is assumed",
        "No source says whether don't know is in the base of its shares. The questionnaire says "
        "how they are read.",
        "published_base: {base: all, status: assumed}",
        "published_base: all",
        "note",
    ),
    "base-unknown": Code(
        "The base is not known",
        "No source says whether don't know is in the base. The range holds whichever it was, and "
        "is wider for it.",
        "published_base: unknown",
        "published_base: substantive",
        "note",
    ),
    "deff-one": Code(
        "The design effect is taken as 1",
        "No source states a design effect or a margin of error, so limits are those of a simple "
        "random sample: the true ones are wider.",
        "samples: {CN: 1004}",
        "samples: {CN: {n: 1004, deff: 1.4}}",
        "note",
    ),
    "size-approximate": Code(
        "A published number of respondents is approximate",
        "The source says about so many, such as about 1,000. Limits and tests take that number as "
        "it stands; no count of people and no check of whole numbers leans on it.",
        "samples: {JP: {n: 1000, n_status: approximate}}",
        "samples: {JP: 1003}",
        "note",
    ),
    "size-assumed": Code(
        "A number of respondents is assumed",
        "No source gives the number for this sample; the questionnaire takes one, and its note "
        "says why. Limits and tests lean on it, counts and checks of whole numbers do not.",
        "samples: {KR: {n: 1004, n_status: assumed, note: half of the 2,008 of both countries}}",
        "samples: {KR: 1008}",
        "note",
    ),
    "equal-within": Code(
        "Equal shares are read as so many points apart",
        "Publishers call shares equal that differ by a little; the questionnaire or "
        "conventions.yaml says by how much at most.",
        "better,worse,equal_share",
        "equal_within: 1",
        "note",
    ),
    "large-majority-open": Code(
        "A large majority is read as more than one half",
        "No source says how large; only the survey's own questionnaire can.",
        "better,large_majority",
        'conventions: {large_majority: ">= 60%"}',
        "note",
    ),
    "convention-WORD": Code(
        "A word is read as a range",
        "The source has a word such as most or one third, and a convention of the project says "
        "which shares it stands for. The code ends in the word.",
        "better,most",
        'conventions: {most: "> 50%"}',
        "note",
    ),
    "pooled-rule": Code(
        "A pooled figure is read as the mean of its countries",
        "The questionnaire says how the countries weigh in it, and the source may not.",
        "pooled_rule: n",
        severity="note",
    ),
    "same-respondents": Code(
        "Both samples are the same people",
        "Without their answers one by one it is not known how many changed their minds, so no "
        "test is made.",
        "same_respondents_as: panel@2019",
        "datasets/panel/2020.responses.csv with the respondents' ids",
        "note",
    ),
    "replicates-differ": Code(
        "The replicate weights of the same people differ from wave to wave",
        "The error of a change comes from the change under each replicate, and replicates of one "
        "number in both waves belong together. Where one wave has none, or others, in kind or "
        "number, there is no such change, and no test is made.",
        "waves of the same people, one with {columns: rw*, type: jk1}, one without",
        "{columns: rw*, type: jk1} in the design of both, as many of them",
        "note",
    ),
}
