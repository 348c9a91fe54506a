"""Codes of margins, and of respondents who cannot have them."""

from __future__ import annotations

from kcli.text.codes.base import Code

__all__ = ["CODES"]

CODES = {
    "targets-sum": Code(
        "The shares of a margin do not add up",
        "Everybody in the population has one of the answers: shares add up to 1, percentages to "
        "100. What rounding has taken off is put back by whoever knows where it belongs.",
        "sex: {man: 48.9, woman: 51.0}",
        "sex: {man: 48.9, woman: 51.1}",
    ),
    "margin-of-several": Code(
        "A margin of an item that allows several answers",
        "Its shares do not add up, so its answers do not divide the population.",
        "margins: {media: {television: 70, radio: 40}}",
        "margins: {age: {young: 40, old: 60}}",
    ),
    "margin-unanswered": Code(
        "Respondents without an answer to an item of a margin",
        "Nobody knows what weight they ought to have. Either the item is left out, or don't know "
        "is an answer with a share of its own, or their answers are filled in before.",
        "id,age\n1,young\n2,",
        "id,age\n1,young\n2,old",
    ),
    "no-target": Code(
        "An answer that respondents gave, without a share in the population",
        "They would weigh nothing. An answer that is not in the population either is one that "
        "was not told apart there, and belongs with another.",
        "margins: {age: {young: 40, old: 60}} and 12 respondents with middle",
        "margins: {age: {young: 40, middle: 25, old: 35}}",
    ),
    "empty-category": Code(
        "An answer with a share in the population, and nobody who gave it",
        "No weight makes somebody out of nobody. Put the answer together with another one.",
        "margins: {age: {young: 40, old: 55, oldest: 5}} and nobody with oldest",
        "margins: {age: {young: 40, old: 60}}",
    ),
    "no-convergence": Code(
        "No weights give the respondents these margins together",
        "The margins contradict each other in this sample: all who are young are also in town, "
        "and more of the population are young than in town. Or the weights run off so far that "
        "a thousand rounds are not enough.",
        "margins: {age: {young: 60, old: 40}, place: {town: 50, country: 50}}",
        "margins: {age: {young: 60, old: 40}}",
    ),
}
