import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { oneOf, text, tidy, type RawSearch } from "./search";
import { workspaceRoute } from "./workspace";

export const JOB_STATES = ["queued", "running", "done", "dead", "cancelled"] as const;
export const jobsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/jobs",
  validateSearch: (raw: RawSearch): { state?: (typeof JOB_STATES)[number]; kind?: string } => tidy({ state: oneOf(raw["state"], JOB_STATES), kind: text(raw["kind"]) }),
  component: lazyRouteComponent(() => import("@/pages/jobs/JobsPage"), "JobsPage"),
});
export const jobRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/jobs/$id",
  component: lazyRouteComponent(() => import("@/pages/jobs/JobPage"), "JobPage"),
});

const adminIndexRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/admin",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/w/$workspace/admin/$part", params: { ...params, part: "users" } });
  },
});
export const adminRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/admin/$part",
  validateSearch: (raw: RawSearch): { q?: string } => tidy({ q: text(raw["q"]) }),
  component: lazyRouteComponent(() => import("@/pages/admin/AdminPage"), "AdminPage"),
});

export const keysRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/account/keys",
  component: lazyRouteComponent(() => import("@/pages/account/KeysPage"), "KeysPage"),
});

export const footRoutes = [jobsRoute, jobRoute, adminIndexRoute, adminRoute, keysRoute] as const;
