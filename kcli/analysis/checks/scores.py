"""Scores of which no mean is made."""

from __future__ import annotations

from collections.abc import Iterator

from kcli.analysis.checks.flaw import Declared, Flaw, flaw
from kcli.model.questionnaire import Questionnaire
from kcli.text.sentences import listed

__all__ = ["check_scores"]


def check_scores(questionnaire: Questionnaire, declared: Declared) -> Iterator[Flaw]:
    """Scores that some answers lack, or that count for nothing: told once an item."""
    for name in questionnaire.items:
        for wave in questionnaire.waves_of(name):
            asking = questionnaire.asking(name, wave)
            if not asking.score:
                continue
            without = [option for option in asking.substantive if option not in asking.score]
            idle = [option for option in asking.score if option not in asking.substantive]
            if asking.type == "multiple":
                told = "several answers are allowed, so there is no mean score"
                hint = "leave the score out"
            elif without:
                told = f"{listed(without)} {'has' if len(without) == 1 else 'have'} no score, "
                told += "so there is no mean score"
                hint = "give each answer a score, or none"
            elif idle:
                told = f"{listed(idle)} is no opinion: its score is not used"
                hint = "don't know and refused are left out of the mean"
            else:
                continue
            message = f"{name} ({wave}): {told}"
            yield flaw("score-unused", message, declared.where(("items", name, "score")), (), hint)
            break
