"""Personal data: finding and masking it in Swedish text, review by a person, contributors as keys, and the report about it."""
