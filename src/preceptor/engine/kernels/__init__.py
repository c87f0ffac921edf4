"""The few loops that must be fast, each the twin of a plain function and tested against it.

Arrays in, arrays out: no dataclasses, nothing of the field's nouns. Compiled by Numba on first
use and kept on disk beside the source (or where NUMBA_CACHE_DIR says).
"""
