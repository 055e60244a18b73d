"""The version, as a constant: asking importlib.metadata would cost more than the whole of `etappi status`."""

__version__ = "0.1.0"
