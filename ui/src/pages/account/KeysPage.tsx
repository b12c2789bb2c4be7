import { PageHead } from "@/page/PageHead";

export function KeysPage() {
  return <PageHead title="Keys" />;
}
