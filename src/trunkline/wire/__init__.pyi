"""Generated from contract/ by tools/make_wire.py: do not edit."""
