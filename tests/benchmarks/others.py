"""What kcli is set beside, each in a process of its own: ``python others.py NAME FILE``.

Each does what its users would write first. All but the parsing give the weighted
shares of every answer to every item in every country; the survey packages add
standard errors, of one item.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

DESIGN = ("id", "country", "weight", "stratum", "psu")


def duckdb_parses(path: str) -> int:
    """Every cell of the CSV is parsed, and counted."""
    import duckdb

    found = duckdb.sql(f"select count(columns(*)) from read_csv('{path}')").fetchall()
    return len(found[0])


def duckdb_shares(path: str) -> int:
    """Weighted shares by country, item by item: of a CSV from a table in memory, read once."""
    import duckdb

    connection = duckdb.connect()
    if path.endswith(".parquet"):
        connection.execute(f"create view survey as from read_parquet('{path}')")
    else:
        connection.execute(f"create table survey as from read_csv('{path}')")
    described = connection.execute("describe survey").fetchall()
    lines = 0
    for item in _items([str(row[0]) for row in described]):
        query = (
            f"select country, {item}, sum(weight) / sum(sum(weight)) over (partition by country)"
            f" from survey where {item} is not null group by country, {item}"
        )
        lines += len(connection.execute(query).fetchall())
    return lines


def polars_shares(path: str) -> int:
    """The file is read whole, then grouped by country and item."""
    import polars as pl

    reads = pl.read_parquet if path.endswith(".parquet") else pl.read_csv
    table = reads(path)
    lines = 0
    for item in _items(table.columns):
        asked = table.filter(pl.col(item).is_not_null())
        sums = asked.group_by("country", item).agg(pl.col("weight").sum())
        shares = sums.with_columns(pl.col("weight") / pl.col("weight").sum().over("country"))
        lines += shares.height
    return lines


def pandas_shares(path: str) -> int:
    """The file is read whole, then grouped by country and item."""
    import pandas as pd

    table = pd.read_parquet(path) if path.endswith(".parquet") else pd.read_csv(path)
    lines = 0
    for item in _items(table.columns):
        sums = table.groupby(["country", item])["weight"].sum()
        lines += len(sums / sums.groupby("country").transform("sum"))
    return lines


def _items(columns: Iterable[str]) -> list[str]:
    return [name for name in columns if name not in DESIGN]


def samplics_one(path: str) -> int:
    """Shares of the first item with standard errors, by country (Taylor linearisation)."""
    import pandas as pd
    from samplics.estimation import TaylorEstimator
    from samplics.utils.types import PopParam

    table = pd.read_csv(path, usecols=[*DESIGN, "q01"]).dropna()
    estimator = TaylorEstimator(PopParam.prop)
    estimator.estimate(
        y=table["q01"],
        samp_weight=table["weight"],
        stratum=table["stratum"],
        psu=table["psu"],
        domain=table["country"],
    )
    return len(estimator.point_est)


def svy_one(path: str) -> int:
    """Shares of the first item with standard errors, by country (Taylor linearisation)."""
    import polars as pl
    import svy

    table = pl.read_csv(path, columns=[*DESIGN, "q01"]).drop_nulls()
    design = svy.Design(wgt="weight", stratum="stratum", psu="psu")
    sample = svy.Sample(data=table, design=design)
    return len(sample.estimation.prop("q01", by="country").estimates)


OTHERS = {
    "duckdb_parses": duckdb_parses,
    "duckdb_shares": duckdb_shares,
    "polars_shares": polars_shares,
    "pandas_shares": pandas_shares,
    "samplics_one": samplics_one,
    "svy_one": svy_one,
}

if __name__ == "__main__":
    lines = OTHERS[sys.argv[1]](str(Path(sys.argv[2])))
    assert lines > 0
    print(lines)
