"""The pages that need the engine."""
