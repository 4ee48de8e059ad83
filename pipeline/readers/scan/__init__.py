"""Pictures of pages, in files of their own or in PDF, read by Tesseract; `page` is where to begin."""
