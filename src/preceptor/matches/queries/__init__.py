"""Ask the engine about stored people and jobs."""
