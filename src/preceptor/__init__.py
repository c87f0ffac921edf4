"""Preceptor: an open-source health-IT workforce exchange."""

__version__ = "0.1.0"
