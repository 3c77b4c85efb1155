"""Page: says in both languages why somebody could not sign in with the account of the company."""

from html import escape

from zhiyin.web.oidc.refused import Why

_TOLD = {
    Why.CANCELLED: ("登录已取消，或企业身份系统拒绝了这次登录。", "Sign-in was cancelled, or refused by the provider."),
    Why.STALE: (
        "这次登录等待太久，或不是在这个浏览器里发起的。请重新登录。",
        "This sign-in took too long, or was not begun in this browser. Please sign in again.",
    ),
    Why.UNREACHABLE: (
        "暂时连不上企业身份系统。请稍后再试；如一直这样，请告诉管理员。",
        "The identity provider cannot be reached. Try again later, or tell an administrator.",
    ),
    Why.INVALID: (
        "企业身份系统的答复没有通过核验。请告诉管理员，详细原因在服务日志里。",
        "The provider's answer does not check. Tell an administrator; the reason is in the service's log.",
    ),
    Why.EMAIL: (
        "你的邮箱不在允许登录的范围内。请联系管理员。",
        "Your e-mail address is not among those that may sign in. Ask an administrator.",
    ),
    Why.ROLE: (
        "你的账号还没有分配知音的角色。请联系管理员。",
        "Your account has no role here yet. Ask an administrator.",
    ),
    Why.TAKEN: (
        "这个登录名已经属于一个用密码登录的用户。请改用密码登录，或联系管理员。",
        "This login name belongs to somebody who signs in with a password. Use the password, or ask an administrator.",
    ),
    Why.DISABLED: ("你的账号已停用。请联系管理员。", "Your account is disabled. Ask an administrator."),
}


def page_of(why: Why, home: str) -> str:
    """Plain HTML without script or style. ``home`` is the console's address."""
    zh, en = _TOLD[why]
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>知音 · 登录未成功</title>'
        f'<main><h1>登录未成功</h1><p>{zh}</p><p lang="en">{en}</p>'
        f'<p><a href="{escape(home, quote=True)}">返回登录页 · Back</a></p></main></html>'
    )
