"""Codes of notes: what a reader has to know beside the numbers."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]

CODES = {
    "attribution": Code(
        "The sentence that is owed",
        "The survey's licence asks for it wherever its figures are shown; the questionnaire has "
        "it.",
        "attribution: {en: The data are from the Unification Perception Survey.}",
        severity="note",
    ),
    "empty-base": Code(
        "The facts leave nobody in the base",
        "With don't know left out, nobody is left of this sample, so no share of it can be said.",
        "dk,share,100 and --base substantive",
        "--base all",
        severity="note",
    ),
    "empty-wave": Code(
        "Nothing is known of the wave yet",
        "The questionnaire has it, and there are neither findings nor respondents of it. It is "
        "shown because it is the latest one, or because it was named.",
        'waves: {"2027": {samples: {JP: {}}}}, and findings of 2025',
        "--wave 2025",
        severity="note",
    ),
    "fact-set-aside": Code(
        "A fact about another base was set aside",
        "It compares samples on another base than the one that is asked about, or on one that no "
        "source names. Without it the bounds may be wider, and are never wrong.",
        "better,more_than,/JP,substantive and --base all",
        "--base substantive",
        severity="note",
    ),
    "nothing-published": Code(
        "A sample of which nothing is published",
        "The wave has the sample, and no source says anything of its answers to this question. It "
        "has no column in the trend.",
        "samples: {JP: 1000, US: 1500}, and findings of JP only",
        severity="note",
    ),
    "one-end-only": Code(
        "A sample that stands at one end only",
        "Others were asked at both ends and are compared; this one has nothing to stand beside.",
        "samples: {CN: 1004, JP: 1000} in 2019 and {CN: 1000} in 2020",
        severity="note",
    ),
    "unlike-ends": Code(
        "A net or a mean score that is not the same at both ends",
        "A net that holds other answers, or a mean score of other numbers, has one name and is two "
        "things: what lies between them is no change of opinion. Give it the same answers or "
        "numbers in both, or another name.",
        "nets: {any: {options: [a, b]}}, and in versions: nets: {any: {options: [a]}}",
        severity="note",
    ),
    "synthetic": Code(
        "The respondents are invented",
        "They were made by kcli simulate so that what was published is true of them. Nobody was "
        "asked.",
        "synthetic: yes",
        severity="note",
    ),
    "items-independent": Code(
        "Invented answers to two items have nothing to do with each other",
        "Published facts are about one item each, so how answers go together is not known. Never "
        "tabulate invented items against each other.",
        "kcli simulate kf-vub",
        severity="note",
    ),
    "pooled-not-drawn": Code(
        "Pooled samples are not invented",
        "Respondents are of one country. What was published of countries together is not used.",
        "kcli simulate of a wave with {countries: [CN, JP]}",
        severity="note",
    ),
    "fact-not-used": Code(
        "A fact that invented respondents do not follow",
        "It relates samples that are not drawn together, or that are not on one base.",
        "better,increase,@2015",
        severity="note",
    ),
    "fact-within-one": Code(
        "A fact that holds to within one respondent",
        "No whole numbers of respondents give it beside the facts before it, as 27.7% of 40.",
        "better,share,27.7 with n=40",
        "kcli simulate poll --n 1000",
        severity="note",
    ),
    "fact-not-held": Code(
        "A fact that invented respondents cannot have",
        "The facts before it in the file exclude it. kcli check tells which.",
        "better,majority\nworse,majority",
        "better,majority\nworse,minority",
        severity="note",
    ),
    "margin-not-held": Code(
        "A word that invented respondents have by less than a test needs",
        "The word is true of them, and at this number of respondents cannot be true by the "
        "margin that kcli label asks for.",
        "23 of 40, a majority",
        severity="note",
    ),
    "lead-not-held": Code(
        "A lead over unnamed answers that is smaller than a test needs",
        "The answer leads those that no source names, and not by the margin that kcli label asks "
        "for.",
        "better,plurality of an incomplete list",
        severity="note",
    ),
    "pooled-total": Code(
        "How a total weighs its countries",
        "A total over countries is another number under every rule. It is shown where one is "
        "asked for by name, and the parts of the countries stand with it.",
        "kcli compare kf-vub --total n",
        severity="note",
    ),
    "not-standardised": Code(
        "Groups whose composition cannot be made alike",
        "A cell of the composition has somebody of one group and nobody of another, so nothing is "
        "known of how that group would answer there. Fewer or coarser variables may do.",
        "kcli crosstab anes.vote --by party --standardise-by education,own_position",
        severity="note",
    ),
    "written": Code(
        "Files that kcli simulate wrote",
        "The questionnaire and the responses of the invented respondents.",
        "kcli simulate kf-vub --to trial",
        severity="note",
    ),
    "weights-fixed": Code(
        "Standard errors take the weights as fixed",
        "What unequal weights cost is in them. That the margins are now without error is not: of "
        "answers that go with the margins they are too large.",
        "kcli weight anes --margins margins.yaml -o new.responses.csv",
        severity="note",
    ),
    "not-raked": Code(
        "A sample without margins",
        "Its respondents keep the weights before, made to have mean 1.",
        "samples: {US: {sex: {man: 49, woman: 51}}} of a wave with CN and US",
        severity="note",
    ),
    "weight-not-named": Code(
        "The questionnaire does not name the weight that was written",
        "Nothing is weighted with a column unless the design of the wave names it.",
        "design: {respondent: id}",
        "design: {respondent: id, weight: weight}",
        severity="note",
    ),
}
