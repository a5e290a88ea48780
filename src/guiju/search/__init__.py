"""Full-text search over a corpus: analysis, index, query, ranking, snippets."""
