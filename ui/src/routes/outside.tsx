import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { sessionQuery } from "@/api/session";
import { currentSettings } from "@/lib/settings";
import { rootRoute } from "./root";
import { text, tidy, type RawSearch } from "./search";

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session.role) {
      throw session.setup_needed ? redirect({ to: "/setup" }) : redirect({ to: "/login" });
    }
    const last = currentSettings().lastWorkspace;
    const workspace = session.workspaces.find((entry) => entry.slug === last) ?? session.workspaces[0];
    if (workspace) throw redirect({ to: "/w/$workspace", params: { workspace: workspace.slug } });
  },
  component: lazyRouteComponent(() => import("@/pages/outside/NoWorkspace"), "NoWorkspace"),
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup",
  validateSearch: (raw: RawSearch): { token?: string } => tidy({ token: text(raw["token"]) }),
  component: lazyRouteComponent(() => import("@/pages/outside/SetupPage"), "SetupPage"),
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: (raw: RawSearch): { next?: string } => {
    const next = text(raw["next"]);
    return tidy({ next: next?.startsWith("/") && !next.startsWith("//") ? next : undefined });
  },
  component: lazyRouteComponent(() => import("@/pages/outside/LoginPage"), "LoginPage"),
});

export const outsideRoutes = [indexRoute, setupRoute, loginRoute] as const;
