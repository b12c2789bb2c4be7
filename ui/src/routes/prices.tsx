import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { day, oneOf, text, tidy, whole, type RawSearch } from "./search";
import { workspaceRoute } from "./workspace";

export interface CatalogueSearch {
  q?: string;
  source?: string;
  freq?: string;
  stale?: "1";
  sort?: string;
  upload?: "1";
}
export const catalogueRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/series",
  validateSearch: (raw: RawSearch): CatalogueSearch =>
    tidy({ q: text(raw["q"]), source: text(raw["source"]), freq: text(raw["freq"]), stale: oneOf(raw["stale"], ["1"] as const), sort: text(raw["sort"]), upload: oneOf(raw["upload"], ["1"] as const) }),
  component: lazyRouteComponent(() => import("@/pages/series/CataloguePage"), "CataloguePage"),
});

export const SERIES_TABS = ["values", "vintages", "forecasts"] as const;
export interface SeriesSearch {
  from?: string;
  to?: string;
  scale?: "log";
  tab?: (typeof SERIES_TABS)[number];
  /** Ids of the series drawn beside this one, separated by commas. */
  over?: string;
  /** All of them as an index. */
  compare?: "index";
}
export const seriesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/series/$source/$code",
  validateSearch: (raw: RawSearch): SeriesSearch => tidy({ from: day(raw["from"]), to: day(raw["to"]), scale: oneOf(raw["scale"], ["log"] as const), tab: oneOf(raw["tab"], SERIES_TABS), over: text(raw["over"]), compare: oneOf(raw["compare"], ["index"] as const) }),
  component: lazyRouteComponent(() => import("@/pages/series/SeriesPage"), "SeriesPage"),
});

export const RESULT_TABS = ["residuals", "past"] as const;
export const STUDIO_TABS = [...RESULT_TABS, "whatif"] as const;
export const RANGES = ["1y", "5y", "10y", "all"] as const;
export interface StudioSearch {
  series?: string;
  h?: number;
  levels?: string;
  models?: string;
  transform?: string;
  intervals?: string;
  budget?: number;
  seed?: number;
  /** Regressors of the what-if. */
  reg?: string;
  tab?: (typeof STUDIO_TABS)[number];
  range?: (typeof RANGES)[number];
  scale?: "log";
}
export const studioRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/forecast",
  validateSearch: (raw: RawSearch): StudioSearch =>
    tidy({
      series: text(raw["series"]),
      h: whole(raw["h"], 1, 1000),
      levels: text(raw["levels"]),
      models: text(raw["models"]),
      transform: text(raw["transform"]),
      intervals: text(raw["intervals"]),
      budget: whole(raw["budget"], 1, 60_000),
      seed: whole(raw["seed"], 0, Number.MAX_SAFE_INTEGER),
      reg: text(raw["reg"]),
      tab: oneOf(raw["tab"], STUDIO_TABS),
      range: oneOf(raw["range"], RANGES),
      scale: oneOf(raw["scale"], ["log"] as const),
    }),
  component: lazyRouteComponent(() => import("@/pages/forecast/StudioPage"), "StudioPage"),
});

export interface ForecastsSearch {
  series?: string;
  model?: string;
  sort?: string;
}
export const forecastsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/forecasts",
  validateSearch: (raw: RawSearch): ForecastsSearch => tidy({ series: text(raw["series"]), model: text(raw["model"]), sort: text(raw["sort"]) }),
  component: lazyRouteComponent(() => import("@/pages/forecasts/ForecastsPage"), "ForecastsPage"),
});

export interface ForecastSearch {
  scale?: "log";
  tab?: (typeof RESULT_TABS)[number];
}
export const forecastRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/forecasts/$id",
  validateSearch: (raw: RawSearch): ForecastSearch => tidy({ scale: oneOf(raw["scale"], ["log"] as const), tab: oneOf(raw["tab"], RESULT_TABS) }),
  component: lazyRouteComponent(() => import("@/pages/forecasts/ForecastPage"), "ForecastPage"),
});

export const priceRoutes = [catalogueRoute, seriesRoute, studioRoute, forecastsRoute, forecastRoute] as const;
