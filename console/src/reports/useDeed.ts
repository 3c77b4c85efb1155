/** Something a person does that the service may refuse: tried, and then looked at anew. */
import { useState } from "react";
import { ApiError } from "../api/client";

export type Attempt = (deed: () => Promise<unknown>) => Promise<void>;

export function useDeed(again: () => void) {
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const attempt: Attempt = async (deed) => {
    setTrouble(null);
    try {
      await deed();
    } catch (cause) {
      setTrouble(cause instanceof ApiError ? cause : new ApiError(0, String(cause)));
    }
    again();
  };
  return { trouble, attempt, clear: () => setTrouble(null) };
}
