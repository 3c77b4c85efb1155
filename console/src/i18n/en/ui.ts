import type { ui as zh } from "../zh/ui";

export const ui: Record<keyof typeof zh, string> = {
  "app.name": "Zhiyin",
  "app.skip": "Skip to main content",

  "nav.label": "Main navigation",
  "nav.live": "Agent desk",

  "lang.label": "Language",

  "page.missing": "There is no such page",
  "page.back": "Back to the live board",

  "connection.connecting": "Connecting…",
  "connection.open": "Live",
  "connection.waiting": "Connection lost, reconnecting…",
  "connection.refused": "Key needed",

  "overview.label": "Overview",
  "overview.conversations": "Conversations",
  "overview.actions": "Actions",
  "overview.delivered": "delivered",
  "overview.pending": "pending",
  "overview.dead": "failed",
  "overview.completeness": "Completeness",
  "overview.completeness.help": "Share of received events that could be used; {n} unreadable ones were set aside",
  "overview.model": "Model",
  "overview.events": "{n} events processed",

  "unsafe.label": "Unsafe default settings",
  "more.show": "{n} more",
  "more.hide": "Show less",

  "tier.all": "All tiers",

  "scene.all": "All scenes",

  "entity.masked": "Masked: {kind}",

  "list.label": "Open conversations by risk",
  "list.title": "Conversations",
  "list.count": "{shown} / {all}",
  "list.search.short": "Search ( / )",
  "list.search": "Search id, emotion, channel (press / )",
  "list.keys": "j k move · Enter open · / search",
  "list.paused": "Order held while you point at the list",
  "list.truncated": "Too many: only the {n} at highest risk are listed",
  "list.none": "No conversation matches",
  "list.clear": "Clear filters",
  "list.waiting": "waiting {time}",
  "list.silent": "silent",
  "list.rising": "worse",
  "list.risk": "risk {n}",
  "list.spark": "Course of the mood, now {n}",

  "talk.label": "Talk",
  "talk.choose": "Choose a conversation to see its mood and why",
  "talk.back": "Back to the list",
  "talk.loading": "Loading the conversation…",
  "talk.error": "The conversation could not be loaded",
  "talk.gone": "There is no such conversation; it may have been removed",
  "talk.silence.plain": "Customer is waiting for an answer",
  "talk.silence.again": "Customer is still waiting",
  "talk.newest": "New messages",
  "talk.warned": "raised to {tier} · risk {n}",
  "talk.opened": "Started {time}",

  "reading.intensity": "intensity {n}",
  "reading.polarity.help": "How sure the model is of this polarity",
  "reading.unsure": "unsure",
  "reading.unsure.help": "The model is not sure; this is its best guess",
  "reading.sarcasm": "sarcasm {n}%",
  "reading.distribution": "Emotions",
  "reading.reasons": "Evidence",
  "reading.noreasons": "No single word stands out; the whole sentence was judged",
  "reading.details": "show distribution and evidence",
  "reading.model": "model {model}",

  "curve.label": "Course of the mood",
  "curve.aria": "Chart of the mood: {n} customer turns, latest {last}, lowest {low}",
  "curve.turns": "across: customer turns",
  "curve.tier": "Risk then:",
  "curve.unsure": "model unsure",
  "curve.mood": "Mood",
  "curve.risk": "Risk",
  "curve.empty": "The customer has not spoken yet",

  "side.label": "Warnings and actions",
  "side.risk": "Chance of a bad review or complaint",
  "side.why": "Why",
  "side.noreasons": "No evidence of risk so far",
  "side.warnings": "Warnings",
  "side.nowarnings": "No warning yet",
  "side.actions": "Actions taken",
  "side.noactions": "No action yet",
  "side.goto": "Go to this turn",
  "side.facts": "Business facts",
  "side.policy": "policy {policy}",
  "side.quotes": "Words",

  "reason.for": "speaks for it",
  "reason.against": "speaks against it",

  "action.attempts": "{n} attempts",
  "action.copy": "Copy",
  "action.copied": "Copied",
  "action.copyfailed": "Copying failed; please select the text",
  "action.replay": "Send again",
  "action.replayfailed": "Sending again failed: {why}",
  "action.report": "Emotion report",

  "tab.talk": "Talk",
  "tab.side": "Warnings and actions",


  "empty.title": "No conversation yet",
  "empty.text": "The service is ready and waits for its first event, which will appear here by itself.",
  "empty.demo": "Want to see it at work first? Run the demo in the folder of the installation; it replays lifelike service conversations:",
  "empty.curl": "To connect your own system, send what customers say to the events endpoint, for example:",
  "empty.copy": "Copy the command",

  "error.unreachable": "The service cannot be reached. Please check that ./zhiyin serve is running; the page reconnects by itself.",
  "error.answer": "The service answered with an error: {why}",
  "error.retry": "Try again",

  "time.seconds": "{s}s",
  "time.minutes": "{m} min",

  "live.escalated": "Conversation {id} raised to {tier}",
};
