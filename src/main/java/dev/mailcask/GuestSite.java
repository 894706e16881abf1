package dev.mailcask;

import dev.mailcask.base.Failure;
import dev.mailcask.cli.Rooms;
import dev.mailcask.cli.Site;
import dev.mailcask.cli.Terminal;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The house as other processes' commands see it.
///
/// @param house whose rooms they use
record GuestSite(House house) implements Site {

  @Override
  public Rooms open(Globals globals) {
    return house;
  }

  @Override
  public Rooms begin(Globals globals) {
    return house;
  }

  @Override
  public Rooms restore(Globals globals, Path copy) {
    return house;
  }

  @Override
  public void leave(Rooms rooms) {
    // the house stays open for those who live in it
  }

  @Override
  public void serve(
      Globals globals, ServeOptions options, Terminal terminal, Consumer<Started> started) {
    throw house.appliance()
        ? new Failure.Locked(
            "the appliance", "it runs already on this data", "open its web page, or stop it first")
        : new Failure.Locked(
            "the appliance",
            "another command works on this data",
            "wait until it has ended, then start the appliance");
  }
}
