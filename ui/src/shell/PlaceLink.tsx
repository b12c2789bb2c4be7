import { Link } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { useHref } from "./place";

/** A link inside the workspace: `to="/series"`. Keeps the moment the reader has chosen. */
export function PlaceLink({ to, ...rest }: { to: string } & Omit<ComponentProps<"a">, "href">) {
  const href = useHref()(to);
  const [path = href, query = ""] = href.split("?");
  const given = Object.fromEntries(new URLSearchParams(query));
  return <Link to={path} activeOptions={{ exact: true, includeSearch: false }} search={((previous: { as_of?: string }) => (previous.as_of ? { as_of: previous.as_of, ...given } : given)) as never} {...rest} />;
}
