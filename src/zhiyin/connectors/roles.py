"""Roles: who speaks, by the words that exports use for it."""

from zhiyin.domain.utterance import Role

_WORDS: dict[Role, str] = {
    Role.BOT: "机器人 智能客服 智能助手 bot robot assistant ai",
    Role.SYSTEM: "系统 系统消息 system notice",
    Role.AGENT: "客服 人工客服 坐席 座席 卖家 商家 店铺 店家 员工 agent staff seller service merchant operator shop",
    Role.CUSTOMER: "客户 顾客 买家 用户 会员 消费者 访客 市民 患者 游客 customer user buyer client visitor guest",
}
_BY_WORD = {word: role for role, words in _WORDS.items() for word in words.split()}
_AGENT_NAMES = ("客服", "旗舰店", "专营店", "专卖店", "官方店", "坐席")


def parse_role(text: str) -> Role:
    """Words for roles, then names that only shops bear (小米官方旗舰店:小红); any other name is a customer's."""
    word = text.strip().lower()
    if known := _BY_WORD.get(word):
        return known
    if any(name in word for name in ("机器人", "智能客服")):
        return Role.BOT
    return Role.AGENT if any(name in word for name in _AGENT_NAMES) else Role.CUSTOMER
