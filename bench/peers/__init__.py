"""The same question to other engines: the same people and jobs, in one run, on one core."""
