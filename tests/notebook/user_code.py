"""What a user may write, with the types that an editor tells: mypy reads it, and it runs.

``assert_type`` fails in mypy where the type is another one.
"""

from __future__ import annotations

from typing import Any, Literal, assert_type

import kcli
from kcli.model.check_records import Verdict
from kcli.model.records import Estimate, Label, Pair
from kcli.model.shift_records import Shift

surveys = kcli.shipped()
assert_type(surveys, kcli.Surveys)

compared = surveys.compare("us_nk_change", country=["CN", "JP"], base="substantive")
assert_type(compared, kcli.Outcome[Estimate | Label | Pair])
assert_type(compared.records, tuple[Estimate | Label | Pair, ...])
for record in compared.records:
    if record.type == "estimate":
        assert_type(record, Estimate)
        assert_type(record.share, float | None)
    elif record.type == "pair":
        assert_type(record.text, str)

(shift, *_) = surveys.shift("ipus.necessity", from_="2015", to="2025").records
assert_type(shift, Shift)
assert_type(shift.grade, Literal["A", "B", "C", "D", "E"])
assert_type(surveys.verify("kf-vub").records[0], Verdict)

frame = compared.to_frame("estimate")
shares: list[float] = frame["bound_low"].dropna().tolist()
assert_type(compared.to_json(), str)
assert_type(compared.to_dict(), dict[str, Any])
assert_type(compared.chart()[0].svg, str)
assert_type(surveys.plot.trend("ipus.necessity"), kcli.Charts)

try:
    surveys.compare("us_nk_chang")
except kcli.UsageError as problem:
    assert_type(problem.hint, str | None)
