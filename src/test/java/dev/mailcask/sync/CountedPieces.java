package dev.mailcask.sync;

import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts how often large messages that had broken off were gone on with, by what a folder keeps of
/// them before and after. Thread-safe.
final class CountedPieces {

  /// What the rest of a message is fetched in.
  private static final long PIECE = 1 << 20;

  private final AtomicInteger goneOn = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger several = new AtomicInteger();

  /// The same mailbox, watched.
  Mailbox of(Mailbox mailbox) {
    return watched(
        Mailbox.class,
        (method, arguments) -> {
          Object result = method.invoke(mailbox, arguments);
          return result instanceof OpenFolder folder ? of(folder) : result;
        });
  }

  private OpenFolder of(OpenFolder folder) {
    return watched(
        OpenFolder.class,
        (method, arguments) ->
            method.getName().equals("bodies")
                ? bodies(folder, method, arguments)
                : method.invoke(folder, arguments));
  }

  private Object bodies(OpenFolder folder, Method method, Object[] arguments)
      throws ReflectiveOperationException {
    SortedMap<?, ?> wanted = (SortedMap<?, ?>) arguments[0];
    long before = 0;
    long total = 0;
    for (Object uid : wanted.keySet()) {
      long kept = folder.kept((Long) uid);
      before += kept;
      total += kept > 0 ? (Long) wanted.get(uid) : 0;
    }
    boolean whole = false;
    try {
      Object result = method.invoke(folder, arguments);
      whole = true;
      return result;
    } finally {
      if (before > 0) {
        long after =
            whole
                ? total
                : wanted.keySet().stream().mapToLong(uid -> folder.kept((Long) uid)).sum();
        count(before, after, whole);
      }
    }
  }

  private void count(long before, long after, boolean whole) {
    if (after > before) {
      goneOn.incrementAndGet();
      finished.addAndGet(whole ? 1 : 0);
      several.addAndGet(after - before > PIECE ? 1 : 0);
    }
  }

  /// How often more than one piece came on one connection.
  int inSeveral() {
    return several.get();
  }

  @Override
  public String toString() {
    return "%d times a message that broke off was gone on with, %d times in several pieces, %d times to its end"
        .formatted(goneOn.get(), several.get(), finished.get());
  }

  private interface Call {
    Object of(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private static <T> T watched(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return call.of(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
