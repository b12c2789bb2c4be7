import { PageHead } from "@/page/PageHead";

export function SeriesPage() {
  return <PageHead title="Series" />;
}
