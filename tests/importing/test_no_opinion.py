"""Labels of no opinion, of a refusal and of a question that nobody asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcli.io.importing.described import Value
from kcli.io.importing.kinds import guessed_kind, looks_not_asked
from kcli.io.importing.options import choices_of

NO_OPINION = {
    "dont_know": [
        "dk/ref", "dk/refused", "dk\\refused", "dk or refused", "DK/RF", "Refused/DK", "D.K.",
        "don't know/refused", "Don´t know", "Refused/Don't know", "Unsure/Refused", "DK/N/A",
        "Not sure/Refused", "No answer/don't know", "No answer, don't know, refused", "NS/NC",
        "Don't know, no answer", "VOL: Don't know", "(VOL.) Don't know", "8. [VOL] DK/Refused",
        "DK (SPONTANEOUS)", "(DO NOT READ) Don't know", "무응답/모름", "わからない・無回答",
        "keine Angabe, weiß nicht",
    ],
    "refused": [
        "[VOL] Refused", "Refused (VOL.)", "Missing/not asked", "Not available", "N/A", "k. A.",
        "Not available; NAP", "NAV;NAP", "NA, refused", "Missing; Unknown",
    ],
}  # fmt: skip
OPINIONS = [
    "Not available for work", "Refused asylum", "Left, refused asylum", "Sinn Féin/Refused",
    "NAV", "Ref", "Unknown to me", "Volunteered", "[VOL] Neither", "Not sure footing/Agree",
    "Neither agree nor disagree/don't mind",
]  # fmt: skip
CASES = [(label, kind) for kind, labels in NO_OPINION.items() for label in labels]


@pytest.mark.parametrize(("label", "kind"), CASES)
def test_a_label_of_such_words_alone_is_no_opinion_to_be_confirmed(label: str, kind: str) -> None:
    choices = choices_of([Value("1", {"und": label})], "und")
    (option,) = choices.options
    assert option.kind == kind
    assert choices.confirm[0].startswith(f"1 {label}: looks like {kind}")


@pytest.mark.parametrize("label", OPINIONS)
def test_a_label_with_any_other_word_is_an_opinion(label: str) -> None:
    assert guessed_kind(label) is None
    assert not looks_not_asked(label)


@pytest.mark.parametrize("missing", [True, False])
def test_a_label_that_also_says_that_nobody_asked_is_told_as_both(missing: bool) -> None:
    choices = choices_of([Value("1", {"und": "Missing/not asked"}, missing)], "und")
    assert choices.confirm[0].endswith("refused, or nobody asked")


WORDS = ["Don't know", "Refused", "no answer", "DK", "Missing", "Not asked", "無回答", "n/a"]


@given(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).flatmap(
        lambda words: st.tuples(st.just(words), st.permutations(words))
    ),
    st.sampled_from(["/", " / ", "\\", ", ", "; ", " or ", "、"]),
)
def test_the_order_of_such_words_changes_nothing(
    words: tuple[list[str], list[str]], between: str
) -> None:
    one, other = (between.join(each) for each in words)
    assert guessed_kind(one) == guessed_kind(other)
    assert looks_not_asked(one) == looks_not_asked(other)
