"""Codes of facts that are well written, and cannot be true."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]

CODES = {
    "sum-not-100": Code(
        "The answers do not make 100",
        "Where one answer is given, the shares of all answers add up to 100. Each figure is a "
        "range, half a unit of its last decimal to each side, so three figures without decimals "
        "may make 98.5 to 101.5. Beyond that one is misprinted, or an answer is missing from the "
        "list.",
        "better 51.0, unchanged 24.2, worse 26.8: 102.0",
        "better 51.0, unchanged 24.2, worse 24.8: 100.0",
    ),
    "share-below-one": Code(
        "All shares of a question are below 1%",
        "A share is a percentage: 46, or 46%, and not 0.46, which is read as less than half a "
        "percent. Where every share that a source gives of a question is below 1, parts of 1 may "
        "have been typed.",
        "right,share,0.46 and employer,share,0.41",
        "right,share,46 and employer,share,41",
        severity="warning",
    ),
    "net-not-parts": Code(
        "A net is not made of its parts",
        "Where one answer is given, a net is the sum of its parts; where several are, it lies "
        "between the largest part and the sum.",
        "strongly 20, rather 30, any agreement 55",
        "strongly 20, rather 30, any agreement 50",
    ),
    "facts-clash": Code(
        "Facts of one source that cannot all be true",
        "The smallest set of facts that exclude each other is named. While they stand, kcli "
        "shows no number for the sample.",
        "better, majority\nworse, share, 52",
        "better, majority\nworse, share, 42",
    ),
    "sources-contradict": Code(
        "Facts of several sources that cannot all be true",
        "The sources speak of one item, one sample and one base, and at least one of them is "
        "wrong. While they stand, kcli shows no number for the sample: keep what is a misprint "
        "as loose, with a note.",
        "better,share,57.5,paper\nbetter,share,75.5,agency",
        "better,share,57.5,paper\nbetter,loose,75.5,agency",
    ),
    "reprint-differs": Code(
        "A reprint says something else than its original",
        "The source derives from the other, so it knows no better: something was lost on the "
        "way. Facts of a reprint never confirm those of the original, and never correct them.",
        "better,share,57.5,release\nbetter,share,75.5,reprint",
        "better,share,57.5,release",
        "warning",
    ),
    "total-outside-subgroups": Code(
        "A pooled figure lies outside those of its countries",
        "However countries are weighed, their mean lies between the least and the greatest of "
        "them. A figure outside is of other countries, or misprinted.",
        "CN 40, JP 45, together 48",
        "CN 40, JP 45, together 43",
    ),
    "base-too-large": Code(
        "A base larger than what it is a part of",
        "base_n counts respondents: of everyone it is no more than n, of those with an opinion "
        "no more than of everyone. A weighted base is no count of respondents.",
        "samples: {CN: 1004} and base_n 1,040",
        "samples: {CN: 1004} and base_n 1,004",
    ),
    "bases-do-not-add": Code(
        "The countries do not add up to the pooled sample",
        "A pooled sample is its countries together. If the sizes differ, respondents are counted "
        "twice, or a country is missing.",
        "samples: {CN: 1004, JP: 1000, both: {countries: [CN, JP], n: 2040}}",
        "samples: {CN: 1004, JP: 1000, both: {countries: [CN, JP], n: 2004}}",
    ),
    "margin-too-small": Code(
        "A margin of error that no sample of this size has",
        "A simple random sample of n has a margin of 98 points divided by the root of n, at 95% "
        "and a share of one half; weights and clusters only make it larger. The stated margin is "
        "read as printed: 2.8 is right at n = 1,200, where it is 2.83.",
        "samples: {KR: 1000} and margin_of_error: 2.1",
        "samples: {KR: 1000} and margin_of_error: 3.1",
    ),
    "score-unused": Code(
        "Scores of which no mean is made",
        "A mean is that of everyone with an opinion: where an answer has no score, those who gave "
        "it would be left out of it without a word. Don't know and refused are never in it.",
        "options: {better: Better, same: The same, worse: Worse}\nscore: {better: 1, worse: -1}",
        "score: {better: 1, same: 0, worse: -1}",
        severity="warning",
    ),
    "no-whole-number": Code(
        "A figure that no number of respondents gives",
        "Unweighted figures are whole numbers of people: of 40, 11 are 27.5% and 12 are 30%, and "
        "nobody can have counted 27.7% (the GRIM test, Brown & Heathers 2017). The figure is "
        "misprinted, weighted, or on another base.",
        "better,share,27.7,all,40",
        "better,share,27.5,all,40",
    ),
    "no-whole-table": Code(
        "Figures that are whole numbers one by one, and not together",
        "Each figure is a whole number of people, and no table of whole numbers fits all: 33.3% "
        "three times is 33 each of 99, and of 100 there is always one left.",
        "a 33.3, b 33.3, c 33.3 with n=100",
        "a 33.3, b 33.3, c 33.3 with n=99",
    ),
    "rounding-down": Code(
        "A figure that fits only if a half was cut",
        "The share is exactly half a unit above what is printed: 11 of 40 are 27.5%, printed as "
        "27. Many publishers round a half up, so it may be another count. As a mark of kcli "
        "compare: the exact share fits the printed figure only so.",
        "better,share,27 with n=40",
        "better,count,11 with base_n 40",
        "warning",
    ),
    "duplicate-fact": Code(
        "A source states the same fact twice",
        "Two findings say the same of the same sample, and come from the same source. It changes "
        "no number; one of them may have been meant for another wave, country or answer.",
        "V01,2019,CN,change,better,majority,,paper\nV02,2019,CN,change,better,majority,,paper",
        "V01,2019,CN,change,better,majority,,paper\nV02,2019,JP,change,better,majority,,paper",
        "warning",
    ),
    "acknowledged-nothing": Code(
        "An acknowledged fault that there is not",
        "claims.yaml accepts a fault that kcli check does not find: it was repaired, has another "
        "code, or stands on another line. Acknowledge by the id of a finding rather than by a "
        "line.",
        "acknowledged: [{code: sum-not-100, place: V99, reason: As printed}]",
        "acknowledged: [{code: sum-not-100, place: V01, reason: As printed}]",
        "warning",
    ),
}
