"""A business phone system: a faithful control plane over a real call engine."""
