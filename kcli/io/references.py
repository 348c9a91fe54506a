"""Names that a questionnaire uses and nothing bears, names that stand for two things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from kcli.errors import Fault, nearest
from kcli.io.limits import how_to_raise, limits
from kcli.io.yaml_tree import Path, Tree
from kcli.model.concepts import Concepts
from kcli.model.period import read_period
from kcli.model.questionnaire import Questionnaire
from kcli.text.countries import is_country

__all__ = ["questionnaire_references"]


def questionnaire_references(
    stem: str, concepts: Concepts | None
) -> Callable[[Tree], Iterator[Fault]]:
    """The check of one questionnaire file, named ``stem``, against itself and the concepts."""

    def check(tree: Tree) -> Iterator[Fault]:
        root = tree.root
        if isinstance(root, dict):
            yield from _sizes(tree, root)
            yield from _survey(tree, root, stem)
            yield from _sources(tree, root)
            yield from _waves(tree, root)
            yield from _breaks(tree, root)
            yield from _filters(tree, root)
            for item, body in _mapping(root, "items").items():
                if isinstance(body, dict):
                    yield from _item(tree, root, item, body)
                    yield from _concepts(tree, item, body, concepts)

    return check


def _mapping(value: Any, *path: str) -> dict[str, Any]:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _texts(value: Any) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [text for text in found if isinstance(text, str)]


def _unknown(
    tree: Tree, path: Path, what: str, names: Iterable[str], known: Iterable[str], key: bool = False
) -> Iterator[Fault]:
    """A fault for each name that is not among the known ones."""
    known = list(known)
    for place, name in enumerate(names):
        if name not in known:
            inner = (*path, name) if key else (*path, place)
            where = tree.where(inner, key=key)
            hint = nearest(name, known) or f"known: {', '.join(known) or 'none'}"
            yield Fault(f"unknown-{what}", f"there is no {what} {name!r}", where, hint=hint)


def _sizes(tree: Tree, root: Mapping[str, Any]) -> Iterator[Fault]:
    """A fault for each part that has so many parts that nobody would wait for their numbers."""
    places: list[tuple[str, Path]] = [("waves", ("waves",))]
    places += [("samples", ("waves", wave, "samples")) for wave in _mapping(root, "waves")]
    for item in _mapping(root, "items"):
        places.append(("options", ("items", item, "options")))
        versions = _mapping(root, "items", item, "versions")
        places += [("options", ("items", item, "versions", v, "options")) for v in versions]
    for name, path in places:
        count, most = len(_mapping(root, *map(str, path))), limits().of(name)
        if count > most:
            message = f"{count:,} {name}, and {most:,} are read"
            yield Fault("yaml-limit", message, tree.where(path), hint=how_to_raise(name))


def _survey(tree: Tree, root: Mapping[str, Any], stem: str) -> Iterator[Fault]:
    name = root.get("survey")
    if isinstance(name, str) and name != stem:
        message = f"the file is named {stem}.yaml, the survey {name!r}: they must be the same"
        yield Fault("survey-name", message, tree.where(("survey",)))


def _sources(tree: Tree, root: Mapping[str, Any]) -> Iterator[Fault]:
    sources = _mapping(root, "sources")
    origins = {
        name: origin
        for name, body in sources.items()
        if isinstance(origin := _mapping(body).get("derived_from"), str)
    }
    for name, origin in origins.items():
        path = ("sources", name, "derived_from")
        yield from _unknown(tree, path, "source", [origin], sources)
        seen = {name}
        while (origin := origins.get(origin, "")) and origin not in seen:
            seen.add(origin)
        if origin == name:
            message = "a source cannot derive from itself"
            yield Fault("source-cycle", message, tree.where(path))


def _waves(tree: Tree, root: Mapping[str, Any]) -> Iterator[Fault]:
    for wave, body in _mapping(root, "waves").items():
        path: Path = ("waves", wave)
        yield from _fieldwork(tree, path, body)
        yield from _population_sizes(tree, path, body)
        for sample, inner in _mapping(body, "samples").items():
            place = (*path, "samples", sample)
            country = _mapping(inner).get("country", sample)
            named = "country" in _mapping(inner) or (len(sample) == 2 and sample.isupper())
            pooled = _texts(_mapping(inner).get("countries"))
            if not named and not pooled:
                message = f"{sample!r} is no country's code: name its country, or countries"
                yield Fault("unknown-country", message, tree.where(place, key=True))
            for code in pooled or ([country] if named and isinstance(country, str) else []):
                if not is_country(code):
                    where = tree.where(place, key=True)
                    hint = "codes are those of ISO 3166-1 alpha-2"
                    yield Fault(
                        "unknown-country", f"there is no country {code!r}", where, hint=hint
                    )
            yield from _fieldwork(tree, place, inner)
            if _mapping(inner).get("n") is None and "n_status" in _mapping(inner):
                message = "n_status says how n is known, and there is no n"
                yield Fault("no-size", message, tree.where((*place, "n_status"), key=True))


def _population_sizes(tree: Tree, path: Path, body: Any) -> Iterator[Fault]:
    """A fault for each size of a population beside replicate weights, which would not heed it."""
    if "replicates" not in _mapping(body, "design"):
        return
    places: list[Path] = [("design",)]
    places += [("samples", sample) for sample in _mapping(body, "samples")]
    for place in places:
        if "population_size" in _mapping(body, *map(str, place)):
            message = "population_size cannot go with replicate weights: they are the whole design"
            hint = "leave it out; a correction is in the replicate weights, or in their rscales"
            where = tree.where((*path, *place, "population_size"), key=True)
            yield Fault("population-size", message, where, hint=hint)


def _fieldwork(tree: Tree, path: Path, body: Any) -> Iterator[Fault]:
    fieldwork = _mapping(body, "fieldwork")
    start, end = fieldwork.get("start"), fieldwork.get("end")
    if isinstance(start, str) and isinstance(end, str):
        try:
            backwards = read_period(start).first > read_period(end).last
        except ValueError:
            return
        if backwards:
            where = tree.where((*path, "fieldwork", "end"))
            yield Fault("fieldwork-order", f"fieldwork ends before it starts ({start})", where, end)


def _breaks(tree: Tree, root: Mapping[str, Any]) -> Iterator[Fault]:
    breaks = root.get("breaks")
    for place, body in enumerate(breaks if isinstance(breaks, list) else []):
        path: Path = ("breaks", place)
        named = [key for key in ("before", "apart") if key in _mapping(body)]
        if len(named) != 1:
            message = "a break names the first wave after it, or one wave that stands apart"
            hint = "before: WAVE, or apart: WAVE"
            yield Fault("break-wave", message, tree.where(path), hint=hint)
        for key in named:
            waves = _texts(_mapping(body).get(key))
            yield from _unknown(tree, (*path, key), "wave", waves, _mapping(root, "waves"))
        for number, code in enumerate(_texts(_mapping(body).get("countries", []))):
            if not is_country(code):
                where = tree.where((*path, "countries", number))
                yield Fault("unknown-country", f"there is no country {code!r}", where)
        items = _texts(_mapping(body).get("items", []))
        yield from _unknown(tree, (*path, "items"), "item", items, _mapping(root, "items"))


def _item(tree: Tree, root: Mapping[str, Any], item: str, body: dict[str, Any]) -> Iterator[Fault]:
    path: Path = ("items", item)
    waves, items = _mapping(root, "waves"), _mapping(root, "items")
    yield from _unknown(tree, (*path, "asked_in"), "wave", _texts(body.get("asked_in", [])), waves)
    versions = _mapping(body, "versions")
    yield from _unknown(tree, (*path, "versions"), "wave", versions, waves, key=True)
    layers = [(path, body)] + [
        ((*path, "versions", wave), version)
        for wave, version in versions.items()
        if isinstance(version, dict)
    ]
    ever = {name for _, layer in layers for name in _mapping(layer, "options")}
    for place, layer in layers:
        options = list(_mapping(layer, "options")) or list(_mapping(body, "options"))
        yield from _nets(tree, place, layer, options)
        score = _mapping(layer, "score")
        yield from _unknown(tree, (*place, "score"), "option", score, options, key=True)
        yield from _codes(tree, place, _mapping(layer, "options"))
        asked = _mapping(layer, "asked")
        filtering = asked.get("item")
        yield from _unknown(tree, (*place, "asked", "item"), "item", _texts(filtering), items)
        if isinstance(filtering, str) and filtering in items:
            known = _mapping(items, filtering, "options")
            answers = _texts(asked.get("options", []))
            yield from _unknown(tree, (*place, "asked", "options"), "option", answers, known)
    nets = [name for _, layer in layers for name in _mapping(layer, "nets")]
    concepts = body.get("concept")
    for number, concept in enumerate(concepts if isinstance(concepts, list) else [concepts]):
        where: Path = (
            (*path, "concept", number) if isinstance(concepts, list) else (*path, "concept")
        )
        mapped = _mapping(concept, "map")
        yield from _unknown(tree, (*where, "map"), "option", mapped, [*ever, *nets], key=True)


def _filters(tree: Tree, root: dict[str, Any]) -> Iterator[Fault]:
    """A fault for every filter that leads back to its own item, in any wave."""
    told: set[Path] = set()
    for leads in _leads(root):
        for item, (path, first) in leads.items():
            seen, step = set[str](), first
            while step in leads and step not in seen and step != item:
                seen.add(step)
                step = leads[step][1]
            if step == item and path not in told:
                told.add(path)
                where = tree.where((*path, "asked", "item"))
                yield Fault("filter-cycle", "an item cannot decide who is asked it", where, item)


def _leads(root: dict[str, Any]) -> Iterator[dict[str, tuple[Path, str]]]:
    """For each item with a filter, where that stands and which item decides; then wave by wave."""
    items = _mapping(root, "items")
    leads: dict[str, tuple[Path, str]] = {}

    def note(path: Path, item: str, layer: Any) -> None:
        lead = _mapping(layer, "asked").get("item")
        if isinstance(lead, str):
            leads[item] = path, lead

    for item, body in items.items():
        note(("items", item), item, body)
    yield leads
    versions = {item: _mapping(body, "versions") for item, body in items.items()}
    if not any(_mapping(layer, "asked") for own in versions.values() for layer in own.values()):
        return
    try:
        order = Questionnaire.model_validate(root).wave_order
    except ValidationError:
        return  # the file is refused for that
    for wave in order:
        for item, own in versions.items():
            note(("items", item, "versions", wave), item, own.get(wave))
        yield leads


def _nets(tree: Tree, path: Path, layer: dict[str, Any], options: list[str]) -> Iterator[Fault]:
    for net, body in _mapping(layer, "nets").items():
        place = (*path, "nets", net)
        parts = _texts(_mapping(body).get("options", []))
        yield from _unknown(tree, (*place, "options"), "option", parts, options)
        for number, part in enumerate(parts):
            if part in parts[:number]:
                where = tree.where((*place, "options", number))
                yield Fault("duplicate-name", f"{part!r} is in the net already", where)
        if net in options:
            message = f"{net!r} is an option already; a net needs a name of its own"
            yield Fault("duplicate-name", message, tree.where(place, key=True))


def _codes(tree: Tree, path: Path, options: dict[str, Any]) -> Iterator[Fault]:
    """Two options with one code, or with one label in one language."""
    codes: dict[str, str] = {}
    labels: dict[tuple[str, str], str] = {}
    for option, body in options.items():
        place = (*path, "options", option)
        code = _mapping(body).get("code", option)
        if isinstance(code, str):
            same = re.sub(r"\A([0-9]+)\.0+\Z", r"\1", code)  # as cells of responses are read
            if same in codes:
                message = f"the code {code!r} is that of {codes[same]!r} already"
                yield Fault("duplicate-code", message, tree.where((*place, "code")))
            codes.setdefault(same, option)
        label = _mapping(body).get("label") if isinstance(body, dict) else body
        for language, text in (
            {"und": label} if isinstance(label, str) else _mapping(label)
        ).items():
            if not isinstance(text, str):
                continue
            if (language, text) in labels:
                message = f"the label {text!r} is that of {labels[language, text]!r} already"
                yield Fault("duplicate-label", message, tree.where((*place, "label")))
            labels.setdefault((language, text), option)


def _concepts(
    tree: Tree, item: str, body: dict[str, Any], concepts: Concepts | None
) -> Iterator[Fault]:
    if concepts is None:
        return
    found = body.get("concept")
    for place, concept in enumerate(found if isinstance(found, list) else [found]):
        path: Path = ("items", item, "concept")
        if isinstance(found, list):
            path = (*path, place)
        name = _mapping(concept).get("id")
        yield from _unknown(tree, (*path, "id"), "concept", _texts(name), concepts.concepts)
        if not isinstance(name, str) or name not in concepts.concepts:
            continue
        categories = concepts.concepts[name].categories
        for option, to in _mapping(concept, "map").items():
            yield from _unknown(tree, (*path, "map", option), "category", _texts(to), categories)
