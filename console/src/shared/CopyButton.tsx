import { Button } from "antd";
import { useEffect, useState } from "react";
import { useWords } from "../i18n";
import { copyText } from "./copy";

type Outcome = "idle" | "copied" | "failed";
const SHOWN_MS = 2000;

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<Outcome>("idle");

  useEffect(() => {
    if (outcome === "idle") return undefined;
    const timer = window.setTimeout(() => setOutcome("idle"), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [outcome]);

  const copy = () => {
    copyText(text).then(
      () => setOutcome("copied"),
      () => setOutcome("failed"),
    );
  };
  const words = { idle: label ?? t("action.copy"), copied: t("action.copied"), failed: t("action.copyfailed") };
  return (
    <Button size="small" onClick={copy} aria-live="polite" className={`copy copy-${outcome}`}>
      {words[outcome]}
    </Button>
  );
}
