"""An Excel workbook -> Source."""
