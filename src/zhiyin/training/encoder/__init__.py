"""Training of the encoder: needs torch, from the extra ``encoder``; nothing here is imported at run time."""
