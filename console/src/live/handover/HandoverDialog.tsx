/** 交接摘要: what the next agent must know, ready to be copied. */
import { useCallback, useEffect, useState } from "react";
import { json } from "../../api/client";
import type { Handover } from "../../api/types";
import { useWords } from "../../i18n";
import { CopyButton } from "../../shared/CopyButton";
import { copyText } from "../../shared/copy";
import { Dialog } from "../../shared/Dialog";
import { Failure } from "../../shared/Failure";
import { useAsked } from "../../shared/useAsked";

interface Props {
  conversation: string;
  close: () => void;
}

export function HandoverDialog({ conversation, close }: Props) {
  const { t, language } = useWords();
  const [copied, setCopied] = useState(false);
  const query = `v1/conversations/${encodeURIComponent(conversation)}/handover?language=${language}`;
  const { answer, error, again } = useAsked(query, ask);
  const text = answer?.text;
  const copy = useCallback(() => {
    if (text !== undefined) copyText(text).then(() => setCopied(true), () => setCopied(false));
  }, [text]);
  // It was asked for in order to be handed on: what is shown is already on the clipboard.
  useEffect(copy, [copy]);
  return (
    <Dialog
      open
      onCancel={close}
      title={<>{t("handover.title")} <small className="quiet">{t("handover.made")}</small></>}
      closable={{ "aria-label": t("close") }}
      footer={
        <div className="handover-foot">
          <span role="status" className="quiet">{copied ? t("handover.copied") : ""}</span>
          {text !== undefined && <CopyButton text={text} label={t("handover.copy")} />}
        </div>
      }
    >
      {error && <Failure error={error} title={t("handover.title")} retry={again} />}
      {!answer && !error && <p className="quiet">{t("handover.loading")}</p>}
      {answer && <Sections handover={answer} />}
    </Dialog>
  );
}

function Sections({ handover }: { handover: Handover }) {
  return (
    <div className="handover" data-testid="handover">
      {handover.sections.map(({ title, lines }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
        </section>
      ))}
      <p className="quiet">{handover.made}</p>
    </div>
  );
}

function ask(query: string, signal: AbortSignal): Promise<Handover> {
  return json(query, { signal });
}
