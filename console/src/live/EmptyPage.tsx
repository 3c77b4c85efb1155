/** Shown until the first event arrives: how to send one, or see the demo. */
import { useWords } from "../i18n";
import { Command, curl } from "../shared/Command";

function example(): string {
  const event = {
    event_id: "e-1", conversation_id: "c-1", role: "customer", at: new Date().toISOString(),
    scene: "ecommerce", channel: "chat", text: "都第三次了，再不退款我就投诉！",
  };
  return curl("v1/events", { events: [event] });
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
