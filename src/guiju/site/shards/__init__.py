"""The index of the search in the page: small files of JSON, each loaded by a script tag, so that it works from a folder.

What is in which file is said where it is made: directory.py, wordfiles.py, termfiles.py, textfiles.py. The engine that
reads them is js/search-*.js.
"""
