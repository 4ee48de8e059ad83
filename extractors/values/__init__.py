"""Words and digits -> numbers, days, periods, terms and places."""
