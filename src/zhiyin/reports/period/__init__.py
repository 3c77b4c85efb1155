"""Period: the report of a day, a week or a month, from counts to HTML, PDF, XLSX and DOCX."""
