"""Rows: what exists (tables, records), who may see it (Tenant), and how it is read and written (Store)."""
