import { api } from "../../api/client";
import type { Account } from "../../api/types";
import { useAction } from "../../resource";
import { href } from "../../router";
import { LinkButton } from "../../ui/button";
import { ProblemNote } from "../../ui/note";
import { Panel } from "../../ui/page";
import { redirect, SignInBox } from "../accounts/sign-in";
import { t as accounts } from "../accounts/text";
import { t } from "./text";

/** Nobody is let in any more: the owner signs in again, or gives the password. */
export function LetIn({ account, onDone }: { account: Account; onDone: () => void }) {
  const { settings } = account;
  const keep = useAction(async (signIn: string) => {
    await api.put("/api/v1/accounts/{name}", {
      path: { name: account.name },
      body: { settings, signIn },
    });
    onDone();
  });
  const person =
    settings.oauth?.grant === "authorization-code" || settings.oauth?.grant === "device-code";
  return (
    <Panel title={t.letIn}>
      {person ? (
        <SignInBox
          label={accounts.signInAgain}
          done={false}
          begin={() =>
            api.post("/api/v1/sign-ins", {
              body: { account: account.name, redirect: redirect() },
            })
          }
          onDone={(id) => keep.start(id)}
        />
      ) : (
        <LinkButton icon="settings" href={href(["accounts", account.name, "edit"])}>
          {t.edit}
        </LinkButton>
      )}
      {keep.problem && <ProblemNote problem={keep.problem} />}
    </Panel>
  );
}
