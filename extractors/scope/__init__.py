"""Of what time, place and body a number is: the nearest that its sentence, list, heading, table or document says."""
