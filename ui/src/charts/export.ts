/** A chart as PNG or SVG with its title, unit, source, moment and trace, on the theme's own ground. */
import { download } from "@/lib/download";
import type { Draw } from "./Chart";
import { textStyle, type Dict } from "./grammar";
import { inks } from "./ink";

export interface ChartFacts {
  title: string;
  unit?: string | undefined;
  source?: string | undefined;
  asOf?: string | undefined;
  trace?: string | undefined;
}

const HEAD = 56;
const FOOT = 30;

export async function exportChart(kind: "png" | "svg", draw: Draw, facts: ChartFacts, theme: "light" | "dark", size = { width: 960, height: 480 }): Promise<void> {
  const { init } = await import("./echarts");
  const host = document.createElement("div");
  host.style.cssText = `position:absolute;left:-10000px;width:${size.width}px;height:${size.height + HEAD + FOOT}px`;
  document.body.append(host);
  const chart = init(host, null, { renderer: kind === "svg" ? "svg" : "canvas", devicePixelRatio: 2 });
  try {
    const ink = inks(theme);
    const option = draw(ink, { ...size, phone: false });
    const foot = [facts.source, facts.asOf ? `as of ${facts.asOf}` : undefined, facts.trace].filter(Boolean).join(" · ");
    chart.setOption({
      ...option,
      backgroundColor: ink.surface,
      tooltip: { show: false },
      dataZoom: hideSliders(option["dataZoom"]),
      grid: shifted(option["grid"]),
      title: [
        { text: facts.title, subtext: facts.unit ?? "", left: 16, top: 10, itemGap: 4, textStyle: textStyle(ink, { size: 15, color: ink.ink, weight: 600 }), subtextStyle: textStyle(ink, { size: 11 }) },
        { text: foot, left: 16, bottom: 8, textStyle: textStyle(ink, { size: 10 }) },
      ],
    });
    const url = chart.getDataURL({ type: kind, pixelRatio: 2, backgroundColor: ink.surface });
    download(`${fileName(facts.title)}.${kind}`, blobOf(url));
  } finally {
    chart.dispose();
    host.remove();
  }
}

/** Decoded here and not fetched: the content policy lets the page fetch from its own server only. */
export function blobOf(url: string): Blob {
  const comma = url.indexOf(",");
  const head = url.slice(5, comma);
  const type = head.split(";")[0] ?? "application/octet-stream";
  const data = url.slice(comma + 1);
  if (!head.endsWith(";base64")) return new Blob([decodeURIComponent(data)], { type });
  return new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], { type });
}

function shifted(grid: unknown): unknown {
  const list = (Array.isArray(grid) ? grid : [grid ?? {}]) as Dict[];
  return list.map((entry) => {
    const top = typeof entry["top"] === "number" ? entry["top"] + HEAD : entry["top"];
    const bottom = typeof entry["bottom"] === "number" ? entry["bottom"] + FOOT : entry["bottom"];
    return { ...entry, ...(top === undefined ? {} : { top }), ...(bottom === undefined ? {} : { bottom }) };
  });
}

function hideSliders(zoom: unknown): unknown {
  return Array.isArray(zoom) ? (zoom as Dict[]).map((entry) => (entry["type"] === "slider" ? { ...entry, show: false } : entry)) : zoom;
}

export function fileName(title: string): string {
  return title.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase() || "chart";
}
