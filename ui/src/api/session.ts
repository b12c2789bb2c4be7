/** Who is here, which workspaces they see, and the way in and out. */
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api, body } from "./client";
import type { Session } from "./types";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: () => body(api.GET("/api/v1/session")),
  staleTime: 60_000,
});

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

export const signIn = (name: string, password: string) => body(api.POST("/api/v1/session", { body: { name, password } }));
export const signOut = () => api.DELETE("/api/v1/session");
export const setUp = (token: string, name: string, password: string) => body(api.POST("/api/v1/setup", { body: { token, name, password } }));

/** Viewers look, analysts change, admins administer. */
export function mayChange(session: Session): boolean {
  return session.role === "analyst" || session.role === "admin";
}

/** The same for who is here; what a viewer may not do is not offered. */
export const useMay = (): boolean => mayChange(useSession());
