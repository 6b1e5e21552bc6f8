"""Phone numbers of the account. Contract: contract/phone_numbers.yaml."""
