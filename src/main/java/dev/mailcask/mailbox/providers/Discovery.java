package dev.mailcask.mailbox.providers;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import java.net.IDN;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds how to reach an account from its address: in our own table, in what the domain publishes
/// over https, in its DNS (SRV, RFC 6186), by who receives its mail (MX), and last by a guess. IMAP
/// is always preferred: POP3 is proposed only where a domain publishes nothing else, or where the
/// owner wants it.
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
      Protocol protocol,
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
    Address its = Address.of(address);
    return table(Source.TABLE, Providers.ofDomain(its.domain), its).or(() -> ask(its));
  }

  private Optional<Found> ask(Address its) {
    Optional<byte[]> published = published(its);
    return autoconfig(published, Protocol.IMAP, its)
        .or(() -> srv("_imaps._tcp.", Protocol.IMAP, Security.TLS, its))
        .or(() -> srv("_imap._tcp.", Protocol.IMAP, Security.STARTTLS, its))
        .or(() -> table(Source.MX, byMx(its.domain), its))
        .or(() -> autoconfig(published, Protocol.POP3, its))
        .or(() -> guess(Protocol.IMAP, List.of("imap.", "mail."), its));
  }

  /// The same for who wants POP3 and nothing else; the table knows of none.
  public Optional<Found> findPop3(String address) {
    Address its = Address.of(address);
    return autoconfig(published(its), Protocol.POP3, its)
        .or(() -> srv("_pop3s._tcp.", Protocol.POP3, Security.TLS, its))
        .or(() -> srv("_pop3._tcp.", Protocol.POP3, Security.STARTTLS, its))
        .or(() -> guess(Protocol.POP3, List.of("pop.", "pop3.", "mail."), its));
  }

  /// An address in its two parts.
  private record Address(String local, String domain) {

    static Address of(String text) {
      int at = text.strip().lastIndexOf('@');
      String local = at < 0 ? "" : text.strip().substring(0, at);
      String domain = at < 0 ? "" : ascii(text.strip().substring(at + 1));
      if (local.isEmpty()
          || text.length() > LONGEST_ADDRESS
          || !DOMAIN.matcher(domain).matches()
          || local.chars().anyMatch(c -> c <= ' ' || c == 127)) {
        throw new Failure.Misconfigured(
            "address", "this is not an e-mail address", "give one such as ann@example.org");
      }
      return new Address(local, domain);
    }

    private static String ascii(String domain) {
      try {
        return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
      } catch (IllegalArgumentException _) {
        return ""; // no domain in any script
      }
    }

    @Override
    public String toString() {
      return local + "@" + domain;
    }
  }

  private static Optional<Found> table(Source source, Optional<Provider> provider, Address its) {
    return provider.map(
        p ->
            new Found(
                source,
                Protocol.IMAP,
                p.host(),
                p.port(),
                Security.valueOf(p.security().toUpperCase(Locale.ROOT)),
                p.user().of(its.local, its.domain),
                p));
  }

  private Optional<byte[]> published(Address its) {
    return directory.fetch(
        List.of(
            URI.create("https://autoconfig." + its.domain + "/mail/config-v1.1.xml"),
            URI.create("https://" + its.domain + "/.well-known/autoconfig/mail/config-v1.1.xml")));
  }

  private static Optional<Found> autoconfig(
      Optional<byte[]> published, Protocol protocol, Address its) {
    return published
        .flatMap(xml -> Autoconfig.best(xml, protocol))
        .map(server -> server.forAddress(its.local, its.domain))
        .map(
            server ->
                found(
                    Source.AUTOCONFIG,
                    protocol,
                    server.host(),
                    server.port(),
                    server.security(),
                    server.user()));
  }

  private Optional<Found> srv(String service, Protocol protocol, Security security, Address its) {
    return directory.srv(service + its.domain).stream()
        .flatMap(text -> ServiceRecord.of(text).stream())
        .min(ServiceRecord.BEST_FIRST)
        .filter(record -> DOMAIN.matcher(record.target()).matches())
        .map(
            record ->
                found(
                    Source.SRV,
                    protocol,
                    record.target(),
                    record.port(),
                    security,
                    its.toString()));
  }

  private Optional<Provider> byMx(String domain) {
    return directory.mx(domain).stream()
        .map(text -> text.strip().replaceFirst("^\\d+\\s+", ""))
        .flatMap(host -> Providers.ofMx(host).stream())
        .findFirst();
  }

  private Optional<Found> guess(Protocol protocol, List<String> prefixes, Address its) {
    int port = protocol.defaultPort(Security.TLS);
    return prefixes.stream()
        .map(prefix -> prefix + its.domain)
        .filter(directory::exists)
        .findFirst()
        .map(host -> found(Source.GUESS, protocol, host, port, Security.TLS, its.toString()));
  }

  private static Found found(
      Source source, Protocol protocol, String host, int port, Security security, String user) {
    return new Found(
        source, protocol, host, port, security, user, Providers.ofHost(host).orElse(null));
  }
}
