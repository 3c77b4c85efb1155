/** 推送与日志: where actions go, trying that out, and what became of each. */
import { Button, Popconfirm } from "antd";
import { useState } from "react";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { type Attempt, type Destination, getDestinations, removeDestination, switchDestination, tryDestination } from "./api";
import { DeliveryLog } from "./DeliveryLog";
import { DestinationForm, OwnDeeds } from "./DestinationForm";
import { moment } from "./moments";
import { useDeed } from "./useDeed";
import { Wrong } from "./Wrong";

export function DeliveryTab() {
  const { t } = useWords();
  const { may } = useMe();
  const { answer, error, again } = useAsked("", getDestinations);
  // The one that is changed; "new": one is added.
  const [edited, setEdited] = useState<Destination | "new" | null>(null);
  const leave = () => setEdited(null);
  return (
    <section className="settings-body" aria-label={t("settings.delivery")}>
      <p className="quiet">{t("delivery.about")}</p>
      {may("settings:edit") && (
        <div className="settings-line">
          <Button type="primary" onClick={() => setEdited("new")}>{t("delivery.add")}</Button>
        </div>
      )}
      {edited !== null && (
        <DestinationForm
          destination={edited === "new" ? null : edited} leave={leave}
          done={() => {
            leave();
            again();
          }}
        />
      )}
      {error && <Failure error={error} retry={again} />}
      {answer && (
        <ul className="destinations">
          {answer.destinations.map((one) => (
            <DestinationCard key={one.name} destination={one} again={again} change={() => setEdited(one)} />
          ))}
        </ul>
      )}
      {answer && answer.destinations.length === 1 && <p className="settings-empty">{t("delivery.only")}</p>}
      <h2>{t("delivery.log")}</h2>
      <DeliveryLog names={answer?.destinations.map(({ name }) => name) ?? []} />
    </section>
  );
}

interface Card {
  destination: Destination;
  again: () => void;
  change: () => void;
}

function DestinationCard({ destination, again, change }: Card) {
  const { t, name, locale } = useWords();
  const { last } = destination;
  const state = destination.fault ? "broken" : destination.off ? "off" : destination.failing ? "failing" : "on";
  return (
    <li className={`destination destination-${state}`} data-testid={`destination-${destination.name}`}>
      <header>
        <b>{destination.name}</b>
        <span className="quiet">{name("hand", destination.hand)}</span>
        {!destination.own && destination.hand !== "console" && <span className="quiet">{t("delivery.fromfile")}</span>}
        <span className="spring" />
        <span className="state">{t(`delivery.${state}`)}</span>
      </header>
      {destination.fault && <p className="fault" role="note">{destination.fault}</p>}
      {destination.off && <p className="quiet">{name("off", destination.off)}</p>}
      <dl className="fields">
        {destination.place && <Field label={t("delivery.place")} value={destination.place} />}
        <Field label={t("delivery.takes")} value={taken(destination, name, t("delivery.everything"))} />
        {destination.per_minute > 0 && (
          <Field label={t("delivery.rate")} value={t("delivery.perminute", { n: destination.per_minute })} />
        )}
        <Field
          label={t("delivery.last")}
          value={last ? `${moment(last.at, locale)} ${name("action.status", last.status)} ${name("off", last.error)}` : t("delivery.never")}
        />
      </dl>
      {(destination.testable || destination.own) && <Deeds destination={destination} again={again} change={change} />}
    </li>
  );
}

function taken(destination: Destination, name: (group: string, code: string) => string, everything: string): string {
  const tier = destination.min_tier === "none" ? [] : [`≥ ${name("tier", destination.min_tier)}`];
  const kinds = destination.kinds.map((kind) => name("action", kind));
  const scenes = destination.scenes.map((scene) => name("scene", scene));
  return [...kinds, ...scenes, ...tier].join(" · ") || everything;
}

function Field({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Deeds({ destination, again, change }: Card) {
  const { t } = useWords();
  const { may } = useMe();
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const deed = useDeed();
  if (!may("settings:edit")) return null;
  const test = () => deed.run(async () => setAttempt(await tryDestination(destination.name)));
  const remove = () =>
    deed.run(async () => {
      await removeDestination(destination.name);
      again();
    });
  const turn = (on: boolean) =>
    deed.run(async () => {
      await switchDestination(destination.name, on);
      again();
    });
  return (
    <>
      <div className="settings-line">
        {destination.testable && (
          <Button size="small" loading={deed.busy} onClick={() => void test()}>{t("delivery.test")}</Button>
        )}
        {destination.own && <OwnDeeds change={change} remove={() => void remove()} />}
        {!destination.testable ? null : destination.off ? (
          <Button size="small" onClick={() => void turn(true)}>{t("delivery.switchon")}</Button>
        ) : (
          <Popconfirm title={t("delivery.switchoff.sure")} okText={t("delivery.switchoff")} onConfirm={() => void turn(false)}>
            <Button size="small" danger>{t("delivery.switchoff")}</Button>
          </Popconfirm>
        )}
      </div>
      <Wrong error={deed.error} forget={deed.forget} />
      {attempt && <Answered attempt={attempt} />}
    </>
  );
}

function Answered({ attempt }: { attempt: Attempt }) {
  const { t } = useWords();
  const head = attempt.ok ? "delivery.test.ok" : attempt.status ? "delivery.test.refused" : "delivery.test.none";
  return (
    <div className={attempt.ok ? "answered answered-ok" : "answered answered-bad"} role="status" data-testid="attempt">
      <p>{t(head, { status: attempt.status, ms: attempt.took_ms })}</p>
      {attempt.detail && <p className="quiet">{attempt.detail}</p>}
      {attempt.body && <pre>{attempt.body}</pre>}
    </div>
  );
}
