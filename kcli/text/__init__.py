"""Words and numbers for people: the only place where a number becomes text."""
