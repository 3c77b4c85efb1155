/** Something a person does: it is under way, went wrong, or is done. */
import { useState } from "react";
import { ApiError } from "../api/client";

export interface Deed {
  busy: boolean;
  error: ApiError | null;
  /** Runs one deed; `true` if it went well. */
  run: (deed: () => Promise<void>) => Promise<boolean>;
  forget: () => void;
}

export function useDeed(): Deed {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  const run = async (deed: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await deed();
      return true;
    } catch (cause) {
      setError(cause instanceof ApiError ? cause : new ApiError(0, String(cause)));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run, forget: () => setError(null) };
}
