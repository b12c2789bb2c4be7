/** The race of models, told while it runs: server-sent events over one POST. Hanging up ends it. */
import { queryOptions } from "@tanstack/react-query";
import type { RaceStage } from "./engine";
import { answer, type ForecastRequest, type ForecastResult } from "./forecasts";
import { address, checked, prepared } from "./http";
import { asProblem, Problem } from "./problem";

export interface ServerEvent {
  name: string;
  data: string;
}

/** Cuts a stream of text into events; what is not complete yet waits. Comments keep the line open and say nothing. */
export function eventReader(): (text: string) => ServerEvent[] {
  let rest = "";
  return (text) => {
    const blocks = (rest + text).replace(/\r\n?/g, "\n").split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => {
      const event: ServerEvent = { name: "message", data: "" };
      const lines: string[] = [];
      for (const line of block.split("\n")) {
        const [, field, value] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
        if (field === "event") event.name = value ?? "";
        if (field === "data") lines.push(value ?? "");
      }
      return lines.length > 0 ? [{ ...event, data: lines.join("\n") }] : [];
    });
  };
}

export interface RaceOptions {
  signal: AbortSignal;
  onStage: (stage: RaceStage) => void;
}

export async function race(request: ForecastRequest, { signal, onStage }: RaceOptions): Promise<ForecastResult> {
  const url = new URL(address("/api/v1/forecasts/race"), location.origin);
  const asked = await prepared(new Request(url, { method: "POST", headers: { "content-type": "application/json" }, credentials: "same-origin", body: JSON.stringify(request), signal }));
  asked.headers.set("accept", "text/event-stream");
  let response: Response;
  try {
    response = await fetch(asked);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw asProblem(error);
  }
  await checked(asked, response);
  const lines = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const read = eventReader();
  for (;;) {
    const part = await lines?.read();
    if (!part || part.done) break;
    for (const event of read(part.value)) {
      const data: unknown = JSON.parse(event.data);
      if (event.name === "race") onStage(data as RaceStage);
      if (event.name === "problem") throw new Problem((data as { status?: number }).status ?? 500, data as object);
      if (event.name === "forecast") return answer((data as { result: unknown }).result);
    }
  }
  throw new Problem(0, { title: "The race was cut off", detail: "The connection ended before the forecast came. Run it again." });
}

export const stageKey = (request: ForecastRequest | null) => ["forecast-stage", request] as const;

export const raceQuery = (request: ForecastRequest) =>
  queryOptions({
    queryKey: ["forecast-race", request],
    queryFn: ({ signal, client }) => {
      client.removeQueries({ queryKey: stageKey(request) });
      return race(request, { signal, onStage: (stage) => client.setQueryData(stageKey(request), stage) });
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    // The figures of other settings stay while the new ones are made; those of another series do not.
    placeholderData: (previous: ForecastResult | undefined, query) => ((query?.queryKey[1] as ForecastRequest | undefined)?.series_id === request.series_id ? previous : undefined),
  });

/** How the race for this request stands; null before its first stage ends. */
export const stageQuery = (request: ForecastRequest | null) => queryOptions({ queryKey: stageKey(request), queryFn: (): RaceStage | null => null, enabled: false, initialData: null, staleTime: Number.POSITIVE_INFINITY });
