"""Sums that add: what respondents said, folded as far as no statistic needs them apart."""
