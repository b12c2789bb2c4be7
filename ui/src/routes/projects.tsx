import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { SHEETS, type SheetId } from "@/pages/scenarios/model/sheets";
import { MEASURES, type MeasureId } from "@/pages/simulations/model/measure";
import { oneOf, text, tidy, whole, type RawSearch } from "./search";
import { workspaceRoute } from "./workspace";

export const scenariosRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/scenarios",
  validateSearch: (raw: RawSearch): { q?: string; new?: "1"; forecast?: string } => tidy({ q: text(raw["q"]), new: oneOf(raw["new"], ["1"] as const), forecast: text(raw["forecast"]) }),
  component: lazyRouteComponent(() => import("@/pages/scenarios/ScenariosPage"), "ScenariosPage"),
});

const SHEET_IDS: readonly SheetId[] = SHEETS.map((sheet) => sheet.id);
export interface EditorSearch {
  sheet?: SheetId;
  /** Pointer of the focused cell. */
  cell?: string;
  /** Id of a stored forecast to use as a price path. */
  forecast?: string;
  /** A version to compare with, or `versions` for the list. */
  diff?: string;
}
const readEditor = (raw: RawSearch): EditorSearch => {
  const sheet = oneOf(raw["sheet"], SHEET_IDS);
  return tidy({ sheet: sheet === "basis" ? undefined : sheet, cell: text(raw["cell"]), forecast: text(raw["forecast"]), diff: text(raw["diff"]) });
};

export const scenarioRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/scenarios/$slug",
  validateSearch: readEditor,
  component: lazyRouteComponent(() => import("@/pages/scenarios/EditorPage"), "EditorPage"),
});

export const scenarioVersionRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/scenarios/$slug/v/$version",
  validateSearch: readEditor,
  component: lazyRouteComponent(() => import("@/pages/scenarios/EditorPage"), "VersionPage"),
});

export const simulationsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/simulations",
  validateSearch: (raw: RawSearch): { scenario?: string } => tidy({ scenario: text(raw["scenario"]) }),
  component: lazyRouteComponent(() => import("@/pages/simulations/SimulationsPage"), "SimulationsPage"),
});

export interface ResultSearch {
  measure?: MeasureId;
  shape?: "cumulative";
  drivers?: "rank" | "sobol";
  iter?: number;
  /** The pinned bin of the distribution, counted from 0. */
  bin?: number;
}
export const simulationRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/simulations/$id",
  validateSearch: (raw: RawSearch): ResultSearch => {
    const measure = oneOf(raw["measure"], MEASURES);
    return tidy({ measure: measure === "npv" ? undefined : measure, shape: oneOf(raw["shape"], ["cumulative"] as const), drivers: oneOf(raw["drivers"], ["rank", "sobol"] as const), iter: whole(raw["iter"], 0, 10_000_000), bin: whole(raw["bin"], 0, 10_000) });
  },
  component: lazyRouteComponent(() => import("@/pages/simulations/ResultPage"), "ResultPage"),
});

/** Two scenarios by slug. */
export interface CompareSearch {
  a?: string;
  b?: string;
}
export const compareRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/compare",
  validateSearch: (raw: RawSearch): CompareSearch => tidy({ a: text(raw["a"]), b: text(raw["b"]) }),
  component: lazyRouteComponent(() => import("@/pages/compare/ComparePage"), "ComparePage"),
});

export const projectRoutes = [compareRoute, scenariosRoute, scenarioRoute, scenarioVersionRoute, simulationsRoute, simulationRoute] as const;
