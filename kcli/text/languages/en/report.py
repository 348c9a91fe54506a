"""Words of reports: titles of their own parts, and how the numbers came about."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "report.contents": "Contents",
    "report.methods": "Methods",
    "report.sources": "Sources",
    "report.assumed": "Assumed, and to be known",
    "report.attribution": "Attribution",
    "report.synthetic": "SYNTHETIC: these respondents are invented",
    "report.count_sources.one": "{n} source",
    "report.count_sources.other": "{n} sources",
    "report.title.compare": "Answers",
    "report.title.label": "The leading answers",
    "report.title.shift": "Changes and gaps",
    "report.title.trend": "Over the years",
    "report.title.verify": "What was claimed",
    "report.title.topline": "The question in full",
    "report.methods.published": "What was published of a question is taken as evidence of the "
    "shares of its answers: a printed figure as the range of its rounding, a word such as "
    "majority as the inequality that it states. A range holds every share that all facts together "
    "allow; what does not follow from them is not said.",
    "report.methods.measured": "Where there are respondents, shares and their variances are "
    "those of the design that is declared: its weights, strata and sampling units.",
    "report.methods.limits": "Intervals are at {confidence}, and tell what a sample leaves open "
    "about its population: the lower limit at the lower bound, the upper limit at the upper one. "
    "Of a sample that was not drawn at random they hold only as far as it may be taken for one. "
    "Panels of experts, named people and governments are counted, and have none.",
    "report.methods.labels": "A majority is more than one half. A plurality is the largest share, "
    "and at most one half. What is true of those asked and what a test supports of the public are "
    "told apart.",
    "report.methods.grades": "How comparable two surveys are has a grade from A, asked alike, to "
    "E, only the topic shared. A difference of grade A to C among one people is a change and is "
    "tested; of grade D, or between two populations, it is a gap and no change.",
    "report.methods.holm": "Where several differences are tested, p is adjusted for all of them "
    "(Holm).",
    "report.methods.trend": "A slope is that of a logistic curve through at least five comparable "
    "waves. No line and no test crosses a break.",
    "report.methods.verdicts": "A published sentence is judged by the facts of others, not by "
    "itself: it is supported where it follows from them, contradicted where it cannot be true "
    "beside them, and not settled otherwise.",
}
