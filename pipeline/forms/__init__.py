"""The consolidated table (bảng tổng hợp): a form of the user, filled from the reports of a period.

form (.xlsx, .toml) ──layout──▶ indicators × units ──reports──▶ whose reports ──candidates──▶ numbers with the words
around them ──matching──▶ answers, evidence ──filling──▶ cells, totals ──writing──▶ the form, filled; sources; doubts
"""
