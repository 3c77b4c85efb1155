"""Examples and schema of request bodies that are decoded without pydantic, for OpenAPI."""

_EVENT = {
    "type": "object",
    "required": ["event_id", "conversation_id", "role", "at"],
    "additionalProperties": False,
    "properties": {
        "event_id": {"type": "string", "pattern": "^[A-Za-z0-9_.:@+-]{1,128}$", "description": "unique per tenant"},
        "conversation_id": {"type": "string", "pattern": "^[A-Za-z0-9_.:@+-]{1,128}$"},
        "role": {"type": "string", "enum": ["customer", "agent", "bot", "system"]},
        "at": {
            "description": "when it was said: RFC 3339 with a zone, or milliseconds since 1970 UTC",
            "oneOf": [{"type": "string", "format": "date-time"}, {"type": "integer", "minimum": 1}],
        },
        "text": {"type": "string", "maxLength": 4000, "description": "masked before anything is stored"},
        "kind": {"type": "string", "enum": ["message", "silence"], "default": "message"},
        "scene": {"type": "string", "maxLength": 64, "examples": ["ecommerce"]},
        "channel": {"type": "string", "maxLength": 64, "examples": ["app"]},
        "facts": {
            "type": "object",
            "maxProperties": 50,
            "additionalProperties": {"type": ["string", "number", "boolean"]},
        },
    },
}

_EXAMPLE = {
    "events": [
        {
            "event_id": "m-1001",
            "conversation_id": "c-42",
            "role": "customer",
            "at": "2026-01-31T09:30:00+08:00",
            "text": "等了三天还没发货，你们到底管不管？我电话13812345678",
            "scene": "ecommerce",
            "channel": "app",
            "facts": {"order_amount": 299, "order_late": True},
        }
    ]
}

EVENTS_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["events"],
                "additionalProperties": False,
                "properties": {"events": {"type": "array", "maxItems": 1000, "items": _EVENT}},
            },
            "example": _EXAMPLE,
        }
    },
}

_OUTCOME = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": "^[A-Za-z0-9_.:@+-]{1,128}$", "description": "unique per tenant"},
        "kind": {"type": "string", "enum": ["rating", "review", "complaint", "refund", "repurchase", "churn"]},
        "at": {
            "description": "when it happened: RFC 3339 with a zone, or milliseconds since 1970 UTC",
            "oneOf": [{"type": "string", "format": "date-time"}, {"type": "integer", "minimum": 1}],
        },
        "conversation": {"type": "string", "pattern": "^[A-Za-z0-9_.:@+-]{1,128}$"},
        "customer": {
            "type": "string",
            "maxLength": 200,
            "description": "your reference of the customer; only a pseudonym of it is kept",
        },
        "value": {"type": "number", "minimum": 1, "maximum": 5, "description": "stars of a rating or review"},
        "bad": {"type": "boolean", "description": "left out: it follows from kind and value"},
        "withdrawn": {"type": "boolean", "default": False, "description": "true takes the outcome back"},
        "text": {"type": "string", "maxLength": 4000, "description": "masked before anything is stored"},
    },
}

OUTCOMES_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["outcomes"],
                "additionalProperties": False,
                "properties": {"outcomes": {"type": "array", "maxItems": 1000, "items": _OUTCOME}},
            },
            "example": {
                "outcomes": [
                    {
                        "id": "review-9001",
                        "kind": "review",
                        "at": "2026-02-03T20:15:00+08:00",
                        "conversation": "c-42",
                        "value": 2,
                        "text": "等了一周才发货，客服只会说抱歉",
                    }
                ]
            },
        }
    },
}

POLICY_BODY = {
    "required": True,
    "content": {"application/yaml": {"schema": {"type": "string", "description": "a policy as in docs/policy.md"}}},
}
