import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { sessionQuery } from "@/api/session";
import { LoginForm } from "./LoginForm";
import { OutsideFrame } from "./OutsideFrame";

const route = getRouteApi("/login");

export function LoginPage() {
  const { next } = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  return (
    <OutsideFrame title="Sign in" lead={next ? "You come back to the page you were on." : "Your administrator made an account for you."}>
      <LoginForm
        onDone={async () => {
          client.clear();
          await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
          await navigate({ href: next ?? "/" });
        }}
      />
    </OutsideFrame>
  );
}
