"""The shell around the extractors, in the order of the flow.

readers (file -> Source) -> annotate (Source -> Record) -> run (an archive -> rows) -> archive (Records -> Instruments)
-> questions, graph, digest (rows -> answers). `cli` takes the words, `commands` do what they say.
"""
