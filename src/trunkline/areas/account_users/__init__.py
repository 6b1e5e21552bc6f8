"""The people of an account, by the operations that clients make phone users with: contract/account_users.yaml."""
