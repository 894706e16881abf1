package dev.mailcask;

import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.base.Failure;
import dev.mailcask.cli.Rooms;
import dev.mailcask.cli.Site;
import dev.mailcask.cli.Terminal;
import dev.mailcask.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Consumer;

/// This process as the place where a command is carried out: it takes the data's lock.
///
/// @param data the data directory
/// @param keySource where the archive's key comes from
/// @param patience how long to wait for another process that is just ending
record OwnSite(
    DataDirectory data,
    Configuration configuration,
    InstantSource clock,
    ZoneId zone,
    KeyRing.Source keySource,
    Duration patience)
    implements Site {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

  @Override
  public Rooms open(Globals globals) {
    data.requireArchive();
    return house(false);
  }

  @Override
  public Rooms begin(Globals globals) {
    data.requireRoomForArchive();
    return house(false);
  }

  @Override
  public Rooms restore(Globals globals, Path copy) {
    data.requireRoomForRestore(copy);
    return house(false);
  }

  @Override
  public void leave(Rooms rooms) {
    if (rooms instanceof House house) {
      house.close();
    }
  }

  @Override
  public void serve(
      Globals globals, ServeOptions options, Terminal terminal, Consumer<Started> started)
      throws InterruptedException {
    data.requireRoomForArchive();
    House house = house(true);
    try {
      new Appliance(house, options).run(terminal, started);
    } finally {
      house.close();
    }
  }

  private House house(boolean appliance) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return House.open(data, configuration, appliance, clock, zone, keySource);
      } catch (Failure.Locked e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private static void pause(Failure.Locked why) {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw why;
    }
  }
}
