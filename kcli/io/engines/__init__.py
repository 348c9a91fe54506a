"""Other ways to the rows of responses: Parquet, DuckDB, Spark. Every one yields Arrow batches.

There is one description of the sums, the coder and the tally; an engine only
brings rows to it. So the checks, the cells and every statistic are the same.
"""
