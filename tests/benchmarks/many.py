"""Projects of many small things: items, countries and waves; claims; charts.

``python -m tests.benchmarks.many wide|claims|charts FOLDER [SIZES]`` writes one;
``python -m tests.benchmarks.many drawn SPECS`` draws charts with the library alone, and
``python -m tests.benchmarks.many specs FOLDER SPECS`` takes down what kcli asks it to draw.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np

from tests.benchmarks.survey import COUNTRIES

MORE = ["US", "CA", "MX", "BR", "AR", "CL", "PE", "CO", "CN", "JP",
        "KR", "TW", "IN", "ID", "MY", "TH", "VN", "PH", "SG", "AU",
        "NZ", "ZA", "NG", "KE", "EG", "MA", "IL", "TR", "SA", "UA"]  # fmt: skip
HEAD = """\
survey: {name}
title: {name}
synthetic: yes
organisations: [Nobody]
licence: None
sources: {{paper: {{publisher: Nobody, title: Nothing, grade: A}}}}
"""
WAVE = """\
  "{year}":
    fieldwork: {year}-05
    population: general_public
    sampling: probability
    mode: online
    published_base: all
    {more}
    samples: {{{samples}}}
"""
ANSWERS = {"a": "One", "b": "Two", "c": "Three", "d": "Four", "e": "Five"}
PER_SAMPLE = 100


def _questionnaire(
    folder: Path, name: str, years: range, items: int, countries: list[str], *, asked: bool
) -> None:
    samples = ", ".join(f"{code}: {PER_SAMPLE if asked else 1000}" for code in countries)
    more = "design: {country: country}" if asked else "weighted: yes"
    text = HEAD.format(name=name) + "waves:\n"
    text += "".join(WAVE.format(year=year, more=more, samples=samples) for year in years)
    answers = ", ".join(f"{code}: {label}" for code, label in ANSWERS.items())
    dont_know = "dk: {label: Don't know, kind: dont_know}"
    text += "items:\n" + "".join(
        f"  q{n}:\n    text: Question {n}\n    options_complete: published\n"
        f"    options: {{{answers}, {dont_know}}}\n"
        for n in range(items)
    )
    (folder / "questionnaires").mkdir(parents=True, exist_ok=True)
    (folder / "questionnaires" / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "datasets" / name).mkdir(parents=True, exist_ok=True)


def wide(folder: Path, items: int = 200, countries: int = 60, waves: int = 20) -> None:
    """Respondents of many items, countries and waves; few in each."""
    random = np.random.default_rng(1)
    chosen = [*COUNTRIES, *MORE][:countries]
    years = range(2000, 2000 + waves)
    _questionnaire(folder, "wide", years, items, chosen, asked=True)
    codes = np.array([*ANSWERS, "dk"])
    for year in years:
        path = folder / "datasets" / "wide" / f"{year}.responses.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.write(",".join(["country", *(f"q{n}" for n in range(items))]) + "\n")
            for country in chosen:
                size, chances = (PER_SAMPLE, items), random.dirichlet([4, 4, 3, 2, 1, 1])
                for row in codes[random.choice(6, size, p=chances)]:
                    stream.write(",".join([country, *row]) + "\n")


def claims(folder: Path, count: int = 1000, items: int = 30, countries: int = 30) -> None:
    """Published figures of many items and countries, and as many claims about them."""
    random = np.random.default_rng(2)
    chosen = COUNTRIES[:countries]
    _questionnaire(folder, "claims", range(2024, 2025), items, chosen, asked=False)
    lines = ["id,wave,country,item,option,predicate,value,source"]
    for item in range(items):
        for country in chosen:
            shares = np.floor(100 * random.dirichlet([4, 4, 3, 2, 1]))
            for code, share in zip(ANSWERS, shares, strict=True):
                known = f"2024,{country},q{item},{code},share,{share:.0f},paper"
                lines.append(f"F{len(lines)},{known}")
    (folder / "datasets" / "claims" / "findings.csv").write_text("\n".join(lines) + "\n", "utf-8")
    said = ["claims:"]
    kinds = ("majority: {}", "plurality: {}")
    for number in range(count):
        says = kinds[number % 2].format(list(ANSWERS)[number % 5])
        said += [f"  - id: C{number}", "    source: paper", f"    quote: Sentence {number}"]
        said += ['    wave: "2024"', f"    item: q{number % items}"]
        said += [f"    countries: [{chosen[number % countries]}]", f"    says: [{{{says}}}]"]
    (folder / "datasets" / "claims" / "claims.yaml").write_text("\n".join(said) + "\n", "utf-8")


def charts(folder: Path, count: int = 30) -> None:
    """A report of so many charts, of published figures in five countries."""
    claims(folder, 0, count, 5)
    (folder / "datasets" / "claims" / "claims.yaml").unlink()
    sections = ", ".join(f"{{compare: claims.q{n}}}" for n in range(count))
    text = f"title: Charts\nlanguages: [en]\nsections: [{sections}]\n"
    (folder / "datasets" / "claims" / "report.yaml").write_text(text, "utf-8")


def specs(folder: Path, path: Path) -> None:
    """Takes down what ``kcli report`` asks the library to draw."""
    import vl_convert

    from kcli.cli.app import app

    taken, drawn = [], vl_convert.vegalite_to_svg

    def noted(spec: object, *arguments: object, **words: object) -> str:
        taken.append((spec, arguments, words))
        return drawn(spec, *arguments, **words)

    vl_convert.vegalite_to_svg = noted
    os.chdir(folder)
    app(["report", "claims", "-o", "out", "--quiet"], standalone_mode=False)
    path.write_text(json.dumps(taken), "utf-8")


def drawn(path: Path) -> None:
    """The same drawings by the library alone."""
    import vl_convert

    for spec, arguments, words in json.loads(path.read_text("utf-8")):
        vl_convert.vegalite_to_svg(spec, *arguments, **words)


if __name__ == "__main__":
    parts = {"wide": wide, "claims": claims, "charts": charts, "specs": specs, "drawn": drawn}
    words = [int(word) if word.isdigit() else Path(word) for word in sys.argv[2:]]
    parts[sys.argv[1]](*words)  # type: ignore[operator]
