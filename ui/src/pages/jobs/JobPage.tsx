import { PageHead } from "@/page/PageHead";

export function JobPage() {
  return <PageHead title="Job" />;
}
