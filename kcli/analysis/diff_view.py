"""What a reader of ``kcli diff`` needs beside its records: what the two sides are."""

from __future__ import annotations

from dataclasses import dataclass

from kcli.analysis.diff_rounds import Round
from kcli.model.questionnaire import Questionnaire

__all__ = ["DiffView"]


@dataclass(frozen=True)
class DiffView:
    """Both sides: two rounds of asking, or two versions of a file where there are no rounds."""

    questionnaires: tuple[Questionnaire, Questionnaire]
    paths: tuple[str, str]
    rounds: tuple[Round, Round] | None
    language: str

    @property
    def versions(self) -> bool:
        """Whether these are two versions of one questionnaire."""
        return self.rounds is None
