"""Codes of files that cannot be read, whatever they hold."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]

CODES = {
    "path": Code(
        "The file cannot be opened, or is not in the project",
        "A file of a project is a regular file inside its folder, once links are followed. A "
        "link that leads elsewhere would make what kcli says depend on files that nobody sees.",
        "questionnaires/poll.yaml -> /home/me/poll.yaml",
        "cp /home/me/poll.yaml questionnaires/poll.yaml",
    ),
    "too-large": Code(
        "The file is larger than kcli reads",
        "YAML may have 8,000,000 bytes, findings 256,000,000, a compressed file 2,000,000,000 once "
        "unpacked and 250 times its size; 20,000 columns. What is larger is mostly a mistake, or "
        "made to use up the memory. The hint names the limit; kcli --limit NAME=N raises it.",
        "2019.responses.csv.gz of 40 kB, which unpacks to 300 MB",
        "kcli --limit unpacked-ratio=10000 compare poll",
    ),
    "unreadable": Code(
        "Another program cannot read it",
        "pyarrow, DuckDB, Spark or pyreadstat could not read the file, folder or address; the "
        "line says what they say. A row of another length than the header is among the reasons.",
        "kcli --engine duckdb --responses 'poll@2024=part-*.csv' compare poll, of which one is cut",
        "Mend the file, or read it with kcli itself, which names the line",
    ),
    "empty": Code(
        "The file is empty",
        "Nothing stands in it but blanks. A file that is there is meant to say something.",
        "datasets/poll/findings.csv: 0 bytes",
        "Fill it, or remove it",
    ),
    "encoding": Code(
        "The file is not UTF-8",
        "Read in a wrong encoding, labels and names would change without a word. kcli tells "
        "where the first byte is that is not UTF-8, and what the encoding may be.",
        "findings.csv, saved as Windows-1252 or CP949",
        "iconv -f CP949 -t UTF-8 findings.csv > new.csv",
    ),
    "control-char": Code(
        "A character that cannot be seen",
        "Control characters, and those that reorder text, can make a line look like another one "
        "than it is.",
        "V01,2019,CN,change,better,share,57.5\\u202e",
        "V01,2019,CN,change,better,share,57.5",
    ),
    "csv-syntax": Code(
        "The file is not CSV",
        "A quote inside a quoted cell is written twice, and every quoted cell ends. Otherwise "
        "rows run into each other.",
        'V01,2019,CN,change,better,share,57.5,"a "clear" majority"',
        'V01,2019,CN,change,better,share,57.5,"a ""clear"" majority"',
    ),
    "dialect": Code(
        "The cells are not divided by commas",
        "Some spreadsheets write semicolons or tabs, or a first line of their own. Then every "
        "row is one cell.",
        "id;wave;country;item",
        "id,wave,country,item",
    ),
    "blank-line": Code(
        "A blank line",
        "Spreadsheets leave them where rows were deleted, and in a file of respondents one may "
        "stand for a person.",
        "V01,2019,CN,...\n\nV02,2019,JP,...",
        "V01,2019,CN,...\nV02,2019,JP,...",
    ),
    "ragged-row": Code(
        "A row of another length than the header",
        "A comma too many, or one that is not quoted, shifts every cell behind it.",
        "V01,2019,CN,change,better,share,1,004",
        'V01,2019,CN,change,better,share,"1,004"',
    ),
    "no-rows": Code(
        "There is no row below the header",
        "A file of findings or respondents without any is mostly one that was cut off.",
        "id,wave,item,option,predicate,source",
        "id,wave,item,option,predicate,source\nV01,2019,change,better,majority,paper",
    ),
    "blank-column": Code(
        "A column without a name",
        "What stands below it could be anything; a spreadsheet adds such columns for cells that "
        "were once used.",
        "id,wave,,item",
        "id,wave,country,item",
    ),
    "duplicate-column": Code(
        "Two columns of one name",
        "Which of the two is meant cannot be known.",
        "id,wave,value,value",
        "id,wave,value,note",
    ),
    "missing-column": Code(
        "A column is missing",
        "Findings need id, wave, item, option, predicate and source. A file of responses needs a "
        "column for every item that its wave asked, and for every name in its design: a column "
        "that is left out by mistake would look like a question nobody answered.",
        "id,wave,item,option,predicate",
        "id,wave,item,option,predicate,source",
    ),
    "unknown-column": Code(
        "A column that findings do not have",
        "A misspelt column would be passed over with all that stands in it.",
        "id,wave,item,option,predicat,source",
        "id,wave,item,option,predicate,source",
    ),
    "ignored-file": Code(
        "A file that kcli passes over",
        "It looks like data, and no survey or wave of the project has its name. What stands in "
        "it counts nowhere.",
        "datasets/poll/2091.responses.csv",
        "datasets/poll/2019.responses.csv",
        "warning",
    ),
    "not-judged": Code(
        "Files that could not be judged",
        "What hangs on a questionnaire that cannot be read is looked at only as a file. Repair "
        "the questionnaire first; there may be more.",
        "questionnaires/poll.yaml has faults: datasets/poll/ waits for it",
        severity="note",
    ),
}
