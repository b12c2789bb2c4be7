/** A list read page by page as it is scrolled. */
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { http, type Page, type Query } from "./http";

const listQuery = <T>(path: string, query: Query) =>
  infiniteQueryOptions({
    queryKey: ["list", path, query],
    queryFn: ({ pageParam, signal }) => http.get<Page<T>>(path, { limit: 200, ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export function useList<T>(path: string, query: Query = {}) {
  const list = useInfiniteQuery(listQuery<T>(path, query));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  return { rows, total: list.data?.pages[0]?.total ?? null, more, error: list.error, loading: list.isPending, waiting: list.isPlaceholderData, refetch: () => void list.refetch() };
}
