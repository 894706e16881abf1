package dev.mailcask.mailbox;

/// A folder's name exactly as the server sent it, one char a byte (ISO 8859-1), mostly modified
/// UTF-7 (RFC 3501 section 5.1.3). It is the key and the argument of every command; people see
/// [RemoteFolder#path()].
public record FolderName(String raw) {
  @Override
  public String toString() {
    return raw;
  }
}
