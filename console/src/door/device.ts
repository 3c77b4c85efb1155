/** Browser and system out of what a browser says it is, as people call them; empty if neither is known. */
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger|wxwork/i, "微信"],
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Windows/, "Windows"],
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Mac OS X/, "macOS"],
  [/HarmonyOS/i, "HarmonyOS"],
  [/Linux/, "Linux"],
];

export function deviceOf(agent: string): string {
  const first = (known: readonly [RegExp, string][]) => known.find(([mark]) => mark.test(agent))?.[1];
  return [first(BROWSERS), first(SYSTEMS)].filter((part) => part !== undefined).join(" · ");
}
