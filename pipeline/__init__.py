"""The shell around the extractors, in the order of the flow.

ingest (file -> Source) -> annotate (Source -> Record) -> resolve (Records -> Instruments)
-> write (rows) -> query, digest. `batch` runs the stages over an archive.
"""
