"""Citations: read what people type, find what texts cite, resolve both against a corpus. Pure functions."""
