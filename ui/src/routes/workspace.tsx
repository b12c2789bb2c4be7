import { createRoute, lazyRouteComponent, notFound, redirect, retainSearchParams } from "@tanstack/react-router";
import { setWorkspace } from "@/api/http";
import { sessionQuery } from "@/api/session";
import { Shell } from "@/shell/Shell";
import { rootRoute } from "./root";
import { day, oneOf, text, tidy, type RawSearch } from "./search";

let shownWorkspace: string | null = null;

/** Everything inside a workspace: someone must be here, and the workspace must be theirs to see. */
export const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/w/$workspace",
  validateSearch: (raw: RawSearch): { as_of?: string; sel?: string } => tidy({ as_of: day(raw["as_of"]), sel: text(raw["sel"]) }),
  search: { middlewares: [retainSearchParams(["as_of"])] },
  beforeLoad: async ({ context, params, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session.role) {
      throw session.setup_needed ? redirect({ to: "/setup" }) : redirect({ to: "/login", search: { next: location.href } });
    }
    if (!session.workspaces.some((workspace) => workspace.slug === params.workspace)) throw notFound();
    if (shownWorkspace !== params.workspace) {
      setWorkspace(params.workspace);
      context.queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" && shownWorkspace !== null });
      shownWorkspace = params.workspace;
    }
  },
  component: Shell,
});

export const SINCE = ["visit", "24h", "7d"] as const;

export const homeRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/",
  validateSearch: (raw: RawSearch): { since?: (typeof SINCE)[number] } => tidy({ since: oneOf(raw["since"], SINCE) }),
  component: lazyRouteComponent(() => import("@/pages/home/HomePage"), "HomePage"),
});
