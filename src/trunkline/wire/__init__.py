"""Generated from contract/: the types of each area, and contract.json."""
