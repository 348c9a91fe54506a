"""Russian: tables in short nouns, sentences in plain written style."""

from __future__ import annotations

from kcli.text.languages.ru import catalogue, charts, document, pages, report, summary, told
from kcli.text.languages.ru.cases import inflected

__all__ = ["MESSAGES", "finish", "inflected"]

MESSAGES: dict[str, str] = {
    **pages.MESSAGES,
    **told.MESSAGES,
    **summary.MESSAGES,
    **report.MESSAGES,
    **charts.MESSAGES,
    **document.MESSAGES,
    **catalogue.MESSAGES,
}


def finish(before: str, words: str) -> str:
    """The words of a template; after ``п.п.`` or ``г.`` no second full stop.

    >>> finish("на 5 п.п.", "."), finish("в 2019", "."), finish("4 июн. 2019 г.", ". Далее")
    ('', '.', ' Далее')
    """
    return words[1:] if before.endswith(".") and words.startswith(".") else words
