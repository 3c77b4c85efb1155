import { useState } from "react";
import type { Unsafe } from "../api/types";
import { useWords } from "../i18n";
import { unsafeText } from "../shared/unsafe";

/** What the operator should not leave as it is. */
export function UnsafeDefaults({ warnings }: { warnings: readonly Unsafe[] }) {
  const { t, name } = useWords();
  const [all, setAll] = useState(false);
  if (warnings.length === 0) return null;
  const shown = all ? warnings : warnings.slice(0, 1);
  return (
    <section className="unsafe" aria-label={t("unsafe.label")}>
      <span className="unsafe-mark" aria-hidden="true">
        !
      </span>
      <div className="unsafe-lines">
        {shown.map((warning) => (
          <p key={warning.code}>{unsafeText(warning, name)}</p>
        ))}
      </div>
      {warnings.length > 1 && (
        <button type="button" className="plain" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("more.hide") : t("more.show", { n: warnings.length - 1 })}
        </button>
      )}
    </section>
  );
}
