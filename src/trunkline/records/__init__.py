"""What became of calls: the exchange's records written as rows, and the rows that lists of history show."""
