package dev.mailcask.mailbox.providers;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.MailboxSettings.Security;
import java.net.IDN;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds how to reach an account from its address: in our own table, in what the domain publishes
/// over https, in its DNS (SRV, RFC 6186), by who receives its mail (MX), and last by a guess.
///
/// What is found is a proposal. DNS is not authenticated, and whoever publishes settings decides
/// where a password goes; so the owner sees the host, and says that it is right, before anything is
/// sent there. Nobody is told more than the domain: not the address, and no third party at all.
public final class Discovery {

  private static final int LONGEST_ADDRESS = 320;
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

  private final Directory directory;

  public Discovery() {
    this(new InternetDirectory());
  }

  Discovery(Directory directory) {
    this.directory = directory;
  }

  /// Where the settings were found.
  public enum Source {
    /// In the table that comes with the program.
    TABLE,
    /// The domain publishes them over https.
    AUTOCONFIG,
    /// The domain's DNS names the server.
    SRV,
    /// The provider in the table that receives the domain's mail.
    MX,
    /// There is a machine of the usual name; nobody says that it is the one.
    GUESS
  }

  /// Settings to be confirmed.
  ///
  /// @param provider what is known of who runs the server, or null
  public record Found(
      Source source,
      String host,
      int port,
      Security security,
      String user,
      @Nullable Provider provider) {}

  /// What strangers say of a domain. Nothing is thrown: who does not answer says nothing.
  interface Directory {
    /// What the domain publishes, in Thunderbird's format.
    ///
    /// @param places https addresses, asked in their order until one answers
    Optional<byte[]> fetch(List<URI> places);

    /// SRV records as the system gives them, `priority weight port target`.
    List<String> srv(String name);

    /// MX records as the system gives them, `preference host`.
    List<String> mx(String domain);

    /// Whether there is a machine of that name.
    boolean exists(String host);
  }

  /// The settings for an address, or empty where nothing is found.
  ///
  /// @throws Failure.Misconfigured if it is no address
  public Optional<Found> find(String address) {
    int at = address.strip().lastIndexOf('@');
    String local = at < 0 ? "" : address.strip().substring(0, at);
    String domain = at < 0 ? "" : domain(address.strip().substring(at + 1));
    if (local.isEmpty()
        || address.length() > LONGEST_ADDRESS
        || !DOMAIN.matcher(domain).matches()
        || local.chars().anyMatch(c -> c <= ' ' || c == 127)) {
      throw new Failure.Misconfigured(
          "address", "this is not an e-mail address", "give one such as ann@example.org");
    }
    return table(Source.TABLE, Providers.ofDomain(domain), local, domain)
        .or(() -> autoconfig(local, domain))
        .or(() -> srv(local, domain))
        .or(() -> table(Source.MX, byMx(domain), local, domain))
        .or(() -> guess(local, domain));
  }

  private static String domain(String text) {
    try {
      return IDN.toASCII(text).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException _) {
      return ""; // no domain in any script
    }
  }

  private static Optional<Found> table(
      Source source, Optional<Provider> provider, String local, String domain) {
    return provider.map(
        p ->
            new Found(
                source,
                p.host(),
                p.port(),
                Security.valueOf(p.security().toUpperCase(Locale.ROOT)),
                p.user().of(local, domain),
                p));
  }

  private Optional<Found> autoconfig(String local, String domain) {
    List<URI> places =
        List.of(
            URI.create("https://autoconfig." + domain + "/mail/config-v1.1.xml"),
            URI.create("https://" + domain + "/.well-known/autoconfig/mail/config-v1.1.xml"));
    return directory
        .fetch(places)
        .flatMap(Autoconfig::best)
        .map(server -> server.forAddress(local, domain))
        .map(
            server ->
                found(
                    Source.AUTOCONFIG,
                    server.host(),
                    server.port(),
                    server.security(),
                    server.user()));
  }

  private Optional<Found> srv(String local, String domain) {
    return srv("_imaps._tcp." + domain, Security.TLS, local, domain)
        .or(() -> srv("_imap._tcp." + domain, Security.STARTTLS, local, domain));
  }

  private Optional<Found> srv(String name, Security security, String local, String domain) {
    return directory.srv(name).stream()
        .flatMap(text -> ServiceRecord.of(text).stream())
        .min(ServiceRecord.BEST_FIRST)
        .filter(record -> DOMAIN.matcher(record.target()).matches())
        .map(
            record ->
                found(Source.SRV, record.target(), record.port(), security, local + "@" + domain));
  }

  private Optional<Provider> byMx(String domain) {
    return directory.mx(domain).stream()
        .map(text -> text.strip().replaceFirst("^\\d+\\s+", ""))
        .flatMap(host -> Providers.ofMx(host).stream())
        .findFirst();
  }

  private Optional<Found> guess(String local, String domain) {
    for (String host : List.of("imap." + domain, "mail." + domain)) {
      if (directory.exists(host)) {
        return Optional.of(found(Source.GUESS, host, 993, Security.TLS, local + "@" + domain));
      }
    }
    return Optional.empty();
  }

  private static Found found(Source source, String host, int port, Security security, String user) {
    return new Found(source, host, port, security, user, Providers.ofHost(host).orElse(null));
  }
}
