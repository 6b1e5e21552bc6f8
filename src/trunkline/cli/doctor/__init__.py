"""Says whether an installation can work, and what to do where it cannot."""
