"""Questionnaires: a skeleton (texts, ids, nets) filled with what the rows say of waves and sources.

A skeleton is a questionnaire with three keys more: ``every_wave`` and
``every_sample`` hold what many waves share, and ``known_as`` in an item the
other names that the files call it by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

import yaml
from facts.rows import HERE, SURVEY_OF, Fact, read_rows

__all__ = ["SURVEYS", "Draft", "draft"]

Tree = dict[str, Any]

SURVEYS = (*dict.fromkeys(SURVEY_OF.values()), "commentary", "governments")

# What the files call a population: its kind, and its words where they say more than the kind.
_KINDS = {
    "general public": ("general_public", None),
    "general public, telephone": ("general_public", None),
    "general public 18+": ("general_public", "general public 18+"),
    "general public 19+": ("general_public", "general public 19+"),
    "general public (online panel)": ("general_public", "general public (online panel)"),
    "Korean Peninsula experts (researchers, journalists, former diplomats)": (
        "experts",
        "Korean Peninsula experts (researchers, journalists, former diplomats)",
    ),
}
# Rows of surveys.csv that describe one wave of a survey, not all of it.
_WAVE_OF = {
    "ifes_2014": "2014",
    "ifes_2025": "2025",
    "eai_only": "2024",
    "eai_api_kei": "2025",
    "genron_umd_2017": "2017",
    "genron_umd_2018": "2018",
}


class Draft:
    """A questionnaire in the making, and the names by which the files call its parts."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.known_as: dict[str, list[str]] = {}
        for item, body in tree["items"].items():
            names = [*body.pop("known_as", []), body["text"]["en"]]
            names += [v["text"]["en"] for v in body.get("versions", {}).values() if "text" in v]
            for name in dict.fromkeys(names):
                self.known_as.setdefault(name.casefold(), []).append(item)

    def items(self, name: str) -> list[str]:
        """The items that a file calls by a name: one, unless it speaks of several."""
        return self.known_as.get(name.casefold(), [])

    def item(self, name: str) -> str:
        """The one item that a file calls by a name."""
        (item,) = self.items(name)
        return item

    def option(self, item: str, label: str) -> str:
        """The option or net of an item, in any of its versions, that has this English label."""
        body = self.tree["items"][item]
        for layer in (body, *body.get("versions", {}).values()):
            for name, option in {**layer.get("options", {}), **layer.get("nets", {})}.items():
                if option.get("label", option)["en"].casefold() == label.casefold():
                    return str(name)
        raise LookupError(f"{item} has no option {label!r}")

    def asked(self, places: Iterable[tuple[str, str]]) -> None:
        """Take every item as asked in the waves where something was published of it, alone."""
        found = set(places)
        waves = self.tree["waves"]
        for item, body in self.tree["items"].items():
            own = [wave for wave in waves if (item, wave) in found]
            if own and len(own) < len(waves):
                body["asked_in"] = own

    def source(self, url: str = "", title: str = "", publisher: str = "", **more: str) -> str:
        """The id of a source, by its address or its title; a new one where there is none."""
        sources = self.tree.setdefault("sources", {})
        for name, body in sources.items():
            if (url and body.get("url") == url) or (title and _said(body.get("title")) == [title]):
                body.update({**more, **body})
                return str(name)
        host = urlsplit(url).hostname or publisher
        stem = _stem(host)
        number = 1 + sum(1 for name in sources if name.rpartition("-")[0] == stem or name == stem)
        name = stem if number == 1 else f"{stem}-{number}"
        sources[name] = {"publisher": publisher or host, **more}
        if url:
            sources[name]["url"] = url
        if title:
            sources[name]["title"] = {"en": title}
        return name


