"""Regulations as files: reading, writing, lint, import. The only package that knows the file format."""
