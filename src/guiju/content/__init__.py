"""What the office knows in its own words: the handbook, the glossary, answers to common questions, the question bank."""
