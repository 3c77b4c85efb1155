/** The reply box under the talk: write, see what must not be said, then copy, fill into the host page, or note as sent. */
import { Button } from "antd";
import { type KeyboardEvent, useState } from "react";
import type { ConversationDetail } from "../../api/types";
import { useMe } from "../../frame/useMe";
import { useWords } from "../../i18n";
import { copyText } from "../../shared/copy";
import { cut } from "../../shared/spans";
import { useAsked } from "../../shared/useAsked";
import { type Banned, getDesk, noteSent } from "./api";
import { hostOrigin, tellHost } from "./embed";
import type { Box, Reply } from "./useReply";
import "./reply.css";

interface Props {
  detail: ConversationDetail;
  reply: Reply;
  box: Box;
}

export function Composer({ detail, reply, box }: Props) {
  const { t } = useWords();
  const { may } = useMe();
  const { told, copy, fill, note } = useSending(detail, reply);
  const empty = reply.text.trim() === "";
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Escape") reply.leave();
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || empty) return;
    event.preventDefault();
    (fill ?? copy)();
  };
  return (
    <section className={`composer${empty ? " composer-empty" : ""}`} aria-label={t("reply.label")} data-testid="composer">
      <div className="composer-box">
        <p className="composer-marks" aria-hidden="true"><Marked text={reply.text} banned={reply.banned ?? []} /></p>
        <textarea
          ref={box}
          aria-label={t("reply.label")}
          placeholder={t("reply.placeholder")}
          rows={1}
          maxLength={2000}
          value={reply.text}
          onChange={(event) => reply.write(event.target.value)}
          onKeyDown={pressed}
        />
      </div>
      <div className="composer-foot">
        <Verdict empty={empty} banned={reply.banned} told={told} />
        {!empty && <Button size="small" type="text" onClick={() => reply.write("")}>{t("reply.clear")}</Button>}
        {may("events:send") && (
          <Button size="small" disabled={empty} title={t("reply.sent.help")} onClick={note}>{t("reply.sent")}</Button>
        )}
        <Button size="small" type={fill ? "default" : "primary"} disabled={empty} onClick={copy}>
          {t("reply.copy")}{!fill && <kbd>Ctrl ↵</kbd>}
        </Button>
        {fill && <Button size="small" type="primary" disabled={empty} onClick={fill}>{t("reply.fill")}<kbd>Ctrl ↵</kbd></Button>}
      </div>
    </section>
  );
}

/** Ways in which a reply leaves the desk, and what is told of the last one. */
function useSending(detail: ConversationDetail, reply: Reply) {
  const { t } = useWords();
  const [done, setDone] = useState({ of: "", told: "" });
  const { answer: desk } = useAsked("desk", getDesk);
  const host = hostOrigin(desk?.embed_origins ?? [], document.referrer, window.parent !== window);
  const tell = (told: string, of = reply.text) => setDone({ of, told });
  const copy = () => {
    copyText(reply.text).then(() => tell(t("reply.copied")), () => tell(t("reply.copyfailed")));
    reply.left();
  };
  const fill = () => {
    if (host === null) return;
    tellHost(host, reply.text, detail.id);
    reply.left();
    tell(t("reply.filled"));
  };
  const note = () => {
    noteSent(detail, reply.text).then(
      () => {
        reply.left();
        reply.write("");
        tell(t("reply.sent.done"), "");
      },
      (error: unknown) => tell(t("reply.sent.failed", { why: error instanceof Error ? error.message : String(error) })),
    );
  };
  return { told: done.of === reply.text ? done.told : "", copy, fill: host === null ? null : fill, note };
}

function Verdict({ empty, banned, told }: { empty: boolean; banned: readonly Banned[] | null; told: string }) {
  const { t } = useWords();
  const found = banned ?? [];
  return (
    <div className="composer-told" role="status" aria-live="polite">
      {told !== "" && <span>{told}</span>}
      {!empty && found.length > 0 && (
        <span className="composer-banned">
          {t("reply.banned", { n: found.length })}
          {found.map(({ phrase, what, mend, start }) => (
            <span key={`${start}-${phrase}`} title={mend}><b>“{phrase}”</b> {what}{mend ? `（${mend}）` : ""}</span>
          ))}
        </span>
      )}
      {!empty && told === "" && banned?.length === 0 && <span className="quiet">{t("reply.fine")}</span>}
      {!empty && told === "" && banned === null && <span className="quiet">{t("reply.unchecked")}</span>}
    </div>
  );
}

/** The same words behind the field, with a mark under what must not be said: a text field itself cannot mark. */
function Marked({ text, banned }: { text: string; banned: readonly Banned[] }) {
  const pieces = cut(text, banned.map((each) => ({ start: each.start, end: each.end, value: each })));
  return (
    <>
      {pieces.map(({ start, text: words, values }) => (values.length > 0 ? <mark key={start}>{words}</mark> : words))}
      {"\u200b"}
    </>
  );
}
