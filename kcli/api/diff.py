"""``kcli diff``: two waves, two surveys or two versions of a file, question by question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kcli.analysis.diff import Change
from kcli.analysis.diff_rest import Said, organisations, said_otherwise
from kcli.analysis.diff_rounds import Found, compare_rounds
from kcli.analysis.diff_view import DiffView
from kcli.api.diff_ends import End, read_ends, round_of, rounds_of, versions_of
from kcli.api.diff_teller import Teller
from kcli.api.envelope import inputs_of
from kcli.io.project import Project
from kcli.model.questionnaire import Questionnaire
from kcli.model.records import Result
from kcli.model.selector import Selector
from kcli.text.periods import span

__all__ = ["diff"]


def diff(
    project: Project | None,
    first: str | Path | None = None,
    second: str | Path | None = None,
    *,
    countries: Sequence[str] = (),
    lang: str = "en",
) -> Result:
    """What was asked, of whom and how, on two sides.

    Parameters
    ----------
    project : where the surveys are; None where both sides are files
    first, second : ``SURVEY[.ITEM][@WAVE][:POPULATION][/COUNTRY]``, a wave alone for a
        wave of the first's survey, or the path of a questionnaire file. Two versions of
        one survey are compared wave by wave, anything else one wave with another.
    countries : only these
    lang : the language of titles and labels

    Returns
    -------
    Result
        An ``item_diff`` record a question, and a ``difference`` record for everything
        that is otherwise. Where one ``counts``, people were asked otherwise.

    Raises
    ------
    UsageError : names that nothing bears, one side alone
    InputError : files that cannot be used
    """
    codes = tuple(code.strip().upper() for code in countries)
    texts = [None if side is None else str(side) for side in (first, second)]
    one, two = read_ends(project, *texts)
    if project is not None and one.survey is None and two.survey is None:
        project = None
    selector = versions_of(one, two, codes)
    teller = Teller(one, two, lang, versions=selector is not None)
    rounds = None
    if selector is not None:
        _tell_versions(teller, one, two, selector, codes)
    else:
        before, after, chosen = rounds_of(one, two, codes)
        rounds = (before, after)
        judgements = project.judgements if project and one.survey and two.survey else ()
        found = compare_rounds(before, after, language=lang, judgements=judgements, chosen=chosen)
        teller.tell(before.wave, after.wave, *found)
    inputs = {each.path: each for each in (*one.inputs, *two.inputs)}
    inputs |= {each.path: each for each in (inputs_of(project) if project else ())}
    questionnaires = (one.questionnaire, two.questionnaire)
    return Result(
        command="diff",
        project=project.name if project else "none",
        synthetic=any(questionnaire.synthetic == "yes" for questionnaire in questionnaires),
        parameters={
            "first": _typed(one, texts[0]),
            "second": _typed(two, texts[1]),
            "countries": list(codes),
            "lang": lang,
        },
        inputs=tuple(inputs[path] for path in sorted(inputs)),
        records=(*teller.items, *teller.differences),
        context=DiffView(questionnaires, (one.path, two.path), rounds, lang),
    )


def _tell_versions(
    teller: Teller, one: End, two: End, selector: Selector, codes: Sequence[str]
) -> None:
    """Wave by wave; then what is otherwise in the file and no wave shows."""
    old, new = one.questionnaire, two.questionnaire
    for wave in dict.fromkeys((*new.wave_order, *old.wave_order)):
        if selector.wave not in (None, wave):
            continue
        if wave in old.waves and wave in new.waves:
            rounds = (round_of(one, wave, selector, codes), round_of(two, wave, selector, codes))
            found = compare_rounds(*rounds, language=teller.language, versions=True)
            teller.tell(wave, wave, *found)
        elif wave in old.waves:
            teller.tell(wave, None, [], [Found(Change("wave", _wave(old, wave), None))])
        else:
            teller.tell(None, wave, [], [Found(Change("wave", None, _wave(new, wave)))])
    rest = said_otherwise(old, new)
    if not any(found.aspect == "partner" for found in teller.differences):
        rest += organisations(old, new)
    teller.tell_rest([found for found in rest if _is_meant(found, selector, codes)])


def _is_meant(found: Said, selector: Selector, codes: Sequence[str]) -> bool:
    """What is of no one wave or item is left out where one is looked at."""
    if selector == Selector(selector.name) and not codes:
        return True
    wave = selector.wave is not None and found.wave == selector.wave
    return wave or (selector.item is not None and found.item == selector.item)


def _wave(questionnaire: Questionnaire, wave: str) -> str:
    """A wave's id, when it was asked, and of which samples."""
    samples = questionnaire.samples(wave)
    times = dict.fromkeys(span(sample.fieldwork) for sample in samples)
    return f"{wave} ({'; '.join(times)}: {', '.join(sample.id for sample in samples)})"


def _typed(end: End, text: str | None) -> str | None:
    return text if end.survey is not None else end.path
