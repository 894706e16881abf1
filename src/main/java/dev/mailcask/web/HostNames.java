package dev.mailcask.web;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The names by which the appliance may be reached.
///
/// A foreign page can give its own name the appliance's address (DNS rebinding) and then speak to
/// it as if they were one; the Host field then holds that foreign name. A bare address cannot be
/// rebound, so those are always good.
final class HostNames {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+(%[0-9a-z]+)?\\]");
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

  private final Set<String> names = new HashSet<>();
  private final Set<String> given = new HashSet<>();

  HostNames(WebSettings settings) {
    names.add("localhost");
    names.add(settings.bind().toLowerCase(Locale.ROOT));
    settings.hosts().forEach(name -> given.add(name.toLowerCase(Locale.ROOT)));
    names.addAll(given);
  }

  /// Whether a Host field, with or without a port, names the appliance.
  boolean accept(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = withoutPort(host);
    return names.contains(name) || IPV4.matcher(name).matches() || IPV6.matcher(name).matches();
  }

  /// Whether it is one of the names that the owner gave. A proxy may pass on another Host; pages of
  /// other programs on `localhost` are not meant.
  boolean named(String host) {
    return given.contains(withoutPort(host));
  }

  private static String withoutPort(String host) {
    return PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
  }
}
