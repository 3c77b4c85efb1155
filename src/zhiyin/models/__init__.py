"""Brain: model artefacts, their registry, and the runners behind the model seams."""
