"""Documents: a kind (a generator folder) and data become document Markdown, blocks, and then docx, PDF, PNG or HTML."""
