"""Formulas: numbers or arrays in, the same out; no files, no frames, no text."""
