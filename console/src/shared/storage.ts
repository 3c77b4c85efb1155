/** The browser's storage; where it is refused (a frame in another site's page), this page remembers by itself. */
type Box = Pick<Storage, "getItem" | "setItem">;

function memory(): Box {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      kept.set(key, value);
    },
  };
}

function boxOf(kind: "localStorage" | "sessionStorage"): Box {
  try {
    return window[kind];
  } catch {
    return memory();
  }
}

export const lasting: Box = boxOf("localStorage");
export const passing: Box = boxOf("sessionStorage");
