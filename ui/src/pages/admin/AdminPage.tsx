import { PageHead } from "@/page/PageHead";

export function AdminPage() {
  return <PageHead title="Admin" />;
}
