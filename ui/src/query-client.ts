import { QueryClient } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";
import { whenBack } from "@/api/reach";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays a refusal; only a server that did not answer is asked again.
      retry: (failures, error) => failures < 2 && [0, 502, 503, 504].includes(asProblem(error).status),
      retryDelay: (attempt) => 400 * 2 ** attempt,
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
});

whenBack(() => void queryClient.invalidateQueries());
