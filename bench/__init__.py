"""Figures of Trunkline, each beside something to hold it against, measured in one run."""
