/** What a person should know before going on: another window, another person, another version, lost comments. */
import { Alert, Button, Space } from "antd";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { clock } from "../shared/format";
import type { Bench, BenchStore } from "./BenchStore";

export function BenchNotices({ bench, store, showHistory }: { bench: Bench; store: BenchStore; showHistory: () => void }) {
  const { t, locale } = useWords();
  const { sheet, basedOn } = bench;
  return (
    <>
      {bench.error && <Failure error={bench.error} retry={() => void store.replaceTheirs()} />}
      {bench.saving === "conflict" && (
        <Alert
          banner type="warning" role="alert" title={t("policies.draft.conflict")}
          action={
            <Space>
              <Button size="small" onClick={() => void store.open()}>{t("policies.draft.conflict.theirs")}</Button>
              <Button size="small" onClick={() => void store.replaceTheirs()}>{t("policies.draft.conflict.mine")}</Button>
            </Space>
          }
        />
      )}
      {sheet && bench.savedAt !== null && basedOn !== sheet.version && (
        <Alert
          banner type="warning" role="alert" title={t("policies.draft.old", { from: basedOn, to: sheet.version })}
          action={
            <Space>
              <Button size="small" onClick={showHistory}>{t("policies.history.show")}</Button>
              <Button size="small" onClick={() => void store.rebase()}>{t("policies.draft.old.rebase", { to: sheet.version })}</Button>
            </Space>
          }
        />
      )}
      {bench.others.map(({ by, at }) => (
        <p key={by} className="quiet bench-others">{t("policies.draft.others", { by, at: clock(at, locale) })}</p>
      ))}
      {bench.lost.length > 0 && (
        <Alert
          banner type="warning" role="alert" title={t("policies.lost", { n: bench.lost.length })}
          description={<code className="lost-comments">{bench.lost.join("\n")}</code>}
        />
      )}
    </>
  );
}
