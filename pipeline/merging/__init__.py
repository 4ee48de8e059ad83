"""Reports -> one text under one outline: outline, report -> placing -> merged -> Word and Excel."""
