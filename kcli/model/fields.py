"""Field types of every YAML file: scalars arrive as the text that was written.

A key decides what its scalar means, the look of the scalar never does: ``no``
is a word, ``01`` a code, ``51.0`` a figure with one decimal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.annotated_handlers import GetCoreSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from kcli.model.figures import (
    RANGE_PATTERN,
    Printed,
    Range,
    read_count,
    read_decimal,
    read_points,
    read_range,
)
from kcli.model.period import PERIOD_PATTERN, Period, read_period

__all__ = [
    "LANGUAGE_PATTERN",
    "Code",
    "Confidence",
    "Count",
    "CountryCode",
    "Decimal",
    "Flag",
    "Id",
    "Ids",
    "LanguageTag",
    "LocalText",
    "Noun",
    "OneOrMore",
    "PeriodField",
    "Points",
    "Positive",
    "PrintedPoints",
    "RangeField",
    "Short",
    "Switch",
    "Text",
    "said",
]

LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
COUNTRY_PATTERN = r"^[A-Z]{2}$"
LONGEST_ID = 100
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
_UNSIGNED = r"[0-9]{1,18}(\.[0-9]{1,18})?"  # a number as text, in a schema
_ABOVE_NOUGHT = {
    "type": "number",
    "exclusiveMinimum": 0,
    "pattern": f"^(?=.*[1-9]){_UNSIGNED}$",
}
_TRUTH = {"true": "yes", "false": "no", "yes": "yes", "no": "no", "unknown": "unknown"}


class Noun(BaseModel):
    """What a file declares: immutable, and strict about every key."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        defer_build=True,
        use_attribute_docstrings=False,
    )


@dataclass(frozen=True)
class Short:
    """A shorter way to write a mapping: anything else stands for ``{key: it}``.

    With ``local`` the key holds a text in several languages, and a mapping of
    nothing but languages stands for ``{key: it}`` too.
    """

    key: str | tuple[str, ...]
    local: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._expand, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        mapping = handler(schema)
        inside = handler.resolve_ref_schema(mapping)
        key = self.key if isinstance(self.key, str) else self.key[0]
        if set(inside.get("required", ())) - {key}:  # a shorter way, and never enough
            return mapping
        if "properties" in inside:
            value = inside["properties"][key]
        else:
            value = next(iter(inside["patternProperties"].values()))
        forms = value.get("anyOf") or [{k: v for k, v in value.items() if k != "title"}]
        return {"anyOf": [*(form for form in forms if form != {"type": "null"}), mapping]}

    def _expand(self, value: object) -> object:
        if isinstance(value, Mapping):
            languages = value and all(re.match(LANGUAGE_PATTERN, str(key)) for key in value)
            return self._as_mapping(value) if self.local and languages else value
        if isinstance(value, BaseModel) or value is None:
            return value
        return self._as_mapping(value)

    def _as_mapping(self, value: object) -> dict[str, object]:
        keys = (self.key,) if isinstance(self.key, str) else self.key
        return dict.fromkeys(keys, value)


@dataclass(frozen=True)
class OneOrMore:
    """A list, or its one element without the brackets."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def wrap(value: object) -> object:
            return [value] if isinstance(value, str | Mapping) else value

        return core_schema.no_info_before_validator_function(wrap, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        inner = handler(schema)
        return {"anyOf": [inner["items"], inner]}


def _text(value: object) -> object:
    if value is None:
        raise ValueError("a text is needed here, and nothing stands here")
    if isinstance(value, str) and not value.strip():
        raise ValueError("a text is needed here, and it is blank")
    return value


def _number(read: Any) -> BeforeValidator:
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


def _truth(value: object) -> object:
    return _TRUTH.get(value, value) if isinstance(value, str) else value


def _above_nought(value: Fraction) -> Fraction:
    if value <= 0:
        raise ValueError("a number above 0 is needed here")
    return value


def _printed_above_nought(value: Printed) -> Printed:
    _above_nought(value.value)
    return value


def _below_one(value: Fraction) -> Fraction:
    if not 0 < value < 1:
        raise ValueError("a confidence lies between 0 and 1, such as 0.95")
    return value


def _percentage_points(value: Fraction) -> Fraction:
    if not 0 <= value <= 100:
        raise ValueError("percentage points lie between 0 and 100")
    return value


def is_id(text: str) -> bool:
    """Whether a text can be the id of a survey, a wave or an item.

    >>> is_id("kf-vub"), is_id("Ä"), is_id("")
    (True, False, False)
    """
    return re.fullmatch(ID_PATTERN, text) is not None and len(text) <= LONGEST_ID


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=LONGEST_ID)]
CountryCode = Annotated[str, Field(pattern=COUNTRY_PATTERN)]
Code = Text
Count = Annotated[int, _number(read_count), Field(ge=0)]
Decimal = Annotated[Fraction, _number(read_decimal), WithJsonSchema({"type": "number"})]
Flag = Annotated[
    Literal["yes", "no", "unknown"],
    BeforeValidator(_truth),
    WithJsonSchema({"enum": ["yes", "no", "unknown", True, False]}),
]
Switch = Annotated[
    Literal["yes", "no"],
    BeforeValidator(_truth),
    WithJsonSchema({"enum": ["yes", "no", True, False]}),
]
Positive = Annotated[Decimal, AfterValidator(_above_nought), WithJsonSchema(_ABOVE_NOUGHT)]
Confidence = Annotated[
    Decimal,
    AfterValidator(_below_one),
    WithJsonSchema(
        {
            "type": "number",
            "exclusiveMinimum": 0,
            "exclusiveMaximum": 1,
            "pattern": r"^0+\.(?=.*[1-9])[0-9]{1,18}$",
        }
    ),
]
PrintedPoints = Annotated[
    Printed,
    _number(read_points),
    AfterValidator(_printed_above_nought),
    WithJsonSchema(_ABOVE_NOUGHT),
]
Points = Annotated[
    Decimal,
    AfterValidator(_percentage_points),
    WithJsonSchema(
        {
            "type": "number",
            "minimum": 0,
            "maximum": 100,
            "pattern": r"^0*(100(\.0{1,18})?|[0-9]{1,2}(\.[0-9]{1,18})?)$",
        }
    ),
]
PeriodField = Annotated[
    Period,
    _number(read_period),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": rf"^{PERIOD_PATTERN}$",
            "minimum": 1000,
            "maximum": 9999,
        }
    ),
]
RangeField = Annotated[
    Range,
    _number(read_range),
    WithJsonSchema({"type": ["string"], "pattern": rf"^\s*({RANGE_PATTERN})\s*$"}),
]
Ids = Annotated[list[Id], Field(min_length=1), OneOrMore()]
LanguageTag = Annotated[str, Field(pattern=LANGUAGE_PATTERN)]


LocalText = Annotated[dict[LanguageTag, Text], Field(min_length=1), Short("und")]


def said(text: Mapping[str, str] | None, language: str = "en", otherwise: str = "") -> str:
    """A text in the language asked for, else in English, else in whatever it has."""
    if not text:
        return otherwise
    for tag in (language, re.sub("-.*", "", language), "en", "und"):
        if tag in text:
            return text[tag]
    return next(iter(text.values()))
