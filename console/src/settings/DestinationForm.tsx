/** A destination, new or changed. Secrets are never typed here: a variable or a file of the server is named. */
import { Button, Input, Popconfirm, Select } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import type { MessageKey } from "../i18n/zh";
import { Dialog } from "../shared/Dialog";
import { addDestination, changeDestination, type Destination, HANDS, KINDS, type NewDestination, TIERS } from "./api";
import { useDeed } from "./useDeed";
import { Wrong } from "./Wrong";

interface Props {
  /** The one to change; null: a new one. */
  destination: Destination | null;
  done: () => void;
  leave: () => void;
}

const FAULTS: Readonly<Record<string, MessageKey>> = { url: "delivery.fault.url", secrets: "delivery.fault.secrets" };
const REFERENCE = /^(env|file):/;

function begun(one: Destination | null): NewDestination {
  const signed = one && REFERENCE.test(one.references[0] ?? "") && one.hand !== "webhook";
  return {
    name: one?.name ?? "",
    hand: (one?.hand ?? "webhook") as NewDestination["hand"],
    url: signed ? (one.references[0] ?? "") : "",
    secrets: one ? one.references.slice(signed ? 1 : 0) : [],
    kinds: one?.kinds ?? [],
    min_tier: one?.min_tier ?? "none",
    scenes: one?.scenes ?? [],
    per_minute: one?.per_minute ?? null,
  };
}

export function DestinationForm({ destination, done, leave }: Props) {
  const { t, name } = useWords();
  const [form, setForm] = useState(() => begun(destination));
  const deed = useDeed();
  const set = (change: Partial<NewDestination>) => setForm((before) => ({ ...before, ...change }));
  const fault = FAULTS[deed.error?.faults[0]?.where ?? ""];
  const robot = form.hand !== "webhook";
  const { name: called, ...rest } = form;
  const save = () =>
    deed.run(async () => {
      await (destination ? changeDestination(destination.name, rest) : addDestination({ name: called, ...rest }));
      done();
    });
  const line = (label: string, value: string, change: (typed: string) => void, hint: string, fixed = false) => (
    <label className="destination-field">
      <span>{label}</span>
      <Input value={value} aria-label={label} disabled={fixed} maxLength={2000} placeholder={hint} onChange={(e) => change(e.target.value)} />
    </label>
  );
  return (
    <Dialog
      open title={destination ? t("delivery.change.of", { name: destination.name }) : t("delivery.add")} onCancel={leave}
      onOk={() => void save()} okText={t("delivery.save")} cancelText={t("delivery.cancel")}
      okButtonProps={{ disabled: called.trim() === "", loading: deed.busy }} width={520}
    >
      <div className="destination-form">
        {line(t("delivery.name"), called, (typed) => set({ name: typed.trim() }), t("delivery.name.hint"), destination !== null)}
        <label className="destination-field">
          <span>{t("delivery.hand")}</span>
          <Select
            aria-label={t("delivery.hand")} value={form.hand} onChange={(hand) => set({ hand })}
            options={HANDS.map((value) => ({ value, label: name("hand", value) }))}
          />
        </label>
        {line(t("delivery.place"), form.url, (url) => set({ url }), destination ? t("delivery.url.same") : t(robot ? "delivery.url.robot" : "delivery.url.hint"))}
        {form.hand !== "wecom" &&
          line(t("delivery.secret"), form.secrets.join(" "), (typed) => set({ secrets: typed.split(/\s+/).filter(Boolean) }), t("delivery.secret.hint"))}
        <p className="quiet">{t("delivery.secret.about")}</p>
        <label className="destination-field">
          <span>{t("delivery.takes")}</span>
          <Select
            mode="multiple" aria-label={t("delivery.takes")} value={form.kinds} placeholder={t(robot ? "delivery.kinds.robot" : "delivery.everything")}
            onChange={(kinds) => set({ kinds })} options={KINDS.map((value) => ({ value, label: name("action", value) }))}
          />
        </label>
        <label className="destination-field">
          <span>{t("delivery.tier")}</span>
          <Select
            aria-label={t("delivery.tier")} value={form.min_tier} onChange={(min_tier) => set({ min_tier })}
            options={TIERS.map((value) => ({ value, label: value === "none" ? t("delivery.tier.all") : `≥ ${name("tier", value)}` }))}
          />
        </label>
        {fault && <p className="fault" role="alert">{t(fault)}</p>}
        <Wrong error={deed.error} forget={deed.forget} />
      </div>
    </Dialog>
  );
}

/** Buttons on the card of a destination that was added here. */
export function OwnDeeds({ change, remove }: { change: () => void; remove: () => void }) {
  const { t } = useWords();
  return (
    <>
      <Button size="small" onClick={change}>{t("delivery.change")}</Button>
      <Popconfirm title={t("delivery.remove.sure")} okText={t("delivery.remove")} cancelText={t("delivery.cancel")} onConfirm={remove}>
        <Button size="small" danger>{t("delivery.remove")}</Button>
      </Popconfirm>
    </>
  );
}
