"""The window on an archive: pages of the database in a browser, corrections by click, a folder read with its progress.

Requests pass `guard` (host, token, forged requests, headers), reach a page of `routes` as a `Visit`, which opens the
archive read-only (`archive`: what is classified is not there) and fills a template (`render`: text stays text).
"""
