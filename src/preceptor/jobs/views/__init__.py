"""Pages of jobs and applications."""
