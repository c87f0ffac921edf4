"""Benchmarks: figures as ratios to peers in the same run, never as tests."""
