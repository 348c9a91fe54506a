"""kcli: what publics and experts think, country beside country and year beside year."""

__version__ = "0.1.0"
