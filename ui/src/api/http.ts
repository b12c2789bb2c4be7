/** One door to the server: workspace, idempotency key, ETag and problem+json are handled here and nowhere else. */
import { asProblem, Problem, problemFrom } from "./problem";
import { ask, noteStatus } from "./reach";

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface RequestOptions {
  query?: Query;
  body?: unknown;
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

/** Adds what every request carries: the workspace, and a key that makes a repeated write count once. */
export async function prepared(request: Request): Promise<Request> {
  const url = new URL(request.url);
  let next = request;
  if (workspace && !url.searchParams.has("workspace")) {
    url.searchParams.set("workspace", workspace);
    // A body handed over from another request is a stream, which browsers send over HTTP/2 only; its bytes go anywhere.
    const bytes = request.body ? await request.arrayBuffer() : null;
    next = new Request(url, { method: request.method, headers: request.headers, body: bytes, credentials: request.credentials, signal: request.signal });
  }
  if (next.method === "POST" && !next.headers.has("idempotency-key")) next.headers.set("idempotency-key", crypto.randomUUID());
  next.headers.set("accept", "application/json");
  return next;
}

/** Lets a good answer through and throws a problem for any other. */
export async function checked(request: Request, response: Response): Promise<Response> {
  noteStatus(response.status);
  if (response.ok) return response;
  const problem = await problemFrom(response);
  if (problem.status === 401 && !new URL(request.url).pathname.endsWith("/session")) onSignedOut();
  throw problem;
}

/** A request without an answer: given up by the page, or the server is not there. */
export function lost(error: unknown): Error {
  if (error instanceof DOMException && error.name === "AbortError") return error;
  if (error instanceof TypeError) void ask();
  return asProblem(error);
}

export async function send<T>(method: string, path: string, options: RequestOptions = {}): Promise<Answer<T>> {
  const headers = new Headers();
  if (options.body !== undefined) headers.set("content-type", "application/json");
  if (options.ifMatch) headers.set("if-match", options.ifMatch);
  const url = new URL(address(path, options.query), location.origin);
  const request = await prepared(new Request(url, { method, headers, credentials: "same-origin", body: options.body === undefined ? null : JSON.stringify(options.body), signal: options.signal ?? null }));
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    throw lost(error);
  }
  await checked(request, response);
  const empty = response.status === 204 || response.headers.get("content-length") === "0";
  const data = (empty ? undefined : await response.json()) as T;
  return { data, etag: response.headers.get("etag"), status: response.status };
}

export const http = {
  get: async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> => (await send<T>("GET", path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) })).data,
  post: async <T>(path: string, body?: unknown, query?: Query): Promise<T> => (await send<T>("POST", path, { ...(body === undefined ? {} : { body }), ...(query ? { query } : {}) })).data,
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
