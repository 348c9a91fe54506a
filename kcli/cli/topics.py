"""``kcli help TOPIC``: what is no command's alone."""

from __future__ import annotations

__all__ = ["TOPICS", "topic"]

FORMATS_TEXT = """\
Formats

What kcli prints: --format NAME, or the suffix of --output FILE.
  table      for people, as wide as the terminal; 80 columns in a pipe
  json       one object, the same keys whatever the flags: kcli schema COMMAND
  jsonl      a line with all but the records, then a record a line
  csv        the records of one type: --records TYPE
  markdown   for a wiki, or an issue
  html       one page without scripts, and with nothing from elsewhere
  xlsx       a workbook with a sheet a question
  github     an annotation a fault, verdict or change, for a workflow
  sarif      the faults of kcli check, for code scanners
html and xlsx need: pip install 'kcli-tracker[report]'

What kcli reads, in a folder with questionnaires/ and datasets/:
  questionnaires/SURVEY.yaml              its waves, samples and questions
  questionnaires/concepts.yaml            what questions measure alike
  questionnaires/conventions.yaml         what words such as "most" mean
  datasets/SURVEY/findings.csv            what was published, a fact a row
  datasets/SURVEY/WAVE.findings.csv       the same, a file a wave
  datasets/SURVEY/WAVE.responses.csv      respondents, one a row; also .csv.gz
  datasets/SURVEY/WAVE.responses.parquet  the same: 'kcli-tracker[parquet]'
  datasets/SURVEY/claims.yaml             sentences to verify
  datasets/SURVEY/report.yaml             what a report consists of

kcli init FOLDER makes most of them. kcli schema questionnaire is for editors.
"""

CODES_TEXT = """\
Exit codes

    0  done
    1  verify, check, diff or report --check found something; the last line on
       standard error counts it
    2  arguments or input that cannot be used: one line each on standard error,
       FILE:LINE:COLUMN: CODE: what is wrong, and nothing on standard output
   70  an internal error: please report it
   74  the result cannot be written; no file is left half written
  130  interrupted
  141  the reader of a pipe went away, as head does

kcli explain CODE has a page on every CODE.
"""

ENVIRONMENT_TEXT = """\
Environment

  KCLI_PROJECT       the project's folder, or: shipped; --project goes before it
  KCLI_READER        strict or swift: how responses in CSV are read; auto
  KCLI_DEBUG         any value: the traceback of an internal error
  COLUMNS            the width of tables that do not go to a terminal; 80
  NO_COLOR           any value: no colours
  FORCE_COLOR        any value: colours also where no terminal is
  TERM               dumb: neither colours nor progress
  PYTHONIOENCODING   the encoding of tables; JSON and CSV are UTF-8 always
  PYSPARK_PYTHON     the Python of Spark's workers; the one that runs kcli
  _KCLI_COMPLETE     what a shell asks with when it completes a line

No other variable, no locale and no clock changes a result. The network is used
only where --engine and --responses name something that is not on this machine.
"""

SELECTORS_TEXT = """\
Selectors

How surveys, waves, questions and samples are named:

  SURVEY[.ITEM][@WAVE][:POPULATION][/COUNTRY]

  kf-vub                       a survey, in its latest wave
  kf-vub@2019                  one wave
  kf-vub.us_nk_change          one question
  kf-vub.us_nk_change/CN       one country
  ifes@2025:experts            one population
  us_nk_change                 a question of which there is only one
  us_nk_outlook                a concept, which several surveys measure

kcli list has the surveys, kcli list SURVEY its questions. The Tab key completes
all of them, once kcli --install-completion has been run.
"""

TOPICS: dict[str, tuple[str, str]] = {
    "formats": ("What kcli reads and prints.", FORMATS_TEXT),
    "exit-codes": ("What the exit status says.", CODES_TEXT),
    "environment": ("The variables that kcli heeds.", ENVIRONMENT_TEXT),
    "selectors": ("How surveys, waves and questions are named.", SELECTORS_TEXT),
}
"""By name: what it is about in a line, and its text."""


def topic(name: str) -> str | None:
    """The text of a topic; None where there is none of that name."""
    found = TOPICS.get(name)
    return found[1] if found else None
