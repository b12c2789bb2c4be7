/** Where we are: the workspace, the path inside it, and moving to another place in it. */
import { useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import { useCallback } from "react";

export function useWorkspace(): string {
  return useParams({ strict: false, select: (params) => params.workspace ?? "" });
}

export function usePath(): string {
  const workspace = useWorkspace();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return path.replace(`/w/${encodeURIComponent(workspace)}`, "") || "/";
}

/** The address of a place inside the current workspace. */
export function useHref(): (to: string) => string {
  const workspace = useWorkspace();
  return useCallback((to: string) => `/w/${encodeURIComponent(workspace)}${to === "/" ? "/" : to}`, [workspace]);
}

/** Moves inside the workspace and keeps the moment (`as_of`) unless the address names another. */
export function useGo(): (to: string) => void {
  const navigate = useNavigate();
  const href = useHref();
  return useCallback((to: string) => void navigate({ href: keepMoment(href(to)) }), [navigate, href]);
}

export function keepMoment(href: string): string {
  const moment = new URLSearchParams(location.search).get("as_of");
  if (!moment || href.includes("as_of=")) return href;
  return `${href}${href.includes("?") ? "&" : "?"}as_of=${encodeURIComponent(moment)}`;
}
