/** Shown until the first event arrives: how to send one, or see the demo. */
import { useWords } from "../i18n";
import { address, apiKey } from "../api/client";
import { CopyButton } from "../shared/CopyButton";

function example(): string {
  const event = {
    event_id: "e-1", conversation_id: "c-1", role: "customer", at: new Date().toISOString(),
    scene: "ecommerce", channel: "chat", text: "都第三次了，再不退款我就投诉！",
  };
  const body = JSON.stringify({ events: [event] }, null, 1).replaceAll(/\n\s*/g, " ");
  const lines = [`curl -X POST ${address("v1/events")}`, "-H 'Content-Type: application/json'", `-d '${body}'`];
  if (apiKey() !== "") lines.splice(1, 0, `-H "Authorization: Bearer $ZHIYIN_KEY"`);
  return lines.join(" \\\n  ");
}

function Command({ text }: { text: string }) {
  const { t } = useWords();
  return (
    <div className="command">
      <pre>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} label={t("empty.copy")} />
    </div>
  );
}

export function EmptyPage() {
  const { t } = useWords();
  return (
    <section className="notice" data-testid="empty">
      <svg className="notice-art" viewBox="0 0 320 64" aria-hidden="true">
        <path d="M0 32h120l14-22 20 44 16-34 10 12h140" />
      </svg>
      <h2>{t("empty.title")}</h2>
      <p>{t("empty.text")}</p>
      <p>{t("empty.demo")}</p>
      <Command text="./zhiyin demo" />
      <p>{t("empty.curl")}</p>
      <Command text={example()} />
    </section>
  );
}
