package dev.mailcask.index;

import dev.mailcask.base.Failure;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/// Says what a fault of Lucene or of the disk beneath it means to the owner.
public final class Failures {

  private Failures() {}

  /// Whether the index itself is damaged or of another format, so that building it anew helps.
  public static boolean isDamage(@Nullable Throwable fault) {
    return switch (fault) {
      case CorruptIndexException e -> true;
      case IndexFormatTooOldException e -> true;
      case IndexFormatTooNewException e -> true;
      case IndexNotFoundException e -> true;
      case NoSuchFileException e -> true;
      case FileNotFoundException e -> true;
      case EOFException e -> true;
      // Not all that is read is guarded by a checksum that is looked at: what is altered there
      // leads
      // Lucene to places that do not exist.
      case IndexOutOfBoundsException e -> isThrownByLucene(e) || isDamage(e.getCause());
      case NegativeArraySizeException e -> isThrownByLucene(e) || isDamage(e.getCause());
      case null -> false;
      default -> isDamage(fault.getCause());
    };
  }

  private static boolean isThrownByLucene(RuntimeException fault) {
    return Arrays.stream(fault.getStackTrace())
        .map(StackTraceElement::getClassName)
        .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
        .findFirst()
        .filter(name -> name.startsWith("org.apache.lucene."))
        .isPresent();
  }

  /// The failure for the outside world.
  public static Failure of(IOException fault) {
    if (fault instanceof LockObtainFailedException) {
      return new Failure.Locked(
          "index",
          "another process writes to it",
          "let the running appliance do this, or stop it first");
    }
    if (isDamage(fault)) {
      return new Failure.Corrupt(
          "index", "it is damaged", "run 'mailcask rebuild --index'; no mail is lost", fault);
    }
    String problem = "it cannot be read or written (" + fault.getClass().getSimpleName() + ")";
    String hint = "check space and rights of the index directory; no mail is lost";
    String message = fault.getMessage() == null ? "" : fault.getMessage();
    return message.contains("space") || message.contains("quota")
        ? new Failure.OutOfSpace("index", "the disk is full", hint, fault)
        : new Failure.Unreachable("index", problem, hint, fault);
  }
}
