"""Figures of one passage -> which belongs to which: part, share, change, attendees."""
