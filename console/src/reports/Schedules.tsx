/** What reports are made by themselves: a table with a switch each, and an editor. */
import { Button, Popconfirm, Switch } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import type { Asked } from "../shared/useAsked";
import { addSchedule, changeSchedule, dropSchedule, type Schedule, type Schedules as Listed } from "./api";
import { type Draft, draftOf, emptyDraft, scheduleBody } from "./draft";
import { PlanForm } from "./PlanForm";
import { type Attempt, useDeed } from "./useDeed";

export function Schedules({ asked, edit }: { asked: Asked<Listed>; edit: boolean }) {
  const { t, language } = useWords();
  const [draft, setDraft] = useState<Draft | null>(null);
  const { trouble, attempt, clear } = useDeed(asked.again);
  const listed = asked.answer;
  if (asked.error) return <Failure error={asked.error} retry={asked.again} />;
  if (!listed) return null;
  return (
    <section className="reports-plans">
      {trouble && <Failure error={trouble} retry={clear} />}
      <p className="quiet">{t("reports.plan.note")}</p>
      <div className="table-box">
        <table className="figures reports-table">
          <thead>
            <tr>
              {(["on", "name", "period", "scope", "who", "next", ...(edit ? ["deeds" as const] : [])] as const).map((key) => (
                <th key={key} scope="col">{t(`reports.plan.${key}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {listed.schedules.map((schedule) => (
              <Row key={schedule.id} schedule={schedule} edit={edit} attempt={attempt} open={() => setDraft(draftOf(schedule))} />
            ))}
          </tbody>
        </table>
      </div>
      {edit && <Button onClick={() => setDraft(emptyDraft(listed.time_zone, language))}>{t("reports.plan.add")}</Button>}
      {draft && (
        <PlanForm
          first={draft}
          ways={listed}
          kind={draft.id ? "edit" : "new"}
          close={() => setDraft(null)}
          keep={async (written) => {
            await (written.id ? changeSchedule(written.id, scheduleBody(written)) : addSchedule(scheduleBody(written)));
            asked.again();
          }}
        />
      )}
    </section>
  );
}

interface RowProps {
  schedule: Schedule;
  edit: boolean;
  attempt: Attempt;
  open: () => void;
}

function Row({ schedule, edit, attempt, open }: RowProps) {
  const { t, name, locale } = useWords();
  const turn = (enabled: boolean) =>
    attempt(() => changeSchedule(schedule.id, scheduleBody({ ...draftOf(schedule), enabled })));
  const scope = [
    ...(schedule.scene ? [name("scene", schedule.scene)] : []),
    ...(schedule.channel ? [name("channel", schedule.channel)] : []),
    ...(schedule.team ? [schedule.team] : []),
  ];
  const who = [...(schedule.mail_to ?? []), ...(schedule.webhooks ?? [])];
  const drop = schedule.preset ? "reset" : "delete";
  return (
    <tr data-schedule={schedule.id}>
      <td>
        <Switch
          size="small"
          checked={schedule.enabled}
          disabled={!edit}
          aria-label={`${t("reports.plan.on")} ${schedule.name}`}
          onChange={(enabled) => void turn(enabled)}
        />
      </td>
      <th scope="row">{schedule.name}</th>
      <td>{t(`reports.when.${schedule.period}`, { at: schedule.at })} <small>{schedule.time_zone}</small></td>
      <td>{scope.length > 0 ? scope.join(" · ") : t("reports.plan.all")}</td>
      <td className="reports-who">{who.length > 0 ? who.join(", ") : <span className="quiet">{t("reports.plan.nobody")}</span>}</td>
      <td>{schedule.next_at ? new Date(schedule.next_at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short", timeZone: schedule.time_zone ?? "UTC" }) : <span className="quiet">{t("reports.plan.off")}</span>}</td>
      {edit && (
        <td className="reports-deeds">
          <button type="button" className="plain" onClick={open}>{t("reports.plan.edit")}</button>
          <Popconfirm
            title={t(`reports.plan.${drop}.sure`)}
            okText={t(`reports.plan.${drop}`)}
            cancelText={t("reports.form.cancel")}
            onConfirm={() => void attempt(() => dropSchedule(schedule.id))}
          >
            <button type="button" className="plain">{t(`reports.plan.${drop}`)}</button>
          </Popconfirm>
        </td>
      )}
    </tr>
  );
}
