import { useEffect } from "react";
import type { ApiError } from "../api/client";

/** Where the service wants to know first who is asking, the page asks for the key. */
export function useLock(error: ApiError | null, lock: () => void): void {
  const refused = error?.status === 401 || error?.status === 403;
  useEffect(() => {
    if (refused) lock();
  }, [refused, lock]);
}
