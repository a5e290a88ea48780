"""规矩 (guiju): regulations, search, standard documents and citations for a 机关纪委, offline."""

__version__ = "0.1.0"
