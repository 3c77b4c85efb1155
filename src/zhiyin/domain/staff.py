"""Staff: the business facts by which a turn says who served the customer."""

AGENT = "agent"
"""Business fact: the agent's own name or number, as the sender knows it. Masked like every text fact."""

TEAM = "team"
"""Business fact: the skill group or team that serves the conversation."""
