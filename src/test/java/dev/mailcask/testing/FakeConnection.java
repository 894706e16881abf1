package dev.mailcask.testing;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.AppendSession;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.RemoteFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// A connection to an account in memory; what goes wrong on it is switched on there. One thread
/// uses it.
final class FakeConnection implements Mailbox {
  private final FakeMailbox server;
  private final int born;
  private boolean dead;
  private boolean closed;
  private @Nullable Object current;
  private int errors;

  FakeConnection(FakeMailbox server) {
    this.server = server;
    this.born = server.cuts;
  }

  private Failure die(String problem) {
    dead = true;
    return FakeMailbox.lost(problem);
  }

  private void check() {
    if (closed) {
      throw new IllegalStateException("used after it was closed");
    }
    if (dead || born != server.cuts) {
      throw FakeMailbox.lost("the connection is gone");
    }
  }

  @Override
  public List<RemoteFolder> folders() {
    check();
    server.operation("list");
    synchronized (server) {
      if (server.listFails) {
        throw new Failure.Refused("the server", "LIST failed", "try again later", null);
      }
      List<RemoteFolder> all = new ArrayList<>();
      server.folders.forEach(
          (path, folder) ->
              all.add(
                  new RemoteFolder(
                      new FolderName(path),
                      path,
                      "/",
                      folder.attributes,
                      server.names ? folder.mailboxId : "")));
      all.sort((a, b) -> Boolean.compare(!a.path().equals("INBOX"), !b.path().equals("INBOX")));
      return all;
    }
  }

  @Override
  public Map<FolderName, FolderState> states(Collection<FolderName> names) {
    check();
    server.operation("states");
    Map<FolderName, FolderState> states = new HashMap<>();
    synchronized (server) {
      for (FolderName name : names) {
        FakeMailbox.Folder folder = server.folders.get(name.raw());
        if (server.modSeqs && folder != null && !server.refused.contains(name.raw())) {
          states.put(name, server.state(folder));
        }
      }
    }
    return states;
  }

  @Override
  public OpenFolder examine(FolderName name) {
    check();
    server.operation("examine " + name);
    synchronized (server) {
      if (server.deadly.contains(name.raw())) {
        throw die("it said goodbye");
      }
      if (server.refused.contains(name.raw())) {
        throw new Failure.Refused(
            "folder " + name, "the server does not open it", "ask its owner", null);
      }
      server.readers.values().remove(this);
      if (server.oneReader && server.readers.putIfAbsent(name.raw(), this) != null) {
        throw new Failure.Refused("folder " + name, "somebody has it open", "close it", null);
      }
      Opened opened = new Opened(name.raw(), server.state(server.get(name.raw())));
      current = opened;
      return opened;
    }
  }

  @Override
  public void create(FolderName name) {
    check();
    server.operation("create " + name);
    server.folder(name.raw());
  }

  @Override
  public AppendSession append(FolderName name) {
    check();
    server.operation("append to " + name);
    synchronized (server) {
      Appending session = new Appending(name.raw(), server.state(server.get(name.raw())));
      current = session;
      return session;
    }
  }

