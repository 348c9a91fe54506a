"""Spark as the engine: kcli's own coder and tally run where the rows are; only cells come back."""

from __future__ import annotations

import csv
import os
import pickle
import sys
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kcli.cells.sums import Sums, pooled
from kcli.cells.tally import Tally, Units
from kcli.errors import Fault, InputError, UsageError, Where
from kcli.io.engines.arrow import ArrowBlock, as_text
from kcli.io.engines.table import needed, unreadable
from kcli.io.responses.batches import layout_of
from kcli.io.responses.coder import Coder
from kcli.io.responses.layout import Layout
from kcli.io.responses.opening import ExtremeError, Reading, plain
from kcli.model.questionnaire import Asking

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["spark_sums"]

_SHOWN = 20  # respondents that stand twice
# Cells are text, as for the other readers; a row of another length ends the job.
_CSV = {
    "header": "true",
    "inferSchema": "false",
    "mode": "FAILFAST",
    "quote": '"',
    "escape": '"',
    "multiLine": "true",
    "enforceSchema": "false",
    "ignoreLeadingWhiteSpace": "false",
    "ignoreTrailingWhiteSpace": "false",
    "maxCharsPerColumn": "1000000",
}


def spark_sums(reading: Reading, name: str, path: str, askings: Sequence[Asking]) -> Sums:
    """The cells of several items in the rows of a path that Spark can follow.

    The session is the one there is, or one that the usual variables and files of Spark describe;
    its workers need kcli and pyarrow. Raises UsageError without PySpark and for designs that
    cannot be summed in parts, InputError for faults of the rows, without their lines.
    """
    sql = needed("pyspark.sql", "spark", "--engine spark")
    needed("pyarrow", "spark", "--engine spark")
    design = reading.questionnaire.waves[reading.wave].design
    if design is not None and design.replicates is not None:
        hint = "use --engine native or duckdb"
        raise UsageError("--engine spark does not sum replicate weights", hint)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions of pandas, which takes no part in this
        found, faults = _collected(sql, reading, name, path, askings)
    if faults:
        raise InputError(dict.fromkeys(faults))
    parts = [part for part in found if isinstance(part, Sums)]
    if not sum(sum(part.rows.values()) for part in parts):
        raise InputError([Fault("no-rows", "there are 0 respondents", Where(name))])
    return pooled(name, parts)


def _collected(
    sql: Any, reading: Reading, name: str, path: str, askings: Sequence[Asking]
) -> tuple[list[Sums | list[Fault]], list[Fault]]:
    """What the workers send back, and every fault."""
    items = tuple(dict.fromkeys(asking.item for asking in askings))
    try:
        spark = sql.SparkSession.builder.appName("kcli").getOrCreate()
        _with_this_python(spark)
        frame, layout = _opened(spark, reading, name, path)
        columns = layout.needed(items) or layout.header[:1]
        chosen = frame.select([f"c{layout.place[column]}" for column in columns])
        work = _Work(layout, columns, items, tuple(askings))
        rows = chosen.mapInArrow(work, "found binary").collect()
        found = [pickle.loads(row[0]) for row in rows]  # noqa: S301 - of kcli's own workers
        faults = [fault for part in found if not isinstance(part, Sums) for fault in part]
        return found, faults or _twice(chosen, layout)
    except (InputError, UsageError):
        raise
    except Exception as problem:  # noqa: BLE001 - Spark raises what its workers and its JVM raise
        raise unreadable(name, problem) from None


def _with_this_python(spark: Any) -> None:
    """Workers on this machine run the interpreter that runs kcli, unless another one is named.

    PySpark would take the ``python3`` that it finds, which need not have kcli.
    """
    named = os.environ.get("PYSPARK_PYTHON") or spark.conf.get("spark.pyspark.python", None)
    context = None if named else getattr(spark, "_sc", None)  # a remote session has none
    if context is not None and context.master.startswith("local"):
        context.pythonExec = sys.executable


def _opened(spark: Any, reading: Reading, name: str, path: str) -> tuple[Any, Layout]:
    if path.rstrip("*/").endswith(("parquet", ".pq")) or ".parquet/" in path:
        frame = spark.read.parquet(path)
        header = list(frame.columns)
    else:
        first = spark.read.text(path).first()
        header = next(csv.reader([first[0].removeprefix("\ufeff")])) if first else []
        frame = spark.read.options(**_CSV).csv(path)
    layout = layout_of(reading, name, header)
    # A point in a name would be a path to Spark: columns go by their places.
    return frame.toDF(*(f"c{place}" for place in range(len(header)))), layout


class _Work:
    """What runs on the workers: batches in, the sums of a partition out, or what is wrong."""

    def __init__(
        self,
        layout: Layout,
        columns: Sequence[str],
        items: tuple[str, ...],
        askings: tuple[Asking, ...],
    ) -> None:
        self._layout, self._columns = layout, list(columns)
        self._items, self._askings = items, askings

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        found = pickle.dumps(self._sums(batches))
        yield pa.RecordBatch.from_pydict({"found": pa.array([found], pa.binary())})

    def _sums(self, batches: Iterator[pa.RecordBatch]) -> Sums | list[Fault]:
        layout, tally = self._layout, Tally(self._askings)
        coder = Coder(layout, self._items)
        places = {layout.place[name]: at for at, name in enumerate(self._columns)}
        first = Where(layout.name)
        try:
            for batch in batches:
                coded = coder.code(ArrowBlock(layout.name, batch, places, 1))
                if not coder.faults:
                    tally.add(plain(coded))
                coder.identities.keys.clear()  # who stands twice is looked for in all partitions
            if coder.rows:
                coder.finish(first)
        except ExtremeError:
            message = "weights this large or small are summed by kcli itself only"
            return [Fault("bad-weight", message, first, hint="use --engine native")]
        except InputError as problem:
            return [
                Fault(fault.code, fault.message, first, fault.got, fault.hint)
                for fault in problem.faults
            ]
        units = Units(coder.samples, coder.strata, coder.psus)
        return Sums(layout.name, tally.cells(units), coder.unasked, tally.rows(units))


def _twice(chosen: Any, layout: Layout) -> list[Fault]:
    """A fault for each respondent who stands more than once, up to some."""
    column = layout.design.respondent
    if column is None:
        return []
    counts = chosen.groupBy(f"c{layout.place[column]}").count()
    rows = counts.where("count > 1").limit(_SHOWN).collect()
    where = Where(layout.name)
    return [
        Fault("duplicate-id", f"the respondent stands in {row[1]} rows", where, as_text(row[0]))
        for row in rows
    ]
