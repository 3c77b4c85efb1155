"""Mirror: read only; what people look at: file analysis, and later heat maps and periodic reports."""
