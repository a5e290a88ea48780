"""Files as offices have them → the lines of text in them. Layout goes (indents, soft breaks), characters stay."""
