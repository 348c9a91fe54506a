"""What is exported: every table with its columns, each in words."""

from __future__ import annotations

from kcli.io.exporting.tables import Column, Key, Table

__all__ = ["TABLES"]

SYNTHETIC = Column(
    "synthetic",
    "string",
    "SYNTHETIC where the respondents are invented; otherwise nothing.",
    choices=("SYNTHETIC",),
)
SURVEY = Column("survey", "string", "The survey, by its id.", required=True)
WAVE = Column("wave", "string", "The round of fieldwork, by its id.", required=True)
POPULATION = Column("population", "string", "Whom the sample represents.", required=True)
COUNTRY = Column("country", "string", "ISO 3166-1 alpha-2 code; nothing for countries pooled.")
SAMPLE = Column("sample", "string", "The sample, by its id in the questionnaire.", required=True)
ITEM = Column("item", "string", "The question, by its id.", required=True)
STRATUM = Column("stratum", "string", "The stratum; nothing where the design names none.")
PSU = Column("psu", "string", "The primary sampling unit; nothing where respondents are the units.")
ANSWER = (
    "An option, by its id. Where several answers are allowed also a net, (answered): all who "
    "answered, (opinion): those of them with an opinion, and (opinion):OPTION: of these alone."
)
PLACE = (SYNTHETIC, SURVEY, WAVE, POPULATION, COUNTRY)
SAMPLE_OF = (SYNTHETIC, SURVEY, WAVE, SAMPLE)

