"""What a statement about one sample's answers to one item is read against."""

from __future__ import annotations

from fractions import Fraction

from kcli.model.concepts import Conventions
from kcli.model.predicates.base import Scene
from kcli.model.questionnaire import Questionnaire, SampleView

__all__ = ["scene_of"]


def scene_of(
    questionnaire: Questionnaire,
    item: str,
    wave: str,
    sample: SampleView,
    conventions: Conventions | None,
) -> Scene:
    """The scene of an item in one sample: its options, and what words mean there."""
    waves = questionnaire.waves_of(item)
    place = waves.index(wave)
    within = questionnaire.equal_within
    if within is None and conventions is not None:
        within = conventions.equal_within
    asking = questionnaire.asking(item, wave)
    return Scene(
        asking=asking,
        rivals=sample.plurality_rivals,
        own_conventions=questionnaire.conventions,
        conventions=conventions.conventions if conventions else {},
        equal_within=Fraction(1) if within is None else within,
        n=sample.n if asking.asked is None else None,
        earlier_wave=waves[place - 1] if place else None,
    )
