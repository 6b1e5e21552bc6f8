"""Calling plans and numbers of the account, and how many are left. Contract: contract/phone_plans.yaml."""
