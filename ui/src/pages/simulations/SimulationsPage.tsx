import { PageHead } from "@/page/PageHead";

export function SimulationsPage() {
  return <PageHead title="Simulations" />;
}
