/* What a browser calls itself, as people call it. Browsers name their ancestors too, so the order counts. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdg/, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

function first(names: [RegExp, string][], agent: string): string | null {
  return names.find(([sign]) => sign.test(agent))?.[1] ?? null;
}

/** Browser and system, as far as they are known; a program ("curl/8.5") is its own name. */
export function deviceOf(agent: string): { browser: string | null; system: string | null } {
  const browser = first(BROWSERS, agent) ?? /^[\w-]+/.exec(agent)?.[0] ?? null;
  return { browser, system: first(SYSTEMS, agent) };
}
