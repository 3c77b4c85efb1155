/** Who sits here and what they may do. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { ApiError, getMe, onSignedOut } from "../api/client";
import type { Me, Right } from "../api/types";

/** `asking`: not known yet; `out`: the service wants to know who this is; `away`: it could not be asked. */
export type Presence = "asking" | "in" | "out" | "away";

interface Standing {
  me: Me | null;
  presence: Presence;
  may: (right: Right) => boolean;
  /** Ask again: after signing in, or with another key. */
  again: () => void;
}

const Context = createContext<Standing | null>(null);

export function MeProvider({ children }: { children: ReactNode }) {
  const [{ me, presence }, setKnown] = useState<{ me: Me | null; presence: Presence }>({ me: null, presence: "asking" });
  const [round, setRound] = useState(0);

  useEffect(() => {
    onSignedOut(() => setKnown({ me: null, presence: "out" }));
    const leaving = new AbortController();
    getMe(leaving.signal).then(
      (found) => setKnown({ me: found, presence: "in" }),
      (cause: unknown) => {
        if (leaving.signal.aborted) return;
        const out = cause instanceof ApiError && cause.status === 401;
        setKnown({ me: null, presence: out ? "out" : "away" });
      },
    );
    return () => leaving.abort();
  }, [round]);

  const standing = useMemo<Standing>(
    () => ({
      me,
      presence,
      may: (right) => me?.rights.includes(right) ?? false,
      again: () => setRound((before) => before + 1),
    }),
    [me, presence],
  );
  return <Context value={standing}>{children}</Context>;
}

export function useMe(): Standing {
  const standing = useContext(Context);
  if (!standing) throw new Error("useMe needs a MeProvider above it");
  return standing;
}
