import { PageHead } from "@/page/PageHead";

export function ScenariosPage() {
  return <PageHead title="Scenarios" />;
}
