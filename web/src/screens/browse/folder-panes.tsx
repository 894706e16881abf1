import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Folder, FolderMessage } from "../../api/types";
import { bytes, plural } from "../../format";
import { useKeys } from "../../keys";
import { usePages } from "../../pages";
import { useListKeys } from "../../reader/list-keys";
import { MessageRow, RowWait } from "../../reader/message-row";
import { Reader } from "../../reader/reader";
import { SelectionBar, useSelection } from "../../reader/selection";
import { t as reading } from "../../reader/text";
import { useReloadAfterJobs } from "../../resource";
import { here, href, navigate } from "../../router";
import { LinkButton } from "../../ui/button";
import { Skeleton } from "../../ui/loaded";
import { Empty, Note, ProblemNote } from "../../ui/note";
import { Time } from "../../ui/time";
import { VirtualList } from "../../ui/virtual-list";
import { parseInternalDate } from "./as-of";
import { rowOf } from "./row-of";
import { t } from "./text";
import { levelName } from "./tree";

/** When a message came into its folder; that is the order in which the server gives them. Null
 * where neither the server nor the message tells a time, as with some mail by POP3. */
function arrival(message: FolderMessage): Date | null {
  return (
    parseInternalDate(message.internalDate) ??
    (message.date === null ? null : new Date(message.date))
  );
}

async function loadPage(
  account: string,
  path: string,
  at: string | null,
  offset: number,
  limit: number,
  signal: AbortSignal,
) {
  return api.get("/api/v1/accounts/{name}/messages", {
    path: { name: account },
    query: { folder: path, offset, limit, ...(at === null ? {} : { at }) },
    signal,
  });
}

/** The row of a message that was opened elsewhere, once the list is there. */
function useRowOf(
  of: { account: string; path: string; at: string | null; id: string },
  total: number,
  onRow: (row: number) => void,
): void {
  const { account, path, at, id } = of;
  const place = `${account} ${path} ${at ?? ""}`;
  const sought = useRef("");
  useEffect(() => {
    if (total === 0 || sought.current === place) {
      return;
    }
    sought.current = place;
    if (id === "") {
      return;
    }
    const abort = new AbortController();
    const { signal } = abort;
    const look = async () => {
      const message = await api.get("/api/v1/messages/{id}", { path: { id }, signal });
      const here = message.places.find((p) => p.account === account && p.folder === path);
      const wanted = { id, at: Date.parse(message.received), uid: here?.uid ?? 0 };
      const row = await rowOf(wanted, total, async (offset) => {
        const [found] = (await loadPage(account, path, at, offset, 1, signal)).messages;
        const came = found === undefined ? null : arrival(found);
        return found === undefined || came === null
          ? undefined
          : { id: found.id, at: came.getTime(), uid: found.uid };
      });
      if (row >= 0 && !signal.aborted) {
        onRow(row);
      }
    };
    // The message itself is open all the same.
    look().catch(() => undefined);
    return () => abort.abort();
  }, [place, id, total]);
}

export function FolderPanes(props: {
  account: string;
  path: string;
  at: string | null;
  openId: string;
  folder: Folder | undefined;
}) {
  const { account, path, at, openId, folder } = props;
  const list = usePages<FolderMessage, object>(
    `${account} ${path} ${at ?? ""}`,
    async (offset, limit, signal) => {
      const answer = await loadPage(account, path, at, offset, limit, signal);
      return { total: answer.total, items: answer.messages, answer };
    },
  );
  useReloadAfterJobs(list.reload, (job) => job.kind === "backup" && job.account === account);
  const selection = useSelection();
  const [focus, setFocus] = useState(0);
  const [active, setActive] = useState(-1);
  useRowOf({ account, path, at, id: openId }, list.total, setActive);
  const open = useCallback(
    (id: string) => navigate(here({ m: id, c: null }), { replace: openId !== "" }),
    [openId],
  );
  const toggle = (message: FolderMessage) =>
    selection.toggle({ ...message, places: [{ account }] });
  const keyboard = useListKeys({
    total: list.total,
    active,
    setActive: (index) => {
      setFocus(0);
      setActive(index);
    },
    idAt: (index) => list.item(index)?.id,
    openId,
    open,
    onRead: () => setFocus((n) => n + 1),
    onBack: () => navigate(here({ m: null, c: null }), { replace: true }),
    onSelect: (index) => {
      const message = list.item(index);
      if (message !== undefined) {
        toggle(message);
      }
    },
  });
  useKeys(keyboard.keys);
  const name = levelName(path.slice(path.lastIndexOf("/") + 1));
  return (
    <>
      <section class="pane list" aria-label={t.messages}>
        <div class="pane-bar">
          <div>
            <a class="crumb only-phone" href={href(["browse", account], { at })}>
              <span aria-hidden="true">‹ </span>
              {t.foldersBack}
            </a>
            <h2>{name}</h2>
            <p class="small soft">
              {list.answer && plural(list.total, "message")}
              {list.answer && folder && ` · ${bytes(folder.bytes)}`}
            </p>
          </div>
          <LinkButton
            small
            icon="restore"
            href={href(["restore"], { from: account, at, folders: JSON.stringify([path]) })}
          >
            {t.restoreFolder}
          </LinkButton>
        </div>
        {folder && folder.gone !== null && (
          <div class="pane-problem">
            <Note tone="warn">
              {t.goneSince} <Time at={folder.gone} as="full" />. {t.goneKept}
            </Note>
          </div>
        )}
        <SelectionBar selection={selection} />
        {list.problem && (
          <div class="pane-problem">
            <ProblemNote problem={list.problem} onRetry={list.reload} />
          </div>
        )}
        {list.answer === undefined ? (
          list.problem === undefined && (
            <div class="pane-problem">
              <Skeleton lines={9} />
            </div>
          )
        ) : list.total === 0 ? (
          <Empty icon="folder" title={t.empty}>
            {at !== null && <p>{t.emptyThen}</p>}
          </Empty>
        ) : (
          <VirtualList
            label={t.messages}
            name={`${account} ${path} ${at ?? ""}`}
            count={list.total}
            rowHeight={5.75}
            active={active}
            busy={list.loading}
            onRange={list.ensure}
            onFocusRow={keyboard.onFocusRow}
            row={(index) => {
              const message = list.item(index);
              return message === undefined ? (
                <RowWait />
              ) : (
                <MessageRow
                  id={message.id}
                  href={here({ m: message.id, c: null })}
                  from={message.from}
                  subject={message.subject}
                  at={arrival(message)}
                  open={message.id === openId}
                  attachments={[]}
                  gone={false}
                  selected={selection.has(message.id)}
                  onSelect={() => toggle(message)}
                >
                  <span class="snippet">
                    {message.to === ""
                      ? bytes(message.size)
                      : `To ${message.to} · ${bytes(message.size)}`}
                  </span>
                </MessageRow>
              );
            }}
          />
        )}
      </section>
      <section class="pane reading" aria-label={reading.frame}>
        {openId !== "" ? (
          <Reader id={openId} query="" onClose={keyboard.close} focus={focus} />
        ) : (
          <Empty icon="account" title={reading.pick}>
            <p>{reading.pickHint}</p>
          </Empty>
        )}
      </section>
    </>
  );
}
