/** Users, workspaces, storage, settings, audit: what administrators look at. */
import { queryOptions } from "@tanstack/react-query";
import { http, type Page } from "./http";

export interface Backup {
  file: string;
  size_bytes: number;
  made_at: string;
}
export interface StorageReport {
  engine: string;
  location: string;
  schema_version: string;
  size_bytes: number;
  tables: { table: string; rows: number }[];
  last_backup: Backup | null;
}
export interface Health {
  version: string;
  started_at: string;
  checks: { name: string; healthy: boolean; detail: string; latency_ms: number | null }[];
}
/** One setting and where its value comes from: default, file, environment, flag. */
export interface Setting {
  name: string;
  value: unknown;
  source: string;
  description?: string;
}

export const storageQuery = queryOptions({ queryKey: ["admin", "storage"], queryFn: ({ signal }) => http.get<StorageReport>("/api/v1/admin/storage", undefined, signal) });
export const healthQuery = queryOptions({ queryKey: ["admin", "health"], queryFn: ({ signal }) => http.get<Health>("/api/v1/admin/health", undefined, signal), refetchInterval: 15_000 });
export const settingsQuery = queryOptions({
  queryKey: ["admin", "settings"],
  queryFn: async ({ signal }) => {
    const answer = await http.get<Setting[] | Page<Setting> | { settings: Setting[] }>("/api/v1/admin/settings", undefined, signal);
    return Array.isArray(answer) ? answer : "items" in answer ? answer.items : answer.settings;
  },
});
export const makeBackup = () => http.post<unknown>("/api/v1/admin/backup");
