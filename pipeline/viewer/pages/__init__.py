"""The pages of the viewer: each takes a `Visit` and returns what the browser shows; `routes` lists them."""
