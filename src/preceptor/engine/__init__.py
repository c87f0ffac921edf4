"""Pure functions over frozen dataclasses and arrays: no Django, clock, network or files."""

# Raised whenever an answer of the engine may change; part of every stamp.
ENGINE_VERSION = "1"
