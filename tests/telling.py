"""Records for tests of sentences: as few words as the sentence is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kcli.model.check_records import Verdict
from kcli.model.records import Estimate, Label, Record
from kcli.model.shift_records import Shift
from kcli.model.trend_records import SeriesBreak, Trend

NAMES = {"better": "Better", "same": "Unchanged", "worse": "Worse"}
TITLE = "Direction of things"


def _placed(values: dict[str, Any]) -> dict[str, Any]:
    """With the ids of samples, which are their countries where nothing else is said."""
    ends = [key.removeprefix("country") for key in values if key.startswith("country")]
    return {f"sample{end}": values[f"country{end}"] or "pooled" for end in ends} | values


def label(country: str | None = "CN", sample: str | None = None, **more: Any) -> Label:
    """The label of one sample; ``sample`` is what is true of those asked."""
    who = {"survey": "poll", "wave": "2020", "population": "general_public", "item": "q"}
    plain: dict[str, Any] = {**who, "base": "all", "country": country, "label_sample": sample}
    if sample in ("majority", "plurality", "at_least_plurality"):
        plain["option"] = "better"
    return Label(**_placed({**plain, **more}))


def estimate(about: Record, option: str, **more: Any) -> Estimate:
    """What is known of one answer of a sample that a record is about."""
    plain: dict[str, Any] = {
        "survey": about.survey,
        "wave": about.wave,
        "population": about.population,
        "country": about.country,
        "item": about.item,
        "option": option,
        "option_kind": "substantive",
        "option_label": NAMES.get(option, option),
        "base": about.base,
    }
    return Estimate(**_placed({**plain, **more}))


def known(about: Record, option: str, share: float, **more: Any) -> Estimate:
    """A share that is known."""
    bounds = {"bound_low": share, "bound_high": share, "bound_low_reached": True}
    more = {**bounds, "bound_high_reached": True, "evidence": "published", **more}
    return estimate(about, option, share=share, **more)


def counted(about: Record, option: str, count: int, n: int, **more: Any) -> Estimate:
    """An answer that so many people of a panel gave."""
    return known(about, option, count / n, n_option=count, n_base=n, **more)


def shift(category: str = "better", **more: Any) -> Shift:
    """A change of the Chinese public from 2019 to 2020, of which nothing is known yet."""
    nothing = dict.fromkeys(
        ("share_from", "share_to", "shift", "low", "high", "bound_low", "bound_high",
         "bound_low_reached", "bound_high_reached", "p_value", "p_adjusted", "method", "concept",
         "evidence_from", "evidence_to")
    )  # fmt: skip
    plain: dict[str, Any] = {
        **nothing,
        "category": category,
        "item_from": "q",
        "item_to": "q",
        "survey_from": "poll",
        "survey_to": "poll",
        "wave_from": "2019",
        "wave_to": "2020",
        "country_from": "CN",
        "country_to": "CN",
        "population_from": "general_public",
        "population_to": "general_public",
        "direction": "undetermined",
        "grade": "A",
        "reasons": (),
        "wording": "shift",
        "base": "all",
        "assumptions": (),
        "text": "",
    }
    return Shift(**_placed({**plain, **more}))


def moved(category: str, first: float, last: float, **more: Any) -> tuple[Shift, Record, Record]:
    """A change between two known shares, and the estimates at its ends."""
    size = round(last - first, 12)
    plain: dict[str, Any] = {
        "share_from": first,
        "share_to": last,
        "shift": size,
        "bound_low": size,
        "bound_high": size,
        "direction": "increase" if size > 0 else "decrease" if size < 0 else "no_clear_change",
    }
    record = shift(category, **{**plain, **more})
    about = label(record.country_from, wave=record.wave_from, population=record.population_from)
    later = label(record.country_to, wave=record.wave_to, population=record.population_to)
    return record, known(about, category, first), known(later, category, last)


def trend(category: str = "better", **more: Any) -> Trend:
    """A line of the Chinese public from 2015 to 2020 without a slope."""
    nothing = dict.fromkeys(
        ("concept", "slope", "low", "high", "se", "dof", "slope_low", "slope_high", "odds_ratio",
         "points_per_year", "p_value", "p_adjusted", "scatter", "scatter_p_value", "highest",
         "lowest", "evidence", "method")
    )  # fmt: skip
    plain: dict[str, Any] = {
        **nothing,
        "survey": "poll",
        "item": "q",
        "category": category,
        "option_label": NAMES[category],
        "option_kind": "substantive",
        "country": "CN",
        "population": "general_public",
        "segment": 1,
        "waves": ("2015", "2020"),
        "wave_first": "2015",
        "wave_last": "2020",
        "fitted": (),
        "direction": "undetermined",
        "reason": "fewer than 5 comparable waves have a share and a known size",
        "highest_level_with": (),
        "highest_untested": (),
        "lowest_level_with": (),
        "lowest_untested": (),
        "base": "all",
        "assumptions": (),
        "text": "",
    }
    return Trend(**_placed({**plain, **more}))


def cut(**more: Any) -> SeriesBreak:
    """A break of the Chinese series between 2017 and 2018."""
    plain: dict[str, Any] = {
        "concept": None,
        "survey": "poll",
        "item": "q",
        "country": "CN",
        "population": "general_public",
        "wave_before": "2017",
        "wave_after": "2018",
        "mark": "a",
        "grade": "D",
        "reasons": (
            "D break: the series breaks before 2018: online",
            "B mode-unknown: the mode of interviewing is not published",
        ),
        "text": "",
    }
    return SeriesBreak(**_placed({**plain, **more}))


def verdict(claim: str = "V1", word: str = "supported", **more: Any) -> Verdict:
    """A verdict on one claim about the Chinese public."""
    nothing = dict.fromkeys(
        ("why", "expected", "share", "low", "high", "bound_low", "bound_high",
         "bound_low_reached", "bound_high_reached", "p_value", "rounding", "evidence")
    )  # fmt: skip
    plain: dict[str, Any] = {
        **nothing,
        "claim": claim,
        "quote": "most say better",
        "source": "paper",
        "survey": "poll",
        "wave": "2020",
        "population": "general_public",
        "country": "CN",
        "item": "q",
        "says": ("“Better”: a majority",),
        "verdict": word,
        "facts": (),
        "facts_say": (),
        "beside": (),
        "no_share_of": (),
        "as_expected": True,
        "assumptions": (),
        "text": "",
        "path": "claims.yaml",
        "line": 3,
    }
    return Verdict(**_placed({**plain, **more}))


def in_wave(records: list[Record], wave: str) -> list[Record]:
    """The same records of another wave."""
    return [replace(record, wave=wave) for record in records]
