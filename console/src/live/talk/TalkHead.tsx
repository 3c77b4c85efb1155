import type { ConversationDetail } from "../../api/types";
import { useWords } from "../../i18n";
import { clock } from "../../shared/format";
import { TierBadge } from "../../shared/TierBadge";

export function TalkHead({ detail, handOver, close }: { detail: ConversationDetail; handOver: () => void; close?: () => void }) {
  const { t, name, locale } = useWords();
  return (
    <header className="talk-head">
      {close && (
        <button type="button" className="plain back" onClick={close} aria-label={t("talk.back")}>
          ←
        </button>
      )}
      <h2 title={detail.id}>{detail.id}</h2>
      <TierBadge tier={detail.tier} />
      <span className="quiet">
        {name("scene", detail.scene)} · {name("channel", detail.channel)} ·{" "}
        {t("talk.opened", { time: clock(detail.opened_at, locale) })}
        {detail.agent !== "" && ` · ${detail.agent}`}
      </span>
      <button type="button" className="plain handover-open" onClick={handOver}>
        {t("handover.open")} <kbd>S</kbd>
      </button>
    </header>
  );
}
