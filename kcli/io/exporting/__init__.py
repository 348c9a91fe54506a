"""Tables for other programs: CSV, Parquet, a workbook or a database, and what describes them.

Equal tables give equal bytes: nothing of the day or the machine gets in.
"""
