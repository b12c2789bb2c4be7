import type { ECharts } from "echarts/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { useShownTheme } from "@/lib/settings";
import type { Dict } from "./grammar";
import { inks, type Ink } from "./ink";

export interface Size {
  width: number;
  height: number;
  phone: boolean;
}
export type Draw = (ink: Ink, size: Size) => Dict;

/** Points the arrow keys step through; each is described in words. */
export interface Steps {
  count: number;
  seriesIndex: number;
  describe: (index: number) => string;
}

/** A point that can be pinned: by click anywhere above or below it, or by Enter on the one the arrow keys reached. */
export interface Pick {
  /** The point at an x of the data, or -1. */
  locate: (x: number) => number;
  /** The pinned one goes free when it is picked again. */
  onPick: (index: number) => void;
  /** Escape. */
  onClear: () => void;
  pinned: number | null;
}

export interface ChartProps {
  /** The name of the figure. */
  name: string;
  /** One sentence that says what the chart shows. */
  sentence: string;
  draw: Draw;
  steps?: Steps | undefined;
  pick?: Pick | undefined;
  /** Keys the chart does not handle itself, such as `l` for log. */
  onKey?: ((key: string) => void) | undefined;
  onZoom?: ((from: number, to: number) => void) | undefined;
  /** Above this many points the chart is drawn on canvas. */
  points?: number;
  className?: string;
}

const engine = () => import("./echarts");

/** A figure with a name, a sentence and, by keyboard, every point of it. */
export function Chart({ name, sentence, draw, steps, pick, onKey, onZoom, points = 0, className = "" }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const drawing = useRef(draw);
  const zoomed = useRef(onZoom);
  const picked = useRef(pick);
  const [spoken, setSpoken] = useState("");
  const at = useRef(-1);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const theme = useShownTheme();

  const render = useCallback(() => {
    const element = host.current;
    if (!element || !chart.current || element.clientWidth === 0) return;
    chart.current.setOption(drawing.current(inks(), { width: element.clientWidth, height: element.clientHeight, phone: window.innerWidth <= 760 }), { notMerge: true });
  }, []);

  useEffect(() => {
    drawing.current = draw;
    zoomed.current = onZoom;
    picked.current = pick;
    render();
  }, [draw, onZoom, pick, render, theme]);

  const canvas = points > 5000;
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    let gone = false;
    const observer = new ResizeObserver(() => {
      chart.current?.resize();
      render();
    });
    void engine().then(({ init }) => {
      if (gone) return;
      chart.current = init(element, null, { renderer: canvas ? "canvas" : "svg" });
      chart.current.on("datazoom", () => {
        const zoom = (chart.current?.getOption()["dataZoom"] as { startValue?: number; endValue?: number }[] | undefined)?.[0];
        clearTimeout(rest.current);
        const { startValue, endValue } = zoom ?? {};
        if (startValue !== undefined && endValue !== undefined) rest.current = setTimeout(() => zoomed.current?.(startValue, endValue), 250);
      });
      // Low bars are hard to hit, so the whole height above the axis counts.
      chart.current.getZr().on("click", (event: { offsetX: number; offsetY: number }) => {
        const place = [event.offsetX, event.offsetY];
        if (!picked.current || !chart.current?.containPixel({ gridIndex: 0 }, place)) return;
        const index = picked.current.locate(Number(chart.current.convertFromPixel({ xAxisIndex: 0 }, event.offsetX)));
        if (index >= 0) picked.current.onPick(index);
      });
      render();
      observer.observe(element);
    });
    return () => {
      gone = true;
      clearTimeout(rest.current);
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, [canvas, render]);

  const step = (to: number) => {
    if (!steps || steps.count === 0) return;
    at.current = Math.min(steps.count - 1, Math.max(0, to));
    chart.current?.dispatchAction({ type: "showTip", seriesIndex: steps.seriesIndex, dataIndex: at.current });
    setSpoken(steps.describe(at.current));
  };
  const pickAt = () => {
    if (at.current >= 0) pick?.onPick(at.current);
  };
  const zoom = (factor: number) => {
    const option = chart.current?.getOption()["dataZoom"] as { start?: number; end?: number }[] | undefined;
    const current = option?.[0];
    if (!current) return;
    const end = current.end ?? 100;
    const start = current.start ?? 0;
    chart.current?.dispatchAction({ type: "dataZoom", start: Math.max(0, end - Math.max(1, (end - start) * factor)), end });
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: () => step((at.current < 0 ? (pick?.pinned ?? steps?.count ?? 0) : at.current) - 1),
    ArrowRight: () => step((at.current < 0 ? (pick?.pinned ?? -1) : at.current) + 1),
    Home: () => step(0),
    End: () => step((steps?.count ?? 1) - 1),
    ...(pick ? { Enter: () => pickAt(), " ": () => pickAt(), ...(pick.pinned === null ? {} : { Escape: pick.onClear }) } : {}),
    "+": () => zoom(0.7),
    "-": () => zoom(1 / 0.7),
  };
  return (
    <figure className={`relative min-h-0 flex-1 ${className}`}>
      {/* The arrow keys step through the points, so the drawing itself takes the focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={host}
        role="application"
        aria-roledescription="chart"
        aria-label={`${name}. ${sentence}`}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-chart={name}
        className="absolute inset-0 overflow-hidden focus-visible:-outline-offset-2"
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const run = keys[event.key];
          if (run) {
            event.preventDefault();
            run();
          } else onKey?.(event.key);
        }}
      />
      <figcaption className="sr-only">{sentence}</figcaption>
      <span className="sr-only" aria-live="polite">
        {spoken}
      </span>
    </figure>
  );
}
