package dev.mailcask.base;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;

/// Turns what a file system says into a [Failure] that its owner can act upon.
public final class DiskFailure {

  /// What operating systems say of a full disk or quota, in lower case; there is no error code in
  /// an IOException.
  private static final List<String> FULL =
      List.of("no space left", "not enough space", "disk quota exceeded", "file too large");

  private static final List<String> READ_ONLY = List.of("read-only file system");

  private DiskFailure() {}

  /// @param subject the file or directory, as its owner knows it
  public static Failure of(String subject, IOException cause) {
    if (says(cause, FULL)) {
      return new Failure.OutOfSpace(
          subject, "the disk is full", "free some space, then start it again", cause);
    }
    if (cause instanceof ClosedByInterruptException) {
      return new Failure.Cancelled(subject);
    }
    if (says(cause, READ_ONLY)) {
      return new Failure.Refused(
          subject,
          "the file system can only be read",
          "mount it so that it can be written, or name another place",
          cause);
    }
    if (cause instanceof NoSuchFileException) {
      return new Failure.Corrupt(
          subject, "the file is missing", "bring it back from a copy of the archive", cause);
    }
    if (cause instanceof AccessDeniedException) {
      return new Failure.Refused(
          subject,
          "access is denied",
          "give Mailcask's user the right to read and write it",
          cause);
    }
    return new Failure.Unreachable(
        subject,
        "the disk answers with an error (" + reason(cause) + ")",
        "look at the system's log for the disk's errors",
        cause);
  }

  private static boolean says(Throwable cause, List<String> words) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      String text = t.getMessage() == null ? "" : t.getMessage().toLowerCase(Locale.ROOT);
      if (words.stream().anyMatch(text::contains)) {
        return true;
      }
    }
    return false;
  }

  /// What the operating system said, without the names of files; else the kind of exception.
  private static String reason(IOException cause) {
    return cause instanceof FileSystemException said && said.getReason() != null
        ? said.getReason()
        : cause.getClass().getSimpleName();
  }
}
