import { createRouter } from "@tanstack/react-router";
import { LoadingRows } from "@/page/States";
import { NotFound, RouteError } from "@/page/RouteFault";
import { queryClient } from "./query-client";
import { footRoutes } from "./routes/foot";
import { outsideRoutes } from "./routes/outside";
import { priceRoutes } from "./routes/prices";
import { projectRoutes } from "./routes/projects";
import { rootRoute } from "./routes/root";
import { homeRoute, workspaceRoute } from "./routes/workspace";

const tree = rootRoute.addChildren([...outsideRoutes, workspaceRoute.addChildren([homeRoute, ...priceRoutes, ...projectRoutes, ...footRoutes])]);

export const router = createRouter({
  routeTree: tree,
  context: { queryClient },
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  trailingSlash: "preserve",
  defaultPendingMs: 150,
  defaultPendingComponent: () => <LoadingRows rows={0} />,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
