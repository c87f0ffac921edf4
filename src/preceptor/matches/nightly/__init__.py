"""Everybody against every open job, once a night: lists kept in files, alerts in rows.

A run is cut into units of some tiles of people each. A worker is told a folder and the number
of a unit; it maps the snapshot that the folder's plan names, matches, and writes one file. It
needs neither Django nor the database (``columns``, ``plan``, ``work``), so that it may stand on
another machine that sees the same folder. What is written counts only whole and unharmed: a run
that was killed goes on with the units that are missing (``run``).
"""
