"""Codes of questionnaires, concepts, conventions and claims: keys, values and names."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]

CODES = {
    "missing-key": Code(
        "A key is missing",
        "The grammar cannot do without it, and a guess in its place would be nobody's words.",
        "items:\n  change:\n    options: {better: Better}",
        "items:\n  change:\n    text: {en: Has it changed?}\n    options: {better: Better}",
    ),
    "unknown-key": Code(
        "A key that is not known here",
        "A misspelt key would be passed over, and with it what it says: a base, a mode, a "
        "margin. The known keys are printed by kcli schema questionnaire.",
        "publised_base: all",
        "published_base: all",
    ),
    "unknown-value": Code(
        "A word that is none of those for this key",
        "Each of these keys takes a word of a short list; another word would mean nothing.",
        "mode: phone",
        "mode: telephone",
    ),
    "wrong-type": Code(
        "Another kind of value is needed",
        "A list where a mapping is needed, or a text where there is nothing: what was meant "
        "cannot be read from it.",
        "options: [Better, Worse]",
        "options: {better: Better, worse: Worse}",
    ),
    "bad-value": Code(
        "A value that cannot be used",
        "A number that is none, a percentage above 100, a count larger than its base, a range "
        "that runs backwards, or words that fit no predicate. The message says which.",
        "V01,2019,CN,change,better,share,157.5",
        "V01,2019,CN,change,better,share,57.5",
    ),
    "bad-id": Code(
        "A name that is no id",
        "Ids are the letters a-z, digits, - and _, so that they can be typed, put in a path, and "
        "named in a selector such as poll.change@2019/CN.",
        "items: {Has it changed?: ...}",
        "items: {change: {text: Has it changed?}}",
    ),
    "survey-name": Code(
        "The file is named otherwise than its survey",
        "The file's name says where the data are and what commands call the survey.",
        "questionnaires/poll.yaml with survey: polls",
        "questionnaires/poll.yaml with survey: poll",
    ),
    "duplicate-name": Code(
        "One name for two things, or one thing twice",
        "A net needs a name that no option has, and has each of its parts once.",
        "nets: {better: {options: [better, much_better]}}",
        "nets: {any_better: {options: [better, much_better]}}",
    ),
    "duplicate-code": Code(
        "Two options of one code",
        "An answer with this code could not be told from the other in the responses.",
        "yes: {code: 1, label: Yes}\nno: {code: 1, label: No}",
        "yes: {code: 1, label: Yes}\nno: {code: 2, label: No}",
    ),
    "duplicate-label": Code(
        "Two options of one label",
        "In a table a reader could not tell them apart; mostly one was copied and not changed.",
        "agree: Agree\nagree_strongly: Agree",
        "agree: Agree\nagree_strongly: Strongly agree",
    ),
    "duplicate-id": Code(
        "An id that stands twice",
        "Findings, claims and respondents are named by their ids, in messages and in records.",
        "V01,2019,CN,...\nV01,2019,JP,...",
        "V01.CN,2019,CN,...\nV01.JP,2019,JP,...",
    ),
    "unknown-survey": Code(
        "There is no such survey",
        "A survey is a file in questionnaires/, and its name is that of the file.",
        "survey: kf-vb",
        "survey: kf-vub",
    ),
    "unknown-wave": Code(
        "There is no such wave",
        "The wave is not among those of its questionnaire, or did not ask the item.",
        "asked_in: [2091]",
        "asked_in: [2019]",
    ),
    "unknown-item": Code(
        "There is no such item",
        "The item is not among those of its questionnaire.",
        "asked: {item: herd, options: [heard_of_it]}",
        "asked: {item: heard, options: [heard_of_it]}",
    ),
    "unknown-option": Code(
        "There is no such option",
        "The answer is not among those that this wave offered, nor a net of them.",
        "V01,2019,CN,change,beter,majority,,paper",
        "V01,2019,CN,change,better,majority,,paper",
    ),
    "section-kind": Code(
        "A section of a report that is of no kind, or of two",
        "Each section names one command with what it is about, or is one of text, methods and "
        "sources; some keys say something to some commands only.",
        "sections: [{compare: kf-vub, trend: ipus.necessity}]",
        "sections: [compare: kf-vub, trend: ipus.necessity]",
    ),
    "break-wave": Code(
        "A break without its wave, or with two",
        "A break says before which wave a series becomes another one, or which wave alone stands "
        "apart from those around it.",
        "breaks: [{reason: Online from now on}]",
        'breaks: [{before: "2024", reason: Online from now on}]',
    ),
    "no-size": Code(
        "How n is known, and no n",
        "n_status says whether a number of respondents is published, approximate or assumed.",
        "samples: {JP: {n_status: approximate}}",
        "samples: {JP: {n: 1000, n_status: approximate}}",
    ),
    "unknown-source": Code(
        "There is no such source",
        "Every fact says who published it: an id of sources in the questionnaire.",
        "V01,2019,CN,change,better,majority,,papre",
        "V01,2019,CN,change,better,majority,,paper",
    ),
    "unknown-concept": Code(
        "There is no such concept",
        "Concepts are declared in questionnaires/concepts.yaml.",
        "concept: {id: direcion, map: {better: improving}}",
        "concept: {id: direction, map: {better: improving}}",
    ),
    "unknown-category": Code(
        "The concept has no such category",
        "Answers are mapped to the categories that questionnaires/concepts.yaml declares.",
        "map: {better: improved}",
        "map: {better: improving}",
    ),
    "unknown-country": Code(
        "There is no such country",
        "Countries are codes of ISO 3166-1 alpha-2, in capitals; a sample that is named "
        "otherwise says which country it is of, or which countries. In a file of responses, a "
        "country that the wave has no sample of.",
        "samples: {UK: 1000}",
        "samples: {GB: 1000}",
    ),
    "unknown-sample": Code(
        "There is no such sample",
        "The wave asked nobody there, or a comparison has nothing on its other side.",
        "V01,2019,KR,change,better,majority,,paper",
        "V01,2019,CN,change,better,majority,,paper",
    ),
    "unknown-population": Code(
        "There is no sample of such people",
        "The wave has samples there, and none of this population.",
        "population: expert",
        "population: experts",
    ),
    "unknown-predicate": Code(
        "There is no such predicate",
        "A predicate is a word of the vocabulary, or one that questionnaires/conventions.yaml "
        "gives a range.",
        "V01,2019,CN,change,better,majorty,,paper",
        "V01,2019,CN,change,better,majority,,paper",
    ),
    "source-cycle": Code(
        "A source derives from itself",
        "derived_from says which source repeats which; in a circle nobody would be the original.",
        "a: {publisher: A, derived_from: b}\nb: {publisher: B, derived_from: a}",
        "a: {publisher: A}\nb: {publisher: B, derived_from: a}",
    ),
    "filter-cycle": Code(
        "A filter leads back to its own item",
        "Whether an item is asked cannot depend on its own answer.",
        "heard: {asked: {item: heard, options: [a]}, ...}",
        "change: {asked: {item: heard, options: [a]}, ...}",
    ),
    "fieldwork-order": Code(
        "Fieldwork ends before it starts",
        "Waves are ordered by their fieldwork, so shifts would run backwards.",
        "fieldwork: {start: 2019-06, end: 2019-05}",
        "fieldwork: {start: 2019-05, end: 2019-06}",
    ),
}
