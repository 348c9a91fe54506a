"""Codes of reasons: why two askings are less than perfectly comparable."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]


def _reason(title: str, text: str, example: str, repair: str = "") -> Code:
    return Code(title, text, example, repair, "note")


CODES = {
    "wording": _reason(
        "The question is worded differently",
        "Grade C. Small changes of words can move answers by many points.",
        "versions: {'2023': {text: ...}}",
    ),
    "wording-unseen": _reason(
        "The wording is not published word for word",
        "Grade B within one item, C between two: whether the words are the same is not certain.",
        "wording: unpublished",
        "wording: verbatim",
    ),
    "options": _reason(
        "The answers differ",
        "Grade C. An answer that one of the two does not offer draws people from the others.",
        "versions: {'2023': {options: ...}}",
    ),
    "option-labels": _reason(
        "The answers are worded differently",
        "Grade C. The options have the same ids and other labels.",
        "options: {better: Improved} against {better: Better}",
    ),
    "option-order": _reason(
        "The answers stand in another order",
        "Grade B. The first and the last answer are chosen more often.",
        "options: {worse: ..., better: ...}",
    ),
    "options-unseen": _reason(
        "The list of answers is not published whole",
        "Grade B. An answer that nobody prints may have been offered.",
        "options_complete: incomplete",
        "options_complete: published",
    ),
    "dont-know": _reason(
        "Only one of the two offers don't know",
        "Grade B. Where it is not offered, those who do not know choose another answer.",
        "dk: {label: Don't know, kind: dont_know}",
    ),
    "several-answers": _reason(
        "Only one of the two allows several answers",
        "Grade D. Shares of several answers add up to more than 100.",
        "type: multiple",
    ),
    "filter": _reason(
        "The question is put to other people",
        "Grade D. A filter leaves other people in the base.",
        "asked: {item: heard, options: [heard_of_it]}",
    ),
    "mode": _reason(
        "The mode of interviewing differs",
        "Grade C. Face to face, people give other answers than alone at a screen.",
        "mode: online",
    ),
    "mode-unknown": _reason(
        "The mode of interviewing is not published",
        "Grade B.",
        "mode: unknown",
        "mode: telephone",
    ),
    "sampling": _reason(
        "The way of sampling differs",
        "Grade C. Other people are reached by other ways.",
        "sampling: opt_in",
    ),
    "sampling-unknown": _reason(
        "The way of sampling is not published",
        "Grade B.",
        "sampling: unknown",
        "sampling: quota",
    ),
    "population": _reason(
        "Other people: a public against experts",
        "Grade D. A difference between two populations is a gap, and no change.",
        "population: experts",
    ),
    "country": _reason(
        "Other countries",
        "Grade D. A difference between two countries is a gap, and no change.",
        "kcli shift poll.change/CN --to other/JP",
    ),
    "same-sample": _reason(
        "One sample that two surveys publish",
        "Grade D. Nobody was asked twice, so nothing can have changed; what differs is what was "
        "printed.",
        "same_respondents_as: chicago@2016, of the same days",
    ),
    "persons": _reason(
        "Other named persons",
        "Grade D. Two commentators who differ have not changed their minds.",
        "V01,2019,CN,Zhao Minghao,...",
    ),
    "universe": _reason(
        "Not quite the same people",
        "Grade B. Both are the public, and described in other words.",
        "population: {kind: general_public, universe: Adults aged 19 and over}",
    ),
    "weighting": _reason(
        "Only one of the two is weighted",
        "Grade B.",
        "weighted: no",
    ),
    "weighting-unknown": _reason(
        "Whether the figures are weighted is not published",
        "Grade B.",
        "weighted: unknown",
        "weighted: yes",
    ),
    "partner": _reason(
        "Done by others",
        "Grade B. Institutes differ in how they ask and whom they reach.",
        "organisations: [Another institute]",
    ),
    "time-frame": _reason(
        "One asks about the past, the other about the future",
        "Grade D. The two answers are about other times.",
        "time_frame: future",
    ),
    "time-frame-unknown": _reason(
        "Only one of the two says which time it asks about",
        "Grade B.",
        "time_frame: past on one side",
        "time_frame: past on both",
    ),
    "break": _reason(
        "The series breaks",
        "Grade D. The questionnaire declares that something changed between the two waves.",
        "breaks: [{before: '2024', reason: Online from now on}]",
    ),
    "mapped": _reason(
        "Two questions, brought together by a concept",
        "Grade C. The questions are others, and their answers mean the same categories.",
        "concept: {id: direction, map: {better: improving}}",
    ),
    "map-open": _reason(
        "An answer may mean several categories",
        "Grade C. How its share divides between them is not known, so ranges are wider.",
        "map: {worse: [unchanged, worsening]}",
    ),
    "topic-only": _reason(
        "Only the topic is shared",
        "Grade E. No category of a concept is common to both questions: no number is shown "
        "without --force.",
        "concept: {id: direction, map: {better: improving}} on one side only",
    ),
    "judged": _reason(
        "A grade that someone set",
        "concepts.yaml has a judgement of the two, with a reason; it goes before what is computed.",
        "comparability: [{between: [poll.change, other.change], grade: B, reason: ...}]",
    ),
}
