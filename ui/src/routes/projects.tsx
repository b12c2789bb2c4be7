import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { oneOf, text, tidy, type RawSearch } from "./search";
import { workspaceRoute } from "./workspace";

export const scenariosRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/scenarios",
  validateSearch: (raw: RawSearch): { q?: string; new?: "1" } => tidy({ q: text(raw["q"]), new: oneOf(raw["new"], ["1"] as const) }),
  component: lazyRouteComponent(() => import("@/pages/scenarios/ScenariosPage"), "ScenariosPage"),
});

export const simulationsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/simulations",
  validateSearch: (raw: RawSearch): { scenario?: string } => tidy({ scenario: text(raw["scenario"]) }),
  component: lazyRouteComponent(() => import("@/pages/simulations/SimulationsPage"), "SimulationsPage"),
});

export const projectRoutes = [scenariosRoute, simulationsRoute] as const;
