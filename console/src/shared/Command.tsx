import { address, apiKey } from "../api/client";
import { useWords } from "../i18n";
import { CopyButton } from "./CopyButton";

/** A command that posts JSON to the service, ready to be copied; a key is named, never shown. */
export function curl(path: string, content: object): string {
  const body = JSON.stringify(content, null, 1).replaceAll(/\n\s*/g, " ");
  const lines = [`curl -X POST ${address(path)}`, "-H 'Content-Type: application/json'", `-d '${body}'`];
  if (apiKey() !== "") lines.splice(1, 0, `-H "Authorization: Bearer $ZHIYIN_KEY"`);
  return lines.join(" \\\n  ");
}

export function Command({ text }: { text: string }) {
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
