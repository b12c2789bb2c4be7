/** Who is here, which workspaces they see, and the way in and out. */
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { http } from "./http";
import type { Session } from "./types";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: () => http.get<Session>("/api/v1/session"),
  staleTime: 60_000,
});

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

export const signIn = (name: string, password: string) => http.post<Session>("/api/v1/session", { name, password });
export const signOut = () => http.remove("/api/v1/session");
export const setUp = (token: string, name: string, password: string) => http.post<Session>("/api/v1/setup", { token, name, password });

/** Viewers look, analysts change, admins administer. */
export function mayChange(session: Session): boolean {
  return session.role === "analyst" || session.role === "admin";
}
