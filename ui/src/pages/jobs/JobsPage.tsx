import { PageHead } from "@/page/PageHead";

export function JobsPage() {
  return <PageHead title="Jobs" />;
}
