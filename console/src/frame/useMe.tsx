/** Who sits here and what they may do; `null` until the service has said so, or when it wants to know first. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { getMe } from "../api/client";
import type { Me, Right } from "../api/types";

interface Standing {
  me: Me | null;
  may: (right: Right) => boolean;
  /** Ask again: after signing in, or with another key. */
  again: () => void;
}

const Context = createContext<Standing | null>(null);

export function MeProvider({ children }: { children: ReactNode }) {
  const [me, setMe] = useState<Me | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const leaving = new AbortController();
    getMe(leaving.signal).then(setMe, () => {
      if (!leaving.signal.aborted) setMe(null);
    });
    return () => leaving.abort();
  }, [round]);

  const standing = useMemo<Standing>(
    () => ({ me, may: (right) => me?.rights.includes(right) ?? false, again: () => setRound((before) => before + 1) }),
    [me],
  );
  return <Context value={standing}>{children}</Context>;
}

export function useMe(): Standing {
  const standing = useContext(Context);
  if (!standing) throw new Error("useMe needs a MeProvider above it");
  return standing;
}
