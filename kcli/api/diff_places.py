"""Where the second side says what is otherwise: the line of a difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kcli.analysis.diff import Change
from kcli.io.yaml_tree import Path, Tree
from kcli.model.questionnaire import Questionnaire

__all__ = ["line_of", "line_of_key"]

_OF_AN_ITEM = {
    "wording": "text",
    "wording_status": "wording",
    "option_added": "options",
    "option_removed": "options",
    "option_label": "options",
    "option_kind": "options",
    "option_code": "options",
    "option_order": "options",
    "option_list": "options_complete",
    "type": "type",
    "score": "score",
    "net_added": "nets",
    "net_removed": "nets",
    "net_label": "nets",
    "net_parts": "nets",
    "filter": "asked",
    "time_frame": "time_frame",
}
_OF_A_SAMPLE = {
    "universe": "population",
    "weighting": "weighted",
    "base": "published_base",
    "partner": "organisations",
}


def line_of(
    tree: Tree,
    questionnaire: Questionnaire,
    change: Change,
    wave: str,
    item: str | None = None,
    sample: str | None = None,
) -> int:
    """The line of the nearest part that the file has."""
    if item is not None and item in questionnaire.items:
        return _line(tree, _in_item(questionnaire, change, wave, item))
    if change.aspect == "item":
        return _line(tree, ("items",))
    if change.aspect == "break":
        return _line(tree, ("breaks",))
    key = _OF_A_SAMPLE.get(change.aspect, change.aspect)
    names = [sample] if sample is not None else list(questionnaire.waves[wave].samples)
    return _line(tree, next(_of_conduct(tree, key, ("waves", wave), names)))


def line_of_key(tree: Tree, path: tuple[str, ...]) -> int:
    """The line of a key, or of the nearest one above it that the file has."""
    return _line(tree, path)


def _line(tree: Tree, path: Path) -> int:
    while path and path not in tree.values:
        path = path[:-1]
    return tree.where(path, key=True).line


def _in_item(questionnaire: Questionnaire, change: Change, wave: str, item: str) -> Path:
    """The key of the latest version that has a say; that of the item where none has."""
    path: Path = ("items", item)
    key = _OF_AN_ITEM.get(change.aspect)
    if key is None:
        return path
    order = questionnaire.wave_order
    body = questionnaire.items[item]
    said_in = [
        version
        for version in order[: order.index(wave) + 1]
        if version in body.versions and getattr(body.versions[version], key) is not None
    ]
    path = (*path, "versions", said_in[-1], key) if said_in else (*path, key)
    part = (change.part,) if change.part else ()
    inner = ("label",) if change.aspect in ("option_label", "net_label") else ()
    return (*path, *part, *inner, *((change.language,) if change.language else ()))


def _of_conduct(tree: Tree, key: str, wave: Path, samples: Sequence[str]) -> Iterator[Path]:
    """The samples' own word, their wave's, the survey's; else the sample, or the wave, itself."""
    own: list[Path] = [(*wave, "samples", sample, key) for sample in samples]
    if all(path in tree.values for path in own):
        yield own[0]
    for path in ((*wave, key), (key,), *own):
        if path in tree.values:
            yield path
    yield (*wave, "samples", samples[0]) if len(samples) == 1 else wave
