// The files of a message: saved alone or together, and looked at where that is harmless.
import { useEffect, useRef, useState } from "preact/hooks";
import { api, urls } from "../api/client";
import type { Attachment, Message } from "../api/types";
import { bytes } from "../format";
import { useResource } from "../resource";
import { Button, LinkButton } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Icon } from "../ui/icon";
import { Loaded } from "../ui/loaded";
import { Note } from "../ui/note";
import { t } from "./text";

export function Attachments({ message }: { message: Message }) {
  const [shown, setShown] = useState<Attachment | null>(null);
  const files = message.attachments.filter((file) => !file.inline || !message.hasHtml);
  if (files.length === 0) {
    return null;
  }
  return (
    <>
      <ul class="attachments" aria-label={t.attachments}>
        {files.map((file) => (
          <li key={file.index}>
            <a href={urls.attachment(message.id, file.index)} download={file.name} title={file.name}>
              <Icon name="clip" size={16} />
              <span class="name" dir="auto">
                {file.name}
              </span>
              <span class="soft">{bytes(file.size)}</span>
            </a>
            {file.preview !== null && (
              <button
                type="button"
                class="look"
                title={t.look(file.name)}
                aria-label={t.look(file.name)}
                onClick={() => setShown(file)}
              >
                <Icon name="eye" size={18} />
              </button>
            )}
          </li>
        ))}
        {files.length > 1 && (
          <li class="all">
            <a href={urls.attachments(message.id)} download>
              <Icon name="download" size={16} />
              <span>{t.allAttachments}</span>
            </a>
          </li>
        )}
      </ul>
      {shown !== null && (
        <Preview message={message} file={shown} onClose={() => setShown(null)} />
      )}
    </>
  );
}

function Preview(props: { message: Message; file: Attachment; onClose: () => void }) {
  const { message, file } = props;
  return (
    <Dialog title={file.name} wide onClose={props.onClose}>
      <div class="preview">
        <Sight message={message} file={file} />
      </div>
      <div class="buttons">
        <LinkButton
          icon="download"
          href={urls.attachment(message.id, file.index)}
          download={file.name}
        >
          {t.saveAttachment(bytes(file.size))}
        </LinkButton>
        <Button onClick={props.onClose}>{t.close}</Button>
      </div>
    </Dialog>
  );
}

/** The server looks at the bytes and refuses what is not what its name says. */
function Sight({ message, file }: { message: Message; file: Attachment }) {
  const [broken, setBroken] = useState(false);
  if (broken) {
    return <Note tone="warn" what={t.notShown} />;
  }
  switch (file.preview) {
    case "image":
      return (
        <img
          src={urls.attachmentView(message.id, file.index)}
          alt={file.name}
          onError={() => setBroken(true)}
        />
      );
    case "pdf":
      return <PdfSight title={file.name} src={urls.attachmentView(message.id, file.index)} />;
    case "text":
      return <TextSight id={message.id} index={file.index} />;
    case null:
      return <Note tone="warn" what={t.notShown} />;
  }
}

/** How long a viewer that is starting may reach for the focus, in ms. */
const STARTING = 1500;

/** A viewer takes the focus when it is there; until one clicks into it Esc is to close the dialog. */
function PdfSight(props: { title: string; src: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const loaded = useRef(Infinity);
  const giveBack = () => {
    if (document.activeElement === frame.current && frame.current?.matches(":hover") === false) {
      frame.current.closest("dialog")?.querySelector<HTMLElement>("[data-close]")?.focus();
    }
  };
  useEffect(() => {
    const taken = () => {
      if (performance.now() < loaded.current + STARTING) {
        setTimeout(giveBack);
      }
    };
    addEventListener("blur", taken);
    return () => removeEventListener("blur", taken);
  }, []);
  return (
    <iframe
      ref={frame}
      title={props.title}
      src={props.src}
      onLoad={() => {
        loaded.current = performance.now();
        giveBack();
      }}
    />
  );
}

function TextSight({ id, index }: { id: string; index: number }) {
  const text = useResource(`text ${id} ${index}`, (signal) =>
    api.get("/api/v1/messages/{id}/attachments/{index}/text", { path: { id, index }, signal }),
  );
  return (
    <Loaded of={text} lines={8}>
      {(data) => (
        <div class="preview-text" tabIndex={0} role="region" aria-label={t.plain}>
          <pre class="source" dir="auto">
            {data.text}
          </pre>
          {data.cut && <p class="soft">{t.fileCut}</p>}
        </div>
      )}
    </Loaded>
  );
}
