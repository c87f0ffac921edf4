"""The demo world: an invented region, drawn from a seed."""
