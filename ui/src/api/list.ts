/** A list read page by page as it is scrolled. */
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Sent } from "./client";
import { http, type Page, type Query } from "./http";
import type { paths } from "./schema";

interface Listed<Item> {
  get: { responses: { 200: { content: { "application/json": { items: Item[]; total: number } } } } };
}
/** The addresses that answer with a list. */
export type ListPath = { [Path in keyof paths]: paths[Path] extends Listed<unknown> ? Path : never }[keyof paths];
export type ItemOf<Path extends ListPath> = paths[Path] extends Listed<infer Item> ? Sent<Item> : never;

const listQuery = <Item>(path: string, query: Query) =>
  infiniteQueryOptions({
    queryKey: ["list", path, query],
    queryFn: ({ pageParam, signal }) => http.get<Page<Item>>(path, { limit: 200, ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export function useList<Path extends ListPath>(path: Path, query: Query = {}) {
  const list = useInfiniteQuery(listQuery<ItemOf<Path>>(path, query));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  return { rows, total: list.data?.pages[0]?.total ?? null, more, error: list.error, loading: list.isPending, waiting: list.isPlaceholderData, refetch: () => void list.refetch() };
}
export type List<Path extends ListPath> = ReturnType<typeof useList<Path>>;
