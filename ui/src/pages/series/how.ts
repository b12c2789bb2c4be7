import type { Observations, Series } from "@/api/types";
import { isoDate, isoMinute } from "@/lib/dates";
import { count } from "@/lib/format";
import type { HowMade } from "@/page/How";

/** How a figure of the series page was made: from which values, as known when. */
export function seriesHow(series: Series, observations: Observations | undefined, method: string): HowMade {
  return {
    method,
    items: [
      { label: "series", value: `${series.source} / ${series.code}` },
      { label: "inputs", value: `${count(observations?.total ?? series.observations, "value")}, ${isoDate(series.first_time)} to ${isoDate(series.last_time)}` },
      { label: "unit", value: series.unit },
      { label: "as of", value: isoMinute(observations?.as_of ?? series.as_of) },
      ...(series.licence ? [{ label: "terms", value: series.licence }] : []),
    ],
  };
}
