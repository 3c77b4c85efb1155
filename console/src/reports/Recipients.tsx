/** Who gets a report. */
import { Select } from "antd";
import { useWords } from "../i18n";
import type { Schedules } from "./api";
import { type Draft, wrongMails } from "./draft";
import { Field } from "./PlanFields";

interface Props {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  ways: Schedules;
}

export function Recipients({ draft, change, ways }: Props) {
  const { t } = useWords();
  const wrong = wrongMails(draft.mailTo);
  return (
    <>
      <Field
        label={t("reports.form.mail")}
        help={t(ways.mail ? "reports.form.mail.help" : "reports.form.mail.none")}
        {...(wrong.length > 0 ? { wrong: t("reports.form.mail.wrong", { who: wrong.join(" ") }) } : {})}
      >
        {(id) => (
          <Select
            id={id}
            mode="tags"
            disabled={!ways.mail && draft.mailTo.length === 0}
            tokenSeparators={[",", ";", " ", "，", "；"]}
            open={false}
            suffixIcon={null}
            value={[...draft.mailTo]}
            onChange={(mailTo: string[]) => change({ mailTo: mailTo.map((address) => address.trim()).filter(Boolean) })}
          />
        )}
      </Field>
      <Field label={t("reports.form.hooks")} {...(ways.webhook_names.length === 0 ? { help: t("reports.form.hooks.none") } : {})}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            disabled={ways.webhook_names.length === 0 && draft.webhooks.length === 0}
            options={ways.webhook_names.map((value) => ({ value, label: value }))}
            value={[...draft.webhooks]}
            onChange={(webhooks: string[]) => change({ webhooks })}
          />
        )}
      </Field>
    </>
  );
}
