import { Button } from "antd";
import { useWords } from "../i18n";
import type { AlarmCase } from "./types";
import type { Deeds } from "./useDeeds";

interface Props {
  alarm: AlarmCase;
  /** Whether this person may handle alarms at all. */
  may: boolean;
  deeds: Deeds;
  open: () => void;
}

/** What can be done about the chosen alarm. */
export function AlarmBar({ alarm, may, deeds, open }: Props) {
  const { t } = useWords();
  return (
    <div className="wall-bar" role="group" aria-label={alarm.conversation}>
      {may && (
        <>
          <Button size="small" type="primary" loading={deeds.busy} disabled={alarm.state !== "open"} onClick={deeds.keys.acknowledge}>
            {t("wall.acknowledge")} <kbd>A</kbd>
          </Button>
          <Button size="small" disabled={deeds.busy} onClick={deeds.keys.handOver}>
            {t("wall.handover")} <kbd>H</kbd>
          </Button>
          <Button size="small" disabled={deeds.busy} onClick={deeds.keys.close}>
            {t("wall.close")} <kbd>C</kbd>
          </Button>
        </>
      )}
      <Button size="small" onClick={open}>
        {t("wall.opentalk")} <kbd>↵</kbd>
      </Button>
    </div>
  );
}
