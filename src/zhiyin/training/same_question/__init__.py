"""Training of the question model: do two questions ask the same?"""
