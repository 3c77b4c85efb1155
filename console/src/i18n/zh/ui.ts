/** The words of the console. Every key here must exist in English too, or the build fails. */
export const ui = {
  "app.name": "知音",
  "app.skip": "跳到主要内容",

  "nav.label": "主导航",
  "nav.live": "实时看板",

  "lang.label": "界面语言",

  "page.missing": "没有这个页面",
  "page.back": "回到实时看板",

  "connection.connecting": "正在连接…",
  "connection.open": "实时",
  "connection.waiting": "连接中断，正在重连…",
  "connection.refused": "需要密钥",

  "overview.label": "总览",
  "overview.conversations": "会话",
  "overview.actions": "动作",
  "overview.delivered": "已送达",
  "overview.pending": "待送达",
  "overview.dead": "失败",
  "overview.completeness": "数据完整度",
  "overview.completeness.help": "收到的事件中可用的比例；另有 {n} 条因无法读取被搁置",
  "overview.model": "模型",
  "overview.events": "已处理 {n} 条事件",

  "unsafe.label": "不安全的默认设置",
  "more.show": "还有 {n} 项",
  "more.hide": "收起",

  "tier.all": "全部等级",

  "scene.all": "全部场景",

  "entity.masked": "已脱敏：{kind}",

  "list.label": "进行中的会话，按风险排列",
  "list.title": "会话",
  "list.count": "{shown} / {all}",
  "list.search": "搜索会话编号、情绪、渠道（按 / ）",
  "list.keys": "j k 移动 · Enter 打开 · / 搜索",
  "list.paused": "鼠标停留，顺序已暂停",
  "list.truncated": "会话很多，只列出风险最高的 {n} 个",
  "list.none": "没有符合条件的会话",
  "list.clear": "清除筛选",
  "list.waiting": "等待 {time}",
  "list.silent": "已静默",
  "list.rising": "恶化",
  "list.risk": "风险 {n}%",
  "list.spark": "情绪走势，当前 {n}",

  "talk.label": "对话",
  "talk.choose": "从左侧选一个会话，查看它的情绪走势与依据",
  "talk.back": "返回列表",
  "talk.loading": "正在读取会话…",
  "talk.error": "读取会话失败",
  "talk.gone": "没有这个会话，可能已被清理",
  "talk.silence.plain": "客户在等待回应",
  "talk.silence.again": "客户仍在等待回应",
  "talk.newest": "有新消息",
  "talk.warned": "升为{tier}预警 · 风险 {n}%",
  "talk.opened": "开始于 {time}",

  "reading.intensity": "强度 {n}",
  "reading.polarity.help": "模型对正负面判断的把握",
  "reading.unsure": "不确定",
  "reading.unsure.help": "模型把握不足，以下是最可能的判断",
  "reading.sarcasm": "疑似反讽 {n}%",
  "reading.distribution": "情绪分布",
  "reading.reasons": "判断依据",
  "reading.noreasons": "没有突出的词，由整句话判断",
  "reading.details": "查看分布与依据",
  "reading.model": "模型 {model}",

  "curve.label": "情绪走势",
  "curve.aria": "情绪走势图：{n} 句客户发言，最近 {last}，最低 {low}",
  "curve.turns": "横轴：客户第几次发言",
  "curve.tier": "当时风险：",
  "curve.unsure": "模型把握不足",
  "curve.mood": "情绪值",
  "curve.risk": "风险",
  "curve.empty": "客户还没有发言",

  "side.label": "预警与动作",
  "side.risk": "差评或投诉风险",
  "side.why": "主要原因",
  "side.noreasons": "目前没有风险依据",
  "side.warnings": "预警记录",
  "side.nowarnings": "还没有预警",
  "side.actions": "处置动作",
  "side.noactions": "还没有动作",
  "side.goto": "跳到这句话",
  "side.facts": "业务信息",
  "side.policy": "策略 {policy}",
  "side.quotes": "客户原话",

  "reason.for": "支持这一判断",
  "reason.against": "不支持这一判断",

  "action.attempts": "已尝试 {n} 次",
  "action.copy": "复制",
  "action.copied": "已复制",
  "action.copyfailed": "复制失败，请手动选择文字",
  "action.replay": "重新发送",
  "action.replayfailed": "重新发送失败：{why}",
  "action.report": "情绪报告",

  "tab.talk": "对话",
  "tab.side": "预警与动作",


  "empty.title": "还没有会话",
  "empty.text": "服务已就绪，正在等待第一条事件。事件一到，这里会自动出现，不用刷新。",
  "empty.demo": "想先看看效果？在安装目录运行演示，会回放几十段模拟的客服对话：",
  "empty.curl": "接入自己的系统：把客户说的话发到事件接口，例如：",
  "empty.copy": "复制命令",

  "error.unreachable": "连不上服务。请确认 ./zhiyin serve 正在运行；恢复后会自动重连。",
  "error.answer": "服务返回错误：{why}",
  "error.retry": "重试",

  "time.seconds": "{s}秒",
  "time.minutes": "{m}分钟",

  "live.escalated": "会话 {id} 升为{tier}",
} as const;
