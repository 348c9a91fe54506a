"""Pictures of ``kcli compare``, ``kcli label`` and the latest wave of ``kcli topline``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kcli.analysis.compare import Block, Column, Comparison
from kcli.analysis.concept import ConceptBlock
from kcli.analysis.estimate import Estimation
from kcli.model.fields import said
from kcli.model.questionnaire import SampleView
from kcli.model.records import Label
from kcli.render.pages.marks import asked_sample, level_names
from kcli.report.charts.chart import Chart
from kcli.report.charts.dots import Group, Rung, dots
from kcli.report.charts.known import Known, known_of, leader_of, unreported
from kcli.report.charts.marks import unit_of
from kcli.report.charts.samples import Sampled, drawable, named
from kcli.report.charts.sheet import Frame, Sheet
from kcli.report.charts.stacked import stackable, stacked
from kcli.text.people import kind_words

__all__ = ["concept_charts", "item_charts", "survey_charts"]

FAINT = frozenset({"dont_know", "refused"})


def item_charts(block: Block, comparison: Comparison, frame: Frame, id: str) -> list[Chart]:
    """Every answer to one item: bars where all shares are known and make 100, else points."""
    asking = comparison.asking
    samples = named(_columns(comparison), frame)
    if not samples:
        return []
    sheet = Sheet(frame, asking.title(frame.language), _about(block, comparison, frame))
    if stackable(samples, asking):
        return [stacked(sheet, id, samples, asking)]
    return _dots(sheet, id, samples)


def _columns(
    comparison: Comparison,
) -> list[tuple[SampleView, tuple[Estimation, ...], Label | None]]:
    """Each sample as those of it who are in the base, with what is known of them."""
    asking = comparison.asking
    return [
        (asked_sample(c.sample, c.estimations[0].record, asking), c.estimations, c.label)
        for c in comparison.columns
    ]


def concept_charts(block: ConceptBlock, frame: Frame, id: str) -> list[Chart]:
    """The share of every category, sample by sample: these are bounds more often than not."""
    columns = [
        (asked_sample(c.sample, c.estimations[0].record, c.asking), c.estimations, c.label)
        for c in block.columns
    ]
    samples = named(columns, frame, whole=True)
    if not samples:
        return []
    sheet = Sheet(frame, said(block.concept.title, frame.language))
    return _dots(sheet, id, samples)


def _dots(sheet: Sheet, id: str, samples: Sequence[Sampled]) -> list[Chart]:
    frame = sheet.frame
    groups = list(_by_option(samples, frame))
    records = [found.record for each in samples for found in each.estimations]
    names = ", ".join(dict.fromkeys(_called(each) for each in samples))
    seen = frame.say("chart.seen_dots", names=names, unit=unit_of(records[0].base, frame))
    return dots(sheet, id, groups, seen, [r.interval_kind for r in records])


def _called(each: Sampled) -> str:
    return f"{each.name} ({each.below})" if each.below else each.name


def _by_option(samples: Sequence[Sampled], frame: Frame) -> Iterator[Group]:
    """A group an answer; of one sample alone one group, which is called as the sample."""
    first: dict[str, Estimation] = {}
    for each in samples:
        for name, found in each.by_option.items():
            if found.record.option_kind != "score":
                first.setdefault(name, found)
    rows: list[Rung] = []
    for name, found in first.items():
        kind, label = found.record.option_kind, found.record.option_label
        title = frame.say("page.net", name=label) if kind == "net" else label
        known = [(each, _known(each, name, frame)) for each in samples]
        faint = kind in FAINT
        if len(samples) == 1:
            rows.append(Rung(title, "", known[0][1], faint))
            continue
        yield Group(title, tuple(Rung(s.name, s.below, value, faint) for s, value in known))
    if rows:
        only = samples[0]
        whose = " · ".join(part for part in (only.name, only.below, only.size) if part)
        yield Group(whose, tuple(rows))


def _known(each: Sampled, name: str, frame: Frame) -> Known:
    found = each.by_option.get(name)
    if found is None:
        return unreported(frame.say("chart.not_offered"))
    return known_of(found, frame.language)


# -- a survey: the answer that leads ---------------------------------------------------------


def survey_charts(block: Block, frame: Frame, id: str) -> list[Chart]:
    """The leading answer to every item of a survey, sample by sample."""
    groups = []
    kinds: list[str | None] = []
    columns = [c for found in block.comparisons for c in found.columns if drawable(c.sample)]
    if not columns:
        return []
    for comparison in block.comparisons:
        samples = named(_columns(comparison), frame)
        rungs = tuple(_leading(each, frame) for each in samples)
        if rungs:
            groups.append(Group(comparison.asking.title(frame.language), rungs))
        kinds += [e.record.interval_kind for each in samples for e in each.estimations]
    title = said(_title(block), frame.language)
    sheet = Sheet(
        frame, frame.say("chart.title_leading", title=title), _waves(block, columns, frame)
    )
    names = ", ".join(dict.fromkeys(rung.name for group in groups for rung in group.rungs))
    base = columns[0].label.base
    seen = frame.say("chart.seen_leading", names=names, unit=unit_of(base, frame))
    return dots(sheet, id, groups, seen, kinds)


def _leading(each: Sampled, frame: Frame) -> Rung:
    """The answer that leads, and its share; of a tie the answers, of nothing that it is open."""
    label, by_option = each.label, each.by_option
    silent = known_of(each.estimations[0], frame.language)
    if label is None or silent.silence:
        return Rung(_called(each), "", silent)
    if label.option is None:
        return _level(each, label, frame)
    found = by_option[label.option]
    return Rung(_called(each), found.record.option_label, leader_of(found, label, frame.language))


def _level(each: Sampled, label: Label, frame: Frame) -> Rung:
    """Answers that share the lead, with the share that each of them has; or that it is open."""
    level = [each.by_option[name].record for name in level_names(label, each.by_option)]
    names = " = ".join(record.option_label for record in level)
    if label.label_sample == "no_clear_leader" and level:
        found = each.by_option[level[0].option]
        return Rung(_called(each), names, known_of(found, frame.language))
    if "equal_share" in label.flags and len(level) == 2:
        names = names.replace(" = ", " ≈ ")
        return Rung(_called(each), names, unreported(frame.say("page.equal")))
    return Rung(_called(each), "", unreported(frame.say("page.not_settled")))


def _title(block: Block) -> dict[str, str]:
    return block.questionnaire.waves[block.wave].title or block.questionnaire.title


def _about(block: Block, comparison: Comparison, frame: Frame) -> str:
    return _waves(block, [c for c in comparison.columns if drawable(c.sample)], frame)


def _waves(block: Block, columns: Sequence[Column], frame: Frame) -> str:
    """Survey and wave, and the kinds of people."""
    kinds = dict.fromkeys(kind_words(c.sample.population, frame.language) for c in columns)
    return f"{block.questionnaire.survey} {block.wave} · {', '.join(kinds)}"
