/** One door to the server: workspace, idempotency key, ETag and problem+json are handled here and nowhere else. */
import { asProblem, Problem, problemFrom } from "./problem";

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface RequestOptions {
  query?: Query;
  body?: unknown;
  form?: FormData;
  /** The version an edit was made against. */
  ifMatch?: string;
  signal?: AbortSignal;
}

let workspace: string | null = null;
export function setWorkspace(slug: string | null): void {
  workspace = slug;
}

let onSignedOut: () => void = () => undefined;
export function whenSignedOut(run: () => void): void {
  onSignedOut = run;
}

/** The address of an API resource, with the workspace; also used for downloads and copy-as-curl. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  if (workspace) search.set("workspace", workspace);
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== "") search.set(key, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export interface Answer<T> {
  data: T;
  etag: string | null;
  status: number;
}

export async function send<T>(method: string, path: string, options: RequestOptions = {}): Promise<Answer<T>> {
  const headers = new Headers({ accept: "application/json" });
  if (options.body !== undefined) headers.set("content-type", "application/json");
  if (options.ifMatch) headers.set("if-match", options.ifMatch);
  if (method === "POST") headers.set("idempotency-key", crypto.randomUUID());
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: "same-origin",
      body: options.form ?? (options.body === undefined ? null : JSON.stringify(options.body)),
      signal: options.signal ?? null,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw asProblem(error);
  }
  if (!response.ok) {
    const problem = await problemFrom(response);
    if (problem.status === 401 && !path.endsWith("/session")) onSignedOut();
    throw problem;
  }
  const empty = response.status === 204 || response.headers.get("content-length") === "0";
  const data = (empty ? undefined : await response.json()) as T;
  return { data, etag: response.headers.get("etag"), status: response.status };
}

export const http = {
  get: async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> => (await send<T>("GET", path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) })).data,
  post: async <T>(path: string, body?: unknown, query?: Query): Promise<T> => (await send<T>("POST", path, { ...(body === undefined ? {} : { body }), ...(query ? { query } : {}) })).data,
  upload: async <T>(path: string, form: FormData): Promise<T> => (await send<T>("POST", path, { form })).data,
  patch: async <T>(path: string, body: unknown, ifMatch?: string): Promise<T> => (await send<T>("PATCH", path, { body, ...(ifMatch ? { ifMatch } : {}) })).data,
  remove: async (path: string, ifMatch?: string): Promise<void> => {
    await send("DELETE", path, ifMatch ? { ifMatch } : {});
  },
};

export { Problem };

/** A page of a list. */
export interface Page<T> {
  items: T[];
  next: string | null;
  total: number;
}
