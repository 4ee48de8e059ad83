"""One module a block: a maker -> the block, or several."""
