"""Phones, and who they belong to. Contract: contract/phone_devices.yaml."""