def draft(survey: str, rows: Iterable[Fact]) -> Draft:
    """The questionnaire of a survey, with the waves that its rows speak of."""
    skeleton = _skeleton(survey)
    common, by_sample = skeleton.pop("every_wave", {}), skeleton.pop("every_sample", {})
    own = list(rows)
    waves: Tree = {}
    for wave in dict.fromkeys([*(fact.wave for fact in own), *skeleton.get("waves", {})]):
        found = _wave([fact for fact in own if fact.wave == wave])
        samples = {name: body for name, body in by_sample.items() if name in found["samples"]}
        written = skeleton.get("waves", {}).get(wave, {})
        waves[wave] = merged(merged(common, merged(found, {"samples": samples})), written)
    skeleton["waves"] = waves
    result = Draft(skeleton)
    _described(result, survey)
    _worded(result, survey)
    return result


def merged(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> Tree:
    """Two mappings as one, all the way down; where both speak, the upper is heard."""
    result = deepcopy(dict(lower))
    for key, value in upper.items():
        both = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
        result[key] = merged(result[key], value) if both else deepcopy(value)
    return result


def _skeleton(survey: str) -> Tree:
    text = (HERE / "skeletons" / f"{survey}.yaml").read_text("utf-8")
    tree: Tree = yaml.load(text, Loader=yaml.BaseLoader)  # makes text of everything
    return tree


def _wave(rows: list[Fact]) -> Tree:
    """What the rows of a wave say of it: what its samples have in common, and what not."""
    samples = {
        country: _sample([fact for fact in rows if fact.country == country])
        for country in dict.fromkeys(fact.country for fact in rows)
    }
    wave: Tree = {}
    for key in ("fieldwork", "population"):
        values = [sample.get(key) for sample in samples.values()]
        if values and all(value == values[0] for value in values):
            wave[key] = values[0]
            for sample in samples.values():
                del sample[key]
    return {**wave, "samples": samples}


def _sample(rows: list[Fact]) -> Tree:
    sample: Tree = {}
    sizes = {fact.n for fact in rows} - {""}
    if sizes:
        (sample["n"],) = sizes
    ((start, end),) = {(fact.fieldwork_start, fact.fieldwork_end) for fact in rows}
    year = rows[0].year
    sample["fieldwork"] = {"start": start or year, "end": end or year}
    # One file may name a population more closely than the next.
    kind, words = _KINDS[max((fact.population for fact in rows), key=len)]
    sample["population"] = {"kind": kind, "universe": {"en": words}} if words else kind
    return sample


def _described(result: Draft, survey: str) -> None:
    """Titles, organisers and terms of use, from surveys.csv."""
    licences = []
    for row in read_rows("surveys"):
        if SURVEY_OF[row["survey_id"]] != survey:
            continue
        wave = _WAVE_OF.get(row["survey_id"])
        place = result.tree if wave is None else result.tree["waves"][wave]
        place.setdefault("title", {"en": row["title"]})
        place.setdefault("organisations", []).insert(0, row["organisers"])
        place["note"] = {
            "en": "; ".join(
                [row["mode_and_population"], row["series_kind"], *_said(place.get("note"))]
            )
        }
        if wave is None:
            result.tree["url"] = row["method_url"]
        else:
            result.source(row["method_url"])
        terms = row["licence_or_attribution_seen"]
        licences.append(terms)
        if terms.startswith("required attribution"):
            result.tree["attribution"] = {"ko": terms.partition(": ")[2]}
    if licences:
        result.tree["licence"] = {"en": "; ".join(dict.fromkeys(licences))}


def _worded(result: Draft, survey: str) -> None:
    """Where the words of an item are from, out of items.csv."""
    for row in read_rows("items"):
        if SURVEY_OF[row["survey_id"]] != survey:
            continue
        items = result.tree["items"]
        for item in items if row["item"] == "all items" else result.items(row["item"]):
            result.source(row["source_url"])
            items[item]["note"] = {"en": f"{row['wording_status']} ({row['source_url']})"}


def _said(note: Mapping[str, str] | None) -> list[str]:
    return [note["en"]] if note else []


def _stem(host: str) -> str:
    """A short name for a host: ``www4.ajunews.com`` is ajunews; or for a publisher."""
    parts = host.split(".")
    if len(parts) == 1:
        return "-".join(host.casefold().split())
    parts.pop()
    if parts[-1] in ("ac", "co", "go", "or") and len(parts) > 1:
        parts.pop()
    return parts[-1]
