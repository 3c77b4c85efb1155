"""Plain names: what roles and kinds of outcomes are called in Chinese, in lists and copies that people read."""

ROLES = {"customer": "客户", "agent": "客服", "bot": "机器人", "system": "系统"}
OUTCOMES = {
    "rating": "评分",
    "review": "评价",
    "complaint": "投诉",
    "refund": "退款",
    "repurchase": "复购",
    "churn": "流失",
}
