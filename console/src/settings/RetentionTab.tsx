/** 数据保留: for how long what is kept, what that would delete, and the data of one person. */
import { Alert, Button, Input, Popconfirm } from "antd";
import { useState } from "react";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { type Expired, getPreview, getRetention, putRetention, type Retention, type RetentionSet } from "./api";
import { daysOf, type Kind, KINDS, previewQuery, type Written, writtenOf, wrongDays } from "./days";
import { PersonPanel } from "./PersonPanel";
import { useDeed } from "./useDeed";
import { Wrong } from "./Wrong";

export function RetentionTab() {
  const { t } = useWords();
  const { may } = useMe();
  const { answer, error, again } = useAsked("", getRetention);
  return (
    <section className="settings-body" aria-label={t("settings.retention")}>
      {error && <Failure error={error} retry={again} />}
      {answer && <RetentionForm key={JSON.stringify(answer.retention)} set={answer} again={again} />}
      {may("settings:edit") && <PersonPanel />}
    </section>
  );
}

function RetentionForm({ set, again }: { set: RetentionSet; again: () => void }) {
  const { t } = useWords();
  const { may } = useMe();
  const [written, setWritten] = useState<Written>(writtenOf(set.retention));
  const deed = useDeed();
  const wrong = KINDS.some((kind) => wrongDays(kind, written[kind], set.least_audit));
  const preview = useAsked(wrong ? null : previewQuery(written), getPreview);
  const wanted = daysOf(written);
  const same = KINDS.every((kind) => wanted[kind] === set.retention[kind]);
  const short = wanted.audit !== null && wanted.audit < set.usual_audit && !wrong;
  const due = preview.answer ? KINDS.filter((kind) => preview.answer?.[kind]) : [];
  const save = () =>
    void deed.run(async () => {
      await putRetention(wanted);
      again();
    });
  return (
    <div className="panel-box">
      <h2>{t("retention.title")}</h2>
      <p className="quiet">{t("retention.about")}</p>
      <div className="retention">
        {KINDS.map((kind) => (
          <Days
            key={kind}
            kind={kind}
            value={written[kind]}
            least={set.least_audit}
            due={wrong || wanted[kind] === null ? null : preview.answer}
            change={(value) => setWritten({ ...written, [kind]: value })}
          />
        ))}
      </div>
      {short && <Alert type="warning" showIcon role="alert" title={t("retention.short", { n: set.usual_audit })} />}
      {preview.error && <Failure error={preview.error} retry={preview.again} />}
      <Wrong error={deed.error} forget={deed.forget} />
      {may("settings:edit") && (
        <div className="settings-line">
          <Popconfirm
            title={t("retention.sure")}
            description={due.length > 0 ? told(preview.answer, due, t("retention.gone"), (kind) => t(`retention.${kind}`)) : t("retention.sure.none")}
            okText={t("retention.save")}
            onConfirm={save}
            disabled={same || wrong}
          >
            <Button type="primary" loading={deed.busy} disabled={same || wrong}>{t("retention.save")}</Button>
          </Popconfirm>
          <span className="quiet">{same ? t("retention.same") : t("retention.later")}</span>
        </div>
      )}
    </div>
  );
}

function told(expired: Expired | null, due: readonly Kind[], lead: string, named: (kind: Kind) => string): string {
  return `${lead}${due.map((kind) => `${named(kind)} ${expired?.[kind] ?? 0}`).join("、")}`;
}

interface DaysProps {
  kind: Kind;
  value: string;
  least: number;
  due: Expired | null;
  change: (value: string) => void;
}

function Days({ kind, value, least, due, change }: DaysProps) {
  const { t } = useWords();
  const { may } = useMe();
  const wrong = wrongDays(kind, value, least);
  const help = `days-${kind}`;
  return (
    <div className="retention-row">
      <label htmlFor={`input-${kind}`}>
        <b>{t(`retention.${kind}`)}</b>
        <small>{t(`retention.${kind}.what`)}</small>
      </label>
      <Input
        id={`input-${kind}`}
        inputMode="numeric"
        aria-describedby={help}
        aria-invalid={wrong}
        {...(wrong ? { status: "error" as const } : {})}
        disabled={!may("settings:edit")}
        placeholder={t("retention.forever")}
        suffix={value ? t("retention.days") : null}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
      <span id={help} className={wrong ? "retention-wrong" : "quiet"}>
        {wrong
          ? t(kind === "audit" ? "retention.wrong.audit" : "retention.wrong", { least })
          : due
            ? t("retention.due", { n: due[kind] })
            : t("retention.kept")}
      </span>
    </div>
  );
}

export type { Retention };
