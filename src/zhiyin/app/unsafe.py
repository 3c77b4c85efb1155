"""Unsafe: what of the configuration an operator should not leave as it is."""

from collections.abc import Iterator

from zhiyin.config import Config
from zhiyin.domain.unsafe_setting import Unsafe, UnsafeSetting


def warnings_of(config: Config) -> tuple[UnsafeSetting, ...]:
    """Unsafe defaults, in the words of those who should mend them."""
    return tuple(_found(config))


def _found(config: Config) -> Iterator[UnsafeSetting]:
    if config.open and not config.loopback:
        yield UnsafeSetting(
            Unsafe.OPEN,
            "任何能连到本机的人都可以读写数据：已设置 open=true 且监听非本机地址。请创建管理员账号并关闭 open。",
        )
    if not config.store_key and config.store_url.startswith("sqlite"):
        yield UnsafeSetting(Unsafe.PLAIN_STORE, "数据库未加密：请设置 ZHIYIN_STORE_KEY_FILE 以加密静态数据。")
    if not config.audit_key and not config.store_key:
        yield UnsafeSetting(
            Unsafe.UNKEYED_LOG,
            "操作日志没有密钥：能改写数据库的人可以连同校验链一起重写。请设置 ZHIYIN_AUDIT_KEY_FILE。",
        )
    asked = config.second_opinion
    if asked and not asked.loopback:
        yield UnsafeSetting(
            Unsafe.TEXT_LEAVES,
            f"脱敏后的客户文字会离开本机：拿不准的话连同上文会发送到 {asked.host}（模型 {asked.model}）征求第二意见。"
            "如非本意，请删除 second_opinion 设置。",
            {"host": asked.host, "model": asked.model},
        )
