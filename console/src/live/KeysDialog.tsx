/** All keys of the desk in one table. */
import { useWords } from "../i18n";
import type { MessageKey } from "../i18n/zh";
import { Dialog } from "../shared/Dialog";

const KEYS: readonly (readonly [string, MessageKey])[] = [
  ["J / ↓", "keys.j"], ["K / ↑", "keys.k"], ["Enter", "keys.enter"], ["/", "keys.search"], ["1 2 3", "keys.scripts"],
  ["R", "keys.reply"], ["Ctrl + Enter", "desk.keys.copy"], ["C", "keys.correct"], ["S", "keys.summary"], ["?", "keys.help"],
  ["Esc", "keys.escape"],
];

export function KeysDialog({ close }: { close: () => void }) {
  const { t } = useWords();
  return (
    <Dialog open onCancel={close} footer={null} title={t("keys.title")} width={420} closable={{ "aria-label": t("close") }}>
      <dl className="keys" data-testid="keys">
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt><kbd>{keys}</kbd></dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{t("keys.note")}</p>
    </Dialog>
  );
}
