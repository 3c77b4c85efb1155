/** The large view: the whole screen and larger type, for a wall that is read from across a room. */
import { useCallback, useEffect, useState } from "react";

export function useLarge(): [boolean, () => void] {
  const [large, setLarge] = useState(false);

  // Esc leaves the whole screen without asking the page: the large view follows.
  useEffect(() => {
    const changed = () => {
      if (!document.fullscreenElement) setLarge(false);
    };
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);

  const toggle = useCallback(() => {
    setLarge((before) => {
      // A browser may refuse the whole screen; larger type is of use without it.
      if (!before) document.documentElement.requestFullscreen().catch(() => undefined);
      else if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
      return !before;
    });
  }, []);
  return [large, toggle];
}
