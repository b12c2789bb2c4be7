/** The tokens a chart draws with, read from the page so that both themes and exports agree with the components. */

const NAMES = [
  "canvas", "surface", "sunken", "hover", "active", "line", "line-strong", "ink", "ink-2", "ink-3", "inverse", "azurite", "azurite-wash", "copper", "copper-wash", "pos", "neg", "warn",
  "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "fan-95", "fan-80", "fan-50", "grid", "axis",
] as const;
export type InkName = (typeof NAMES)[number];
export type Ink = Record<InkName, string> & { font: string };

/** Reads the inks of a theme; without one, of the theme in force. */
export function inks(theme?: "light" | "dark"): Ink {
  if (!theme || document.documentElement.dataset["theme"] === theme) return read(document.documentElement);
  const probe = document.createElement("div");
  probe.dataset["theme"] = theme;
  probe.hidden = true;
  document.body.append(probe);
  const root = document.documentElement.dataset["theme"];
  // The light values live on the root itself; the attribute is lifted for the length of one read.
  if (theme === "light") delete document.documentElement.dataset["theme"];
  const found = read(theme === "light" ? document.documentElement : probe);
  if (root) document.documentElement.dataset["theme"] = root;
  probe.remove();
  return found;
}

/** Without double quotes: the SVG writer puts the name into an attribute as it is. */
function fontOf(style: CSSStyleDeclaration): string {
  return style.getPropertyValue("--font").trim().replaceAll('"', "'") || "sans-serif";
}

function read(element: Element): Ink {
  const style = getComputedStyle(element);
  const entries = NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()] as const);
  return { ...(Object.fromEntries(entries) as Record<InkName, string>), font: fontOf(style) };
}
