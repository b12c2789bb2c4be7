import { PageHead } from "@/page/PageHead";

export function LoginPage() {
  return <PageHead title="Login" />;
}
