"""Riwaya reads Arabic reports on a conflict and gives back accounts: what each source says, in which words, through whom, as of when."""

__version__ = "0.1.0"
