"""The static site: pure functions make pages from the corpus, a thin MkDocs plugin hands them to MkDocs."""