  @Override
  public FolderName nameFor(String path) {
    return new FolderName(path);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      synchronized (server) {
        server.readers.values().remove(this);
        server.open--;
      }
    }
  }

  private final class Opened implements OpenFolder {
    private final String path;
    private final FolderState state;
    private long seen;

    Opened(String path, FolderState state) {
      this.path = path;
      this.state = state;
      this.seen = state.uidNext();
    }

    private void check() {
      FakeConnection.this.check();
      if (current != this) {
        throw new IllegalStateException("another folder was opened since");
      }
    }

    @Override
    public FolderState state() {
      return state;
    }

    @Override
    public SortedMap<Long, List<String>> flags(long first, long last) {
      check();
      server.operation("flags " + path + " " + first + ":" + last);
      synchronized (server) {
        SortedMap<Long, List<String>> found = new TreeMap<>();
        server
            .get(path)
            .mails
            .subMap(first, true, last, true)
            .forEach(
                (uid, mail) -> {
                  if (!server.hidden.contains(new FakeMailbox.Uid(path, uid))) {
                    found.put(uid, mail.flags());
                  }
                });
        if (first == 1
            && last >= state.uidNext() - 1
            && found.size() < server.get(path).mails.size()) {
          throw FakeMailbox.lost("it does not list all that it holds");
        }
        return found;
      }
    }

    @Override
    public boolean await(Duration most) {
      check();
      server.operation("await " + path);
      long end = System.nanoTime() + most.toNanos();
      synchronized (server) {
        try {
          while (server.get(path).uidNext == seen && System.nanoTime() < end) {
            server.wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            FakeConnection.this.check();
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new Failure.Cancelled(path);
        }
        boolean more = server.get(path).uidNext > seen;
        seen = server.get(path).uidNext;
        return more;
      }
    }

    @Override
    public Optional<Changes> changes(long modSeq, SortedSet<Long> known) {
      check();
      server.operation("changes " + path + " " + modSeq);
      synchronized (server) {
        FakeMailbox.Folder folder = server.get(path);
        if (!server.modSeqs || modSeq > state.highestModSeq()) {
          return Optional.empty();
        }
        SortedMap<Long, FakeMailbox.Mail> mails = folder.mails.headMap(state.uidNext());
        SortedMap<Long, List<String>> flags = new TreeMap<>();
        mails.forEach(
            (uid, mail) -> {
              if (folder.changed.getOrDefault(uid, 0L) > modSeq
                  && !server.hidden.contains(new FakeMailbox.Uid(path, uid))) {
                flags.put(uid, mail.flags());
              }
            });
        SortedSet<Long> gone = new TreeSet<>(known);
        gone.removeAll(mails.keySet());
        SortedSet<Long> there = new TreeSet<>(known);
        there.removeAll(gone);
        there.addAll(flags.keySet());
        return there.size() == mails.size()
            ? Optional.of(new Changes(flags, gone))
            : Optional.empty();
      }
    }

    @Override
    public SortedMap<Long, Metadata> metadata(List<Long> uids) {
      check();
      server.operation("metadata " + path);
      synchronized (server) {
        SortedMap<Long, Metadata> found = new TreeMap<>();
        for (long uid : uids) {
          FakeMailbox.Mail mail = server.get(path).mails.get(uid);
          if (mail != null && !server.mute.contains(new FakeMailbox.Uid(path, uid))) {
            int size = mail.bytes().length + (server.honestSizes ? 0 : 17);
            found.put(
                uid, new Metadata(mail.flags(), mail.internalDate(), size, server.objectId(mail)));
          }
        }
        return found;
      }
    }

    @Override
    public Map<Long, String> bodies(SortedMap<Long, Long> wanted, ObjLongConsumer<Content> sink) {
      check();
      Map<Long, String> missing = new TreeMap<>();
      for (long uid : wanted.keySet()) {
        server.operation("body " + path + " " + uid);
        FakeMailbox.@Nullable Mail mail;
        synchronized (server) {
          FakeMailbox.Uid it = new FakeMailbox.Uid(path, uid);
          if (server.poison.contains(it)) {
            throw die("the connection was closed");
          }
          if (server.lossesToCome > 0 && server.bodiesUntilLoss-- == 0) {
            server.lossesToCome--;
            server.bodiesUntilLoss = server.lossEvery;
            throw die("the connection was closed");
          }
          mail = server.get(path).mails.get(uid);
          if (mail == null) {
            missing.put(uid, VANISHED);
          } else if (server.unfetchable.containsKey(it)) {
            if (++errors >= server.mostErrors) {
              throw die("the connection was closed after too many errors");
            }
            missing.put(uid, server.unfetchable.get(it));
            mail = null;
          } else if (server.skipped.contains(it)) {
            mail = null;
          } else {
            server.bodies.merge(path + " " + uid, 1, Integer::sum);
          }
        }
        if (mail != null) {
          sink.accept(Content.of(mail.bytes().clone()), uid);
        }
      }
      return missing;
    }
  }

  private final class Appending implements AppendSession {
    private final String path;
    private final FolderState state;

    Appending(String path, FolderState state) {
      this.path = path;
      this.state = state;
    }

    @Override
    public FolderState state() {
      return state;
    }

    @Override
    public Outcome append(Content message, List<String> flags, String internalDate) {
      FakeConnection.this.check();
      if (current != this) {
        throw new IllegalStateException("another folder was opened since");
      }
      server.operation("append " + path);
      if (flags.stream().anyMatch(flag -> flag.equalsIgnoreCase("\\Recent"))) {
        throw new IllegalStateException("\\Recent cannot be set");
      }
      byte[] bytes = message.toByteArray().clone();
      synchronized (server) {
        boolean loss = server.appendsUntilLoss >= 0 && server.appendsUntilLoss-- == 0;
        if (loss && !server.lossAfterDelivery) {
          throw die("the connection was closed");
        }
        if (server.rejected.stream().anyMatch(no -> Arrays.equals(no, bytes))) {
          return new Outcome.Rejected("the message is too large for the server");
        }
        if (server.quota-- <= 0) {
          throw new Failure.OutOfSpace("the server", "its server.quota is full", "make room", null);
        }
        List<String> kept =
            server.keptFlags.isEmpty()
                ? flags
                : flags.stream().filter(server.keptFlags::contains).toList();
        List<String> dropped = new ArrayList<>(flags);
        dropped.removeAll(kept);
        long uid =
            server.add(
                path,
                server.onAppend.apply(bytes),
                server.onAppendDate.apply(internalDate),
                kept.toArray(String[]::new));
        if (loss) {
          throw die("the connection was closed");
        }
        return new Outcome.Appended(
            server.appendUid ? uid : 0, Collections.unmodifiableList(dropped));
      }
    }

    @Override
    public void close() {}
  }
}
