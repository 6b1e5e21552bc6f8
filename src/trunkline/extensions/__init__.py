"""What every extension has, whoever answers it: a number, a site, phone numbers, devices."""
