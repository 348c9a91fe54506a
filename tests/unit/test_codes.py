"""The catalogue of codes: all that kcli can print, and nothing else."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest
from unit.codes_raised import raised

from kcli import api
from kcli.errors import UsageError
from kcli.text.codes import AREAS, CODES, code_of


def test_every_code_in_the_source_is_in_the_catalogue() -> None:
    missing = {
        code: sorted(modules)
        for code, modules in raised().items()
        if not any(fnmatchcase(known, code) for known in CODES)
    }
    assert missing == {}


def test_nothing_is_in_the_catalogue_that_nothing_prints() -> None:
    patterns = list(raised())
    assert [c for c in CODES if not any(fnmatchcase(c, pattern) for pattern in patterns)] == []


def test_the_source_is_read_as_far_as_it_goes() -> None:
    """One code of each way in which a code is written."""
    found = raised()
    assert found["unknown-category"] == {"io/references.py"}  # an f-string of what callers give
    assert "io/findings.py" in found["unknown-wave"]  # of the keys of a mapping
    assert found["missing-value"] == {"io/findings.py"}  # of a loop over texts
    assert "io/grammar.py" in found["unknown-key"]  # assigned among others
    assert found["margin-not-held"] == {"analysis/simulate.py"}  # a field's value where none is
    assert found["lead-not-held"] == {"analysis/simulate.py"}  # a constant of the module
    assert found["mode-unknown"] == {"analysis/comparability.py"}  # put together
    assert found["reprint-differs"] == {"analysis/checks/flaw.py"}  # what a function gives
    assert found["kish_n_eff"] == {"analysis/measured_estimate.py"}  # a mark among several results
    assert "convention-*" in found  # ends in any word


def test_no_code_stands_twice() -> None:
    assert sum(len(codes) for codes in AREAS.values()) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str) -> None:
    body = CODES[code]
    assert re.fullmatch(r"[A-Z][^.]*", body.title)
    assert body.text.endswith(".")
    assert body.example
    assert body.repair or body.severity == "note"
    assert body.repair != body.example


def test_a_word_that_a_convention_declares_has_the_code_of_all_words() -> None:
    assert code_of("convention-most") == "convention-WORD"
    assert code_of("convention-") is None


def test_one_code_all_codes_and_no_code() -> None:
    (record,) = api.explain("sum-not-100").records
    assert (record.code, record.severity) == ("sum-not-100", "error")
    assert len(api.explain().records) == len(api.explain(everything=True).records) == len(CODES)
    with pytest.raises(UsageError) as problem:
        api.explain("sum-not-10")
    assert problem.value.hint == "did you mean 'sum-not-100'?"
    with pytest.raises(UsageError):
        api.explain("sum-not-100", everything=True)
