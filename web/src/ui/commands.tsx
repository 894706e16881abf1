/** A text in which what is typed, “mailcask …”, stands out and is never broken at the line's end. */
export function Commands({ text }: { text: string }) {
  return (
    <>
      {text
        .split(/“(mailcask [^”]*)”/u)
        .map((part, i) => (i % 2 === 1 ? <code class="typed">{part}</code> : part))}
    </>
  );
}
