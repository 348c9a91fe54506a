"""What records tell in English: notes, assumptions and reasons, as templates.

Records keep these texts in English. A text that one of these templates made is
told in another language by the template of the same id: its fields are read
out of the text. Fields named country, countries, kind, way, names, labels, time
and base are put into the other language as well; a number after the name
changes nothing.
"""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    # notes, by code
    "note.facts-clash": "{item} in {country} ({wave}): these facts cannot all be true: {names}.",
    "note.empty-base": "{item} in {country} ({wave}): the facts leave nobody in this base.",
    "note.empty-wave": "{name}: nothing is known of wave {wave} yet; something is of {known}.",
    "note.fact-set-aside": "{item} in {country} ({wave}): set aside, being about another base: "
    "{names}.",
    "note.fact-set-aside.unknown": "{item} in {country} ({wave}): set aside, as "
    "no source names the base: {names}; {key} says "
    "that it is everyone asked.",
    "note.pooled-total": "The total weighs the countries by the rule {rule}: {parts}.",
    "note.pooled-total-item": "{name}: the total weighs the countries by the rule {rule}: {parts}.",
    "note.n-differs": "{item} in {country} ({wave}): the questionnaire says n={n}, the file has "
    "{rows} respondents.",
    "note.figure-differs": "{item} in {country} ({wave}): published, and not what the respondents "
    "say: {names}.",
    "note.lonely-centered": "{name}: strata with a single sampling unit are set against the mean "
    "of all units.",
    "note.lonely-remove": "{name}: strata with a single sampling unit add nothing to the variance: "
    "intervals may be too narrow.",
    "note.one-end-only": "{name}: nothing to set beside {countries}.",
    "note.unlike-ends": "“{label}” is of other answers in {one} and {two}: its change is not told.",
    "note.unlike-ends.score": "The mean score counts answers otherwise in {one} and {two}: its "
    "change is not told.",
    "note.nothing-published": "{name}: nothing of {country} is published.",
    "note.same-respondents.waves": "{one} and {two} are the same people of {country}, published "
    "twice.",
    "note.ignored-file": "{path} belongs to no survey or wave: ignored.",
    "note.not-standardised": "{name}: no composition-adjusted gaps: {why}.",
    # assumptions, by code
    "note.options-assumed": "The list of answers is assumed: no source prints all of them.",
    "note.base-assumed": "No source names the base; shares are read as shares of {base}.",
    "note.base-unknown": "No source names the base; the bounds hold whichever it was.",
    "note.deff-one": "No design effect is published; limits are those of a simple random sample.",
    "note.size-approximate": "A number of respondents is published as about so many; limits take "
    "it as exact.",
    "note.size-assumed": "No source gives a number of respondents; limits take that of the "
    "questionnaire.",
    "note.equal-within.one": "Shares called equal are read as at most {points} percentage point "
    "apart.",
    "note.equal-within.other": "Shares called equal are read as at most {points} percentage "
    "points apart.",
    "note.large-majority-open": "A large majority is read as more than one half: no source says "
    "how large.",
    "note.convention": "The word {word} is read as {range}.",
    "note.pooled-rule": "A pooled figure is read as the mean of its countries, weighted by {rule}.",
    "note.same-respondents": "Both samples are the same people; without their answers one by one "
    "no test is made.",
    "note.replicates-differ": "Both samples are the same people; without replicate weights of one "
    "kind, number and order in both no test is made.",
    # reasons of comparability, by code
    "reason.wording-unseen.items": "the wording of {names} is not published word for word",
    "reason.wording-unseen": "the wording is not published word for word: that it stayed the same "
    "is not certain",
    "reason.wording": "the question is worded differently",
    "reason.options.known": "the answers that are known differ: {labels} against {labels_2}",
    "reason.options": "the answers differ: {labels} against {labels_2}",
    "reason.option-labels": "the answers are worded differently",
    "reason.option-order": "the answers stand in another order",
    "reason.options-unseen": "the list of answers is not published whole ({names})",
    "reason.dont-know": "only one of the two offers don't know",
    "reason.several-answers": "only one of the two allows several answers",
    "reason.filter": "the question is put to other people: the filters differ",
    "reason.mode": "the mode of interviewing differs: {way} against {way_2}",
    "reason.mode-unknown": "the mode of interviewing is not published",
    "reason.sampling": "the way of sampling differs: {way} against {way_2}",
    "reason.sampling-unknown": "the way of sampling is not published",
    "reason.population": "other people: {kind} against {kind_2}",
    "reason.country": "other countries: {countries} against {countries_2}",
    "reason.same-sample": "one sample, published twice: nobody was asked again",
    "reason.persons": "other persons: {one} against {two}",
    "reason.universe": "not quite the same people: {one} against {two}",
    "reason.weighting-unknown": "whether the figures are weighted is not published",
    "reason.weighting": "only one of the two is weighted",
    "reason.partner": "done by others: {one} against {two}",
    "reason.time-frame": "one asks about the {time}, the other about the {time_2}",
    "reason.time-frame-unknown": "only one of the two says which time it asks about: the {time}",
    "reason.break.apart": "{wave} stands apart: {why}",
    "reason.break": "the series breaks before {wave}: {why}",
    "reason.topic-only": "no category of a concept is common to both questions",
    "reason.mapped": "two questions, brought together by the concept {concept}",
    "reason.map-open": "{labels} of {item} may mean several categories",
    # the same reasons where a word has to do
    "aspect.wording": "wording",
    "aspect.wording-unseen": "wording unseen",
    "aspect.options": "options",
    "aspect.option-labels": "option labels",
    "aspect.option-order": "option order",
    "aspect.options-unseen": "options unseen",
    "aspect.dont-know": "dont know",
    "aspect.several-answers": "several answers",
    "aspect.filter": "filter",
    "aspect.mode": "mode",
    "aspect.mode-unknown": "mode unknown",
    "aspect.sampling": "sampling",
    "aspect.sampling-unknown": "sampling unknown",
    "aspect.population": "population",
    "aspect.country": "country",
    "aspect.same-sample": "same sample",
    "aspect.persons": "persons",
    "aspect.universe": "universe",
    "aspect.weighting": "weighting",
    "aspect.weighting-unknown": "weighting unknown",
    "aspect.partner": "partner",
    "aspect.time-frame": "time frame",
    "aspect.time-frame-unknown": "time frame unknown",
    "aspect.break": "break",
    "aspect.mapped": "mapped",
    "aspect.map-open": "map open",
    "aspect.topic-only": "topic only",
    "aspect.judged": "judged",
    "reason.bridge": "not comparable with {wave}",
    "reason.bridge.first": "one series with {wave}, not comparable with {wave_2}",
    "reason.bridge.last": "not comparable with {wave}, one series with {wave_2}",
    "reason.bridge.both": "one series with {wave}, not comparable with {wave_2}, one series with "
    "{wave_3}",
    # titles
    "title.everything": "Everything comparable: {one} and {two}",
    # what a claim says
    "says.majority": "“{option}”: a majority",
    "says.minority": "“{option}”: a minority",
    "says.plurality": "“{option}”: a plurality",
    "says.leading": "“{option}”: at least a plurality",
    "says.equal": "“{option}” and “{other}”: an equal share",
    "says.count": "“{option}”: {count} of {n}",
    "says.more_in": "“{option}”: more than in {country}",
    "says.more_other_in": "“{option}”: more than “{other}” in {country}",
    "says.more_in_wave": "“{option}”: more than in {country} in {wave}",
    "says.more_other_in_wave": "“{option}”: more than “{other}” in {country} in {wave}",
    "says.more": "“{option}”: more than {other}",
    "says.increase": "“{option}”: an increase since {wave}",
    "says.decrease": "“{option}”: a decrease since {wave}",
    "says.other": "“{option}”: {words}",
    "says.nothing": "no share named",
    # why there is no slope
    "slope.score": "a mean score has no log-odds",
    "slope.counted": "people who are counted are no sample",
    "slope.few": "fewer than {n} comparable waves have a share and a known size",
    "slope.again": "the same people were asked again",
    "slope.at_once": "all comparable waves were asked at one time",
    "slope.extreme": "too many shares are 0% or 100%, or may be, for a logistic curve",
    "slope.no_dof": "the designs leave no degrees of freedom",
}