ESTIMATES = Table(
    "estimates",
    "Estimates",
    "A row an answer in one sample: its share, as far as the evidence goes. Shares are 0 to 1.",
    (
        *PLACE,
        SAMPLE,
        Column("item", "string", "The question, by its id."),
        Column("concept", "string", "The concept whose category the option is; or nothing."),
        Column("option", "string", "The option, net, category or score, by its id.", required=True),
        Column(
            "option_kind",
            "string",
            "What it is. For score, share and its limits are of a mean score.",
            required=True,
            choices=("substantive", "dont_know", "refused", "net", "score"),
        ),
        Column("option_label", "string", "What it is called."),
        Column("share", "number", "The share, where one number is known."),
        Column("low", "number", "Lower limit of the confidence interval."),
        Column("high", "number", "Upper limit of the confidence interval."),
        Column("se", "number", "Standard error of the share."),
        Column("moe", "number", "Margin of error of the share, of probability samples."),
        Column("bound_low", "number", "The least share of the sample that the evidence allows."),
        Column("bound_high", "number", "The greatest share of the sample that it allows."),
        Column("bound_low_reached", "boolean", "Whether the share may be bound_low itself."),
        Column("bound_high_reached", "boolean", "Whether the share may be bound_high itself."),
        Column("n_base", "integer", "Respondents in the base, unweighted."),
        Column("w_base", "number", "Their weights together."),
        Column("n_option", "integer", "Respondents with this answer, unweighted."),
        Column("n_not_asked", "integer", "Respondents who were not asked."),
        Column("n_not_stated", "integer", "Respondents who were asked and gave no answer."),
        Column("n_eff", "number", "Effective sample size."),
        Column("deff", "number", "Design effect."),
        Column("dof", "number", "Degrees of freedom of the interval."),
        Column("method", "string", "How the interval is computed."),
        Column(
            "interval_kind",
            "string",
            "design: of a probability sample; model: as if it were one.",
            choices=("design", "model"),
        ),
        Column(
            "base",
            "string",
            "all: everyone asked; substantive: without don't know and refused.",
            required=True,
        ),
        Column("letters", "string", "The columns of kcli compare that this share is above."),
        Column("label", "string", "The word for what the sample says, on its leading answer."),
        Column("suppressed", "boolean", "Whether the share is withheld.", required=True),
        Column(
            "evidence",
            "string",
            "measured: respondents; published: printed figures; bounded: words; or nothing.",
            choices=("measured", "published", "bounded"),
        ),
        Column("assumptions", "string", "Codes of what no source says, with ; between them."),
        Column("sources", "string", "The publications it rests on, with ; between them."),
        Column("flags", "string", "Codes of what to know of it, with ; between them."),
    ),
)
FACTS = Table(
    "facts",
    "Published facts",
    "A row a fact as it was published, of the estimates' questions in their samples, or pooled.",
    (
        *PLACE,
        SAMPLE,
        ITEM,
        Column("id", "string", "The fact's id.", required=True),
        Column(
            "respondent", "string", "The person or government that it is of, where it names one."
        ),
        Column("option", "string", "The option or net that is spoken of."),
        Column("other", "string", "The option or net that it is compared with."),
        Column(
            "predicate", "string", "What is said, such as share, count or majority.", required=True
        ),
        Column("value", "string", "The figure as printed: its decimals count."),
        Column("other_country", "string", "The country that it is compared with."),
        Column("since", "string", "The wave that it is compared with."),
        Column(
            "base",
            "string",
            "Of whom the share is.",
            required=True,
            choices=("all", "substantive", "unknown"),
        ),
        Column("base_n", "integer", "How many the base has, as printed."),
        Column("source", "string", "Who says it: an id of the table of sources.", required=True),
        Column("grade", "string", "How near the source is to the survey: A, B or C."),
        Column("quote", "string", "The words of the publication."),
        Column("note", "string", "Anything a reader should know."),
    ),
    foreign=(Key(("survey", "source"), "sources", ("survey", "id")),),
)
SOURCES = Table(
    "sources",
    "Sources",
    "A row a publication that the surveys of this export declare.",
    (
        SYNTHETIC,
        SURVEY,
        Column("id", "string", "The publication's id, unique within its survey.", required=True),
        Column("publisher", "string", "Who published it.", required=True),
        Column("title", "string", "Its title."),
        Column("url", "string", "Where it is."),
        Column("published", "string", "When it came out: a day, a month or a year."),
        Column("grade", "string", "A the pollster's own, B press or agency, C a reprint."),
        Column("derived_from", "string", "The publication that it repeats."),
    ),
    primary=("survey", "id"),
)
CELLS = Table(
    "cells",
    "Cells",
    "Sums that add, of respondents: a row an answer in one sampling unit.",
    (
        *PLACE,
        SAMPLE,
        ITEM,
        STRATUM,
        PSU,
        Column("answer", "string", ANSWER, required=True),
        Column("n", "integer", "Respondents with this answer, unweighted.", required=True),
        Column("w", "number", "Their weights together.", required=True),
    ),
)
SQUARES = Table(
    "squares",
    "Squared weights",
    "Sums of squared weights of those with both answers, for variances; what is 0 is left out.",
    (
        *SAMPLE_OF,
        ITEM,
        STRATUM,
        Column("answer", "string", ANSWER, required=True),
        Column(
            "other", "string", "The other answer; the same again for those with it.", required=True
        ),
        Column("w2", "number", "The squares of their weights together.", required=True),
    ),
)
UNITS = Table(
    "units",
    "Sampling units",
    "A row a sampling unit: how many respondents it has, also outside any base.",
    (
        *SAMPLE_OF,
        STRATUM,
        PSU,
        Column("rows", "integer", "Respondents in the file.", required=True),
        Column("clustered", "boolean", "Whether units are clusters of respondents.", required=True),
    ),
)
SILENT = Table(
    "silent",
    "No answer",
    "A row a question in one sample: who is outside its base.",
    (
        *SAMPLE_OF,
        ITEM,
        Column("n_not_asked", "integer", "Respondents who were not asked.", required=True),
        Column("n_not_stated", "integer", "Respondents who gave no answer.", required=True),
    ),
)
REPLICATES = Table(
    "replicates",
    "Replicate weights",
    "A row an answer under one replicate weight, where the design has them.",
    (
        *SAMPLE_OF,
        ITEM,
        Column("replicate", "integer", "Which replicate weight, from 1.", required=True),
        Column("answer", "string", ANSWER, required=True),
        Column("w", "number", "The replicate weights together.", required=True),
    ),
)

TABLES = {
    table.name: table
    for table in (ESTIMATES, FACTS, SOURCES, CELLS, SQUARES, UNITS, SILENT, REPLICATES)
}
"""All there are, by name, in the order in which they are written; without rows."""
