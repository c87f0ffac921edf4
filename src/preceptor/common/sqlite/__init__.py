"""SQLite as Django's own backend has it, with a queue before its one writer."""
