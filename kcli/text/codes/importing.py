"""Codes of foreign files: what keeps one from being read, and what is said of one that is."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]

CODES = {
    "import-shape": Code(
        "The file is not shaped as its format is",
        "Qualtrics begins with three header rows, SurveyMonkey with two; an XLSForm has a sheet "
        "named survey; Triple-S is XML with one record. Read otherwise, headers would be answers.",
        "kcli import responses.csv, of which the header rows were deleted",
        "Export it anew; or name its format with --from",
    ),
    "encoding-guessed": Code(
        "The encoding of a foreign file was guessed",
        "The file does not say how its letters are encoded, so the encoding that makes most "
        "letters of its bytes is taken. Wrong ones are seen at the labels.",
        "kcli import poll.sav, written on a Korean Windows long ago",
        "kcli import poll.sav --encoding cp949",
        severity="note",
    ),
    "user-missing": Code(
        "Values that the foreign file declares missing",
        "Don't know and refused are often among them, so they are kept as answers of these kinds, "
        "to be confirmed. --empty-missing leaves their cells empty, outside every base.",
        "missing values 8, 9 of a .sav file",
        "kcli import poll.sav --empty-missing",
        severity="note",
    ),
    "test-rows": Code(
        "Rows that may be nobody's answers",
        "Previews, tests, spam, or interviews that were not finished. They are kept, because the "
        "file does not say what is right for this survey.",
        "Status: Survey Preview",
        "Take these rows out of the export, then import it",
        severity="note",
    ),
    "short-rows": Code(
        "Rows that end before their last cell",
        "Some programs leave out an empty cell at the end of a row. A row that lacks one cell is "
        "taken as such; one that lacks more is refused, because it may have been cut.",
        "an export in which line 7 has 11 cells, and the header 12",
        "Look at that line: a comma missing within it would move its answers",
        severity="note",
    ),
    "not-shown": Code(
        "Cells that say that a question was not shown",
        "They hold no answer. They are left empty, so that these people are in no base.",
        "N/A in an export of LimeSurvey",
        severity="note",
    ),
    "answers-given": Code(
        "The file has the answers that were given, not those that were offered",
        "An answer that nobody gave is not in the questionnaire, and the order of the others need "
        "not be that in which people saw them.",
        "an export of SurveyMonkey",
        "Compare items and options with the questionnaire",
        severity="note",
    ),
    "codes-unknown": Code(
        "Answers that the questionnaire of the file does not have",
        "Respondents have a code, or a mark, of which the questionnaire says nothing: it may be "
        "of another version. Where it can be told from the others it is kept as an answer.",
        "a form with the choices tv and radio, and the submission: tv web",
        "kcli import with the form as it was in the field",
        severity="note",
    ),
    "data-beside": Code(
        "The file in which the respondents are",
        "A Triple-S survey has its data in a second file of the same name. --data names another.",
        "poll.sss and poll.asc",
        severity="note",
    ),
    "filter-unmapped": Code(
        "Filters that could not be kept",
        "kcli keeps a filter by the answers to one question. Who is asked by any other rule is "
        "known by the empty cells alone.",
        "relevant: ${age} > 17",
        "asked: {item: adult, options: [yes]}",
        severity="note",
    ),
    "label-language": Code(
        "Labels whose language is not known, or that stand twice",
        "A form has a column of labels for each language, which is known by its tag or by its "
        "name. The first column of an unknown language is kept as a text without one, unless "
        "there is such a text; every other one is left out.",
        "label::Klingonese",
        "label::Oromo (om)",
        severity="note",
    ),
    "scores-left": Code(
        "Scores that were left out",
        "A mean score is made where every answer has a score and one answer is allowed. Scores of "
        "other questions would be of no use.",
        '<value code="1" score="2">Yes</value><value code="2">No</value>',
        "score: {yes: 2, no: 0}",
        severity="note",
    ),
}
