"""A good questionnaire with its responses, and what they are made of, found out from themselves."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import yaml
from hostile.sheet import Sheet, place_in, quoted

from kcli.io.plain import TextFile
from kcli.io.yaml_tree import parse_yaml
from kcli.model.questionnaire import Asking, Questionnaire

Files = Mapping[str, bytes]
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the faster, where it is built in
_MARK = "HERE0STANDS0IT"
ID, COUNTRY, WEIGHT = "hostile_id", "hostile_country", "hostile_weight"


@dataclass(frozen=True)
class Pair:
    """A questionnaire, the responses of one of its waves, and the files beside them."""

    questionnaire: str
    responses: str
    survey: str
    wave: str
    packed: bool = False
    beside: Files = field(default_factory=dict)

    # -- files ----------------------------------------------------------------

    @property
    def yaml_path(self) -> str:
        return f"questionnaires/{self.survey}.yaml"

    @property
    def csv_path(self) -> str:
        return f"datasets/{self.survey}/{self.wave}.responses.csv{'.gz' if self.packed else ''}"

    @property
    def plain_path(self) -> str:
        """Where the responses stand unpacked."""
        return f"datasets/{self.survey}/{self.wave}.responses.csv"

    def stored(self, data: bytes | str) -> bytes:
        """Responses as the file has them."""
        data = data.encode() if isinstance(data, str) else data
        return gzip.compress(data, 1, mtime=0) if self.packed else data

    @property
    def files(self) -> dict[str, bytes]:
        """Everything that a project of this pair holds."""
        return {
            **self.beside,
            self.yaml_path: self.questionnaire.encode(),
            self.csv_path: self.stored(self.responses),
        }

    # -- what they say --------------------------------------------------------

    @cached_property
    def tree(self) -> dict[str, Any]:
        """The questionnaire as plain mappings, lists and texts."""
        root = parse_yaml(TextFile(self.yaml_path, self.questionnaire, "")).root
        assert isinstance(root, dict)
        return root

    @cached_property
    def model(self) -> Questionnaire:
        return Questionnaire.model_validate(self.tree)

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet.of(self.responses)

    @property
    def design(self) -> dict[str, str]:
        """The columns that the design names."""
        declared = self.tree["waves"][self.wave].get("design") or {}
        return {role: name for role, name in declared.items() if isinstance(name, str)}

    @property
    def id(self) -> str:
        return self.design["respondent"]

    @property
    def country(self) -> str:
        return self.design["country"]

    @property
    def weight(self) -> str:
        return self.design["weight"]

    @cached_property
    def asked(self) -> tuple[Asking, ...]:
        """The items of the wave, as it asked them."""
        return tuple(
            self.model.asking(item, self.wave)
            for item in self.model.items
            if self.wave in self.model.waves_of(item)
        )

    @cached_property
    def asking(self) -> Asking:
        """One item with a single answer and a column of its own; put to everybody, if there is."""
        single = [a for a in self.asked if a.type == "single" and a.item in self.sheet.header]
        assert single, "a pair needs an item with one answer each"
        return next((a for a in single if a.asked is None), single[0])

    @property
    def item(self) -> str:
        return self.asking.item

    @property
    def codes(self) -> dict[str, str]:
        """Each option of the item with its code."""
        return {name: option.code or name for name, option in self.asking.options.items()}

    @property
    def path(self) -> tuple[str, ...]:
        """Where the questionnaire has the options of the item."""
        versions = self.tree["items"][self.item].get("versions") or {}
        order = self.model.wave_order
        here = [w for w in order[: order.index(self.wave) + 1] if "options" in versions.get(w, {})]
        inner = ("versions", here[-1]) if here else ()
        return ("items", self.item, *inner, "options")

    @cached_property
    def row(self) -> int:
        """A row in the middle, with an answer to the item."""
        column = self.sheet.values(self.item)
        answered = [n for n, value in enumerate(column, 1) if value]
        return min(answered, key=lambda n: abs(n - self.sheet.middle))

    # -- the questionnaire written anew ----------------------------------------

    def dumped(self, tree: Mapping[str, Any] | None = None) -> str:
        """A questionnaire with every key on a line of its own."""
        root = self.tree if tree is None else tree
        text: str = yaml.dump(
            root, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=10**9
        )
        return text

    def with_tree(self, tree: Mapping[str, Any]) -> Pair:
        return replace(self, questionnaire=self.dumped(tree))

    def written(
        self, path: Sequence[str | int], raw: str, *, key: str | None = None
    ) -> tuple[str, tuple[int, int]]:
        """The questionnaire with ``raw`` as the value at a path, and the place where it begins.

        With ``key``, that is the value of a new key at the path, written raw, and the place the
        key's.
        """
        tree = deepcopy(self.tree)
        holder: Any = tree
        for step in path[:-1] if key is None else path:
            holder = holder[step]
        if key is None:
            holder[path[-1]] = _MARK
            text = self.dumped(tree)
            start = text.index(_MARK)
            return text.replace(_MARK, raw), place_in(text, start)
        holder[_MARK] = f"{_MARK}V"
        text = self.dumped(tree)
        start = text.index(_MARK)
        return text.replace(f"{_MARK}V", raw).replace(_MARK, key), place_in(text, start)

    def line_of(self, *path: str | int) -> int:
        """The line of a key in the questionnaire written anew."""
        file = TextFile(self.yaml_path, self.dumped(), "")
        return parse_yaml(file).where(tuple(path), key=True).line

    # -- with everything that a case may need ----------------------------------

    @cached_property
    def full(self) -> Pair:
        """The same with an id, a country, a weight and numeric codes, added where missing."""
        tree, sheet = deepcopy(self.tree), self.sheet
        wave = tree["waves"][self.wave]
        design = wave["design"] = dict(wave.get("design") or {})
        if "respondent" not in design:
            design["respondent"] = ID
            sheet = sheet.with_column(ID, lambda n: f"r{n:05}")
        if "country" not in design:
            (sample,) = self.model.samples(self.wave)
            design["country"] = COUNTRY
            sheet = sheet.with_column(COUNTRY, lambda _: quoted(sample.country or sample.id))
        if "weight" not in design:
            design["weight"] = WEIGHT
            sheet = sheet.with_column(WEIGHT, lambda _: "1")
        if not all(code.isdecimal() for code in self.codes.values()):
            options = tree
            for step in self.path:
                options = options[step]
            numbers = {name: str(n) for n, name in enumerate(self.codes, 1)}
            for name, body in options.items():
                long = body if isinstance(body, dict) and "label" in body else {"label": body}
                options[name] = {**long, "code": numbers[name]}
            known = {code: numbers[name] for name, code in self.codes.items()}
            known |= {name: numbers[name] for name in numbers if name not in known}
            sheet = sheet.turned(self.item, lambda value: known.get(value, value))
        return replace(self.with_tree(tree), responses=sheet.text())
