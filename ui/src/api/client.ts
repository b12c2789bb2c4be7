/** The typed client, generated from the OpenAPI document. Workspace, keys and problems are added by `http.ts`. */
import createClient, { type Middleware } from "openapi-fetch";
import { checked, lost, prepared } from "./http";
import type { components, paths } from "./schema";

const middleware: Middleware = {
  onRequest: ({ request }) => prepared(request),
  onResponse: ({ request, response }) => checked(request, response),
  onError: ({ error }) => lost(error),
};

export const api = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });
api.use(middleware);

/**
 * The document lists a field that may be null as optional, but the server always sends it. Inside the pages a missing
 * value is null and never undefined.
 */
export type Sent<T> = T extends (infer Item)[] ? Sent<Item>[] : T extends object ? { [Key in keyof T]-?: Sent<Exclude<T[Key], undefined>> } : T;
export type Schema<Name extends keyof components["schemas"]> = Sent<components["schemas"][Name]>;

/** The header that says which version an edit was made against. */
export const ifMatch = (version: number) => ({ "If-Match": `"v${version}"` });

/** The body of an answer; a problem has been thrown before. */
export async function body<Data>(call: Promise<{ data?: Data }>): Promise<Sent<Data>> {
  return (await call).data as Sent<Data>;
}
