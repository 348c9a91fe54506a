"""Codes of marks: ``flags`` of single records."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]


def _mark(title: str, text: str, example: str, repair: str = "") -> Code:
    return Code(title, text, example, repair, "note")


CODES = {
    "not_reported": _mark(
        "Nothing was published",
        "The sample was asked, and no source says anything of the answers.",
        "JP of an item whose findings are of CN only",
    ),
    "not_asked": _mark(
        "Nobody was asked",
        "The survey measures other concepts, and has no item on this one.",
        "kcli compare CONCEPT, in a column without an item",
    ),
    "no_share": _mark(
        "Only words that name no share",
        "What was published is kept with its quote, and says nothing of the shares.",
        "V01,2019,CN,change,,loose,,paper",
    ),
    "no_bound": _mark(
        "The facts leave the share open",
        "What was published about other answers allows any share of this one.",
        "worse, where only better was published, as at most 100",
    ),
    "base-approximate": _mark(
        "The base is known about",
        "The questionnaire gives the number of respondents as approximate or assumed; it serves "
        "limits, and never counts of people.",
        "samples: {JP: {n: 1000, n_status: approximate}}",
        "samples: {JP: 1003}",
    ),
    "contradictory": _mark(
        "The facts cannot all be true",
        "No number is shown for the sample; kcli check names the smallest sets that clash.",
        "better,share,57.5,paper\nbetter,share,75.5,agency",
        "better,share,57.5,paper",
    ),
    "empty_base": _mark(
        "Nobody is in the base",
        "Of the respondents, or by the facts, nobody is left of whom the share could be one.",
        "--base substantive, where all answered don't know",
        "--base all",
    ),
    "equal_share": _mark(
        "A source calls two shares equal",
        "The label says so, instead of naming a leader that the source does not name.",
        "diplomacy,sanctions,equal_share",
    ),
    "no_dof": _mark(
        "No degrees of freedom",
        "There are no more sampling units than strata in the base: no interval can be computed.",
        "a base of one respondent",
    ),
    "zero_variance": _mark(
        "The design leaves no variance",
        "The share is between 0 and 1, and all sampling units agree on it: an interval would be "
        "of width 0, and false.",
        "every sampling unit with one yes and one no",
    ),
    "kish_n_eff": _mark(
        "The effective base is Kish's",
        "At a share of 0 or 1 the design has no variance; the base is that of the weights alone.",
        "nobody chose the answer",
    ),
    "small_base": _mark(
        "Fewer than 100 respondents",
        "The share is shown, and is rough: its margin of error is about 10 points or more.",
        "a subgroup of 60 respondents",
    ),
    "suppressed": _mark(
        "The number is withheld",
        "It does not meet the presentation standards that were asked for; another mark says why.",
        "--suppress nchs",
    ),
    "nchs_n": _mark(
        "Too few respondents",
        "The standards of the National Center for Health Statistics (Parker et al. 2017) ask for "
        "30.",
        "a base of 25 respondents",
    ),
    "nchs_n_eff": _mark(
        "Too few effective respondents",
        "The design makes the base worth fewer than the 30 respondents that the standards ask for.",
        "60 respondents with a design effect of 3",
    ),
    "nchs_width": _mark(
        "The interval is too wide",
        "The Korn-Graubard interval at 95% is as wide as 30 points, or wider.",
        "40%, between 24% and 57%",
    ),
    "nchs_relative_width": _mark(
        "The interval is too wide for its share",
        "The Korn-Graubard interval at 95% is wider than 5 points, and than 130% of the share.",
        "4%, between 1% and 10%",
    ),
    "nchs_footnote": _mark(
        "The complement is not reliable",
        "The share is shown. Its interval is wider than 130% of what is left to 100%, so the share "
        "of all others would be withheld.",
        "96%, between 90% and 99%",
    ),
    "nchs_review_dof": _mark(
        "To be reviewed: few degrees of freedom",
        "The share is shown. The design has fewer than 8 degrees of freedom, so its variance is "
        "rough.",
        "10 sampling units in 5 strata",
    ),
    "nchs_review_extreme": _mark(
        "To be reviewed: a share of 0 or 1",
        "The share is shown. Nobody, or everybody, gave the answer.",
        "0% of 200 respondents",
    ),
}
