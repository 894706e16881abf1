// Attachments that a search cannot look into, and why.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { displayName } from "../../reader/message-row";
import { t as reading } from "../../reader/text";
import { useAction, useResource } from "../../resource";
import { href } from "../../router";
import { Button } from "../../ui/button";
import { Loaded } from "../../ui/loaded";
import { Empty, Note, ProblemNote } from "../../ui/note";
import { Page } from "../../ui/page";
import { Table } from "../../ui/table";
import { Time } from "../../ui/time";
import { waitingWords } from "./words";

const STEP = 100;
const MOST = 1000;

export function UnreadScreen() {
  const [limit, setLimit] = useState(STEP);
  const list = useResource(`unread ${limit}`, (signal) =>
    api.get("/api/v1/attachments/unread", { query: { limit }, signal }),
  );
  const [asked, setAsked] = useState(false);
  const retry = useAction(async () => {
    await api.post("/api/v1/attachments/retry");
    setAsked(true);
    list.reload();
  });
  const none = list.data !== undefined && list.data.refused === 0;
  return (
    <Page
      title="Attachments without text"
      lead="Names of these files are found by a search, what is in them is not. The files themselves are safe."
      back={{ href: href(["search"]), label: "Search" }}
      actions={
        !none && (
          <Button icon="restore" busy={retry.busy} onClick={() => retry.start()}>
            Try all again
          </Button>
        )
      }
    >
      {retry.problem && <ProblemNote problem={retry.problem} />}
      {asked && (
        <Note tone="info" role="status" what="They are read again, one after the other." />
      )}
      <Loaded of={list} lines={6}>
        {(data) => (
          <>
            {data.waiting > 0 && (
              <p class="soft">{waitingWords(data.waiting)}</p>
            )}
            {data.refused === 0 ? (
              <Empty icon="ok" title="Every attachment was read">
                <p>Nothing was refused.</p>
              </Empty>
            ) : (
              <Table label="Attachments without text">
                <thead>
                  <tr>
                    <th>File</th>
                    <th>Message</th>
                    <th>Why</th>
                    <th>Since</th>
                  </tr>
                </thead>
                <tbody>
                  {data.attachments.map((file, i) => (
                    <tr key={`${file.message} ${i}`}>
                      <td dir="auto">{file.name}</td>
                      <td dir="auto">
                        <a href={href(["message", file.message])}>
                          {file.subject === "" ? reading.noSubject : file.subject}
                        </a>{" "}
                        <span class="soft small">{displayName(file.from)}</span>
                      </td>
                      <td>{file.reason}</td>
                      <td>
                        <Time at={file.since} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </Table>
            )}
            {data.attachments.length === limit && limit < MOST && (
              <div class="buttons">
                <Button onClick={() => setLimit(Math.min(MOST, limit + STEP))}>Show more</Button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
