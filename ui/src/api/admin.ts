/** Storage, settings, health: what administrators look at. */
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schema } from "./client";

export type Setting = Schema<"SettingView">;

export const storageQuery = queryOptions({ queryKey: ["admin", "storage"], queryFn: ({ signal }) => body(api.GET("/api/v1/admin/storage", { signal })) });
export const healthQuery = queryOptions({ queryKey: ["admin", "health"], queryFn: ({ signal }) => body(api.GET("/api/v1/admin/health", { signal })), refetchInterval: 15_000 });
export const settingsQuery = queryOptions({ queryKey: ["admin", "settings"], queryFn: async ({ signal }) => (await body(api.GET("/api/v1/admin/settings", { signal }))).items });
export const makeBackup = () => body(api.POST("/api/v1/admin/backup"));
