"""Nouns: questionnaires, evidence, claims, predicates and the records that commands give."""
