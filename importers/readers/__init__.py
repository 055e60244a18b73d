"""Readers: each a pure function from bytes to grids that know where every cell stood."""
