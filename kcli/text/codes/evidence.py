"""Codes of findings and responses, row by row."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]

CODES = {
    "empty-id": Code(
        "An id is needed",
        "A finding is named by its id wherever it counts; a respondent by theirs where the "
        "design names a column for it.",
        ",2019,CN,change,better,majority,,paper",
        "V01,2019,CN,change,better,majority,,paper",
    ),
    "ambiguous-sample": Code(
        "Several samples fit",
        "The wave has several samples of that country, or several that are pooled. Which one a "
        "figure is of has to be said.",
        "V01,2019,KR,change,better,majority,,paper",
        "V01,2019,KR-experts,change,better,majority,,paper",
    ),
    "not-asked": Code(
        "The wave did not ask the item",
        "A figure of a question that was not asked belongs to another wave, or to another "
        "question. As a note of kcli simulate: the item has no respondents, and why.",
        "V01,2018,CN,change,better,majority,,paper",
        "V01,2019,CN,change,better,majority,,paper",
    ),
    "base": Code(
        "The answer is not in its base",
        "Whoever does not know has no share among those with an opinion.",
        "V01,2019,CN,change,dk,share,8,substantive,paper",
        "V01,2019,CN,change,dk,share,8,all,paper",
    ),
    "missing-option": Code(
        "The predicate needs an option",
        "A share, a majority or a count is one of an answer.",
        "V01,2019,CN,change,,majority,,paper",
        "V01,2019,CN,change,better,majority,,paper",
    ),
    "missing-value": Code(
        "The predicate needs a value",
        "A share needs its figure, a count its number.",
        "V01,2019,CN,change,better,share,,paper",
        "V01,2019,CN,change,better,share,57.5,paper",
    ),
    "missing-respondent": Code(
        "The predicate needs a respondent",
        "An answer is that of a named person or government; answers are counted, one a person.",
        "V01,2019,CN,,change,better,answer,paper",
        "V01,2019,CN,Zhao Minghao,change,better,answer,paper",
    ),
    "unknown-code": Code(
        "A code that no option has",
        "Codes are compared as text: 01 is not 1. An answer that fits no option would fall out "
        "of its base, or be taken for another; the message says how many rows have it.",
        "id,change\n1,8",
        "dk: {label: Don't know, code: 8, kind: dont_know}",
    ),
    "bad-weight": Code(
        "A weight that is none",
        "A weight is a plain number, not negative, and not all are 0. One that is missing or "
        "below 2.3e-308 cannot be reckoned with.",
        "id,w,change\n1,-0.5,2",
        "id,w,change\n1,0.5,2",
    ),
    "empty-design": Code(
        "A stratum or sampling unit is missing",
        "The variance is that of the design, and a respondent without a place in it has none.",
        "id,region,change\n1,,2",
        "id,region,change\n1,north,2",
    ),
    "qualtrics": Code(
        "Rows below the header that are no respondents",
        "An export of Qualtrics has two further header rows, with the texts of the questions and "
        "ids for importing. Read as respondents, they would be answers.",
        'Q1\n"Has it changed?"\n"{""ImportId"":""QID1""}"\n1',
        "Q1\n1",
    ),
    "lonely-psu": Code(
        "A stratum with a single sampling unit",
        "Within it nothing varies, so the variance of the whole cannot be computed; to leave it "
        "out would make every interval too narrow.",
        "region,point\nnorth,1\nsouth,2\nsouth,3",
        "region,point\nnorth and south,1\nnorth and south,2\nnorth and south,3",
    ),
    "empty-replicate": Code(
        "A replicate weight that leaves nobody in a base",
        "Every replicate has to give an estimate of its own; one in which all weights of a base "
        "are 0 gives none, and without it the variance would be that of another design.",
        "rw1,rw2\n0,2\n0,2",
        "kcli compare poll.change, of an answer or group that is met in every replicate",
    ),
    "population-size": Code(
        "A population size that cannot be that of these respondents",
        "The correction for a finite population counts respondents: no fewer people than were "
        "asked, and no sampling units of several. Replicate weights are the whole design, and "
        "have the correction in them, if any.",
        "design: {population_size: {KR: 30}} with 40 rows of KR",
        "design: {population_size: {KR: 400}}",
    ),
    "answer-not-asked": Code(
        "Answers of people whom the filter passes over",
        "The questionnaire says who is asked an item. Whoever is not has no answer to it, and is "
        "in no base, whatever stands in the file: either the filter is another one, or the "
        "answers are imputed or shifted.",
        "heard,change\nno,better",
        "heard,change\nno,",
        "warning",
    ),
    "n-differs": Code(
        "The file has another number of respondents than the questionnaire says",
        "Respondents are missing, stand twice, or were left out for the published figures. Every "
        "base depends on it.",
        "samples: {KR: 1200} and 1,188 rows",
        "samples: {KR: 1188}",
    ),
    "figure-differs": Code(
        "A published figure is not what the respondents say",
        "The file and the publication are of one survey: another weight, another base, a recoded "
        "answer or a misprint. kcli uses the respondents, and tells the figure.",
        "V01,2019,CN,change,better,share,57.5 and 61.2% of the respondents",
        "V01,2019,CN,change,better,share,61.2",
    ),
}
