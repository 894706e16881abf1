package dev.mailcask.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real Dovecot on loopback, with ports, a configuration and a temporary directory of its own;
/// plaintext and STARTTLS on one port, TLS on the other, certificates of [TestCertificates]; where
/// asked for, the same mail by POP3 on two more.
///
/// Every user name exists from its first login on, with the password [#PASSWORD]: a test takes a
/// name of its own and has an empty account. Runs as root and as a plain user; Dovecot 2.3 refuses
/// to keep mail as root, so that root's mail belongs to `nobody` (uid 65534).
///
/// Mail lies in Maildirs. Dovecot stores LF and sends CRLF, and turns NUL into 0x80: what is right
/// is what it sends, not what was put in.
public final class DovecotServer implements AutoCloseable {

  /// The password of everybody.
  public static final Secret PASSWORD = new Secret("secret");

  /// The host name that the TLS certificate is made out to.
  public static final String HOST = "localhost";

  /// How folders are named.
  public enum Layout {
    /// Delimiter `/`, no prefix.
    PLAIN("/", ""),
    /// Delimiter `.`, all folders but INBOX below `INBOX.`, as with Courier and Cyrus.
    PREFIXED(".", "INBOX.");

    private final String separator;
    private final String prefix;

    Layout(String separator, String prefix) {
      this.separator = separator;
      this.prefix = prefix;
    }
  }

  private static final int NOBODY = 65_534;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Layout layout;
  private final String more;
  private final Path dir;
  private final int port;
  private final int tlsPort;
  private final int pop3Port;
  private final int pop3TlsPort;
  private final Thread atExit = new Thread(this::kill);
  private Process process;
  private int delivered;

  private DovecotServer(Layout layout, String more) throws IOException {
    this.layout = layout;
    this.more = more;
    this.dir = Files.createTempDirectory("mailcask-dovecot");
    this.port = freePort();
    this.tlsPort = freePort();
    this.pop3Port = freePort();
    this.pop3TlsPort = freePort();
    writeConfiguration();
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// Starts a server, or skips the test if Dovecot is not installed.
  public static DovecotServer start() {
    return start(Layout.PLAIN);
  }

  /// Starts a server that also takes access tokens, which it has the provider look at.
  ///
  /// @param mechanism `xoauth2` or `oauthbearer`
  public static DovecotServer start(IdentityProvider provider, String mechanism) {
    return start(
        Layout.PLAIN,
        OAUTH
            .replace("@URL@", provider.url().replace("localhost", "127.0.0.1"))
            .replace("@MECHANISM@", mechanism));
  }

  /// Starts a server, or skips the test if Dovecot is not installed.
  public static DovecotServer start(Layout layout) {
    return start(layout, "");
  }

  /// Starts a server that offers these capabilities and no others, or skips the test if Dovecot is
  /// not installed.
  public static DovecotServer offering(String capabilities) {
    return start(Layout.PLAIN, "imap_capability = " + capabilities);
  }

  /// Starts a server that offers COMPRESS=DEFLATE, or skips the test if Dovecot is not installed.
  public static DovecotServer compressing() {
    return start(
        Layout.PLAIN,
        """
        mail_plugins = zlib
        protocol imap {
          mail_plugins = zlib imap_zlib
        }
        """);
  }

  /// Starts a server that speaks POP3 as well, or skips the test if it is not installed. Its
  /// sessions do not lock the mailbox: one that was killed would hold it for seconds.
  public static DovecotServer withPop3() {
    return withPop3(POP3);
  }

  /// The same with sessions that lock the mailbox against each other, as the standard has it.
  public static DovecotServer withLockingPop3() {
    return withPop3(POP3 + "protocol pop3 {\n  pop3_lock_session = yes\n}\n");
  }

  private static DovecotServer withPop3(String more) {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/lib/dovecot/pop3"))
            || Boolean.getBoolean("mailcask.everything"),
        "Dovecot's POP3 is not installed: scripts/test does it, or apt install dovecot-pop3d");
    return start(Layout.PLAIN, more);
  }

  private static DovecotServer start(Layout layout, String more) {
    assumeTrue(
        installed() || Boolean.getBoolean("mailcask.everything"),
        "Dovecot is not installed: scripts/test does it, or apt install dovecot-imapd");
    try {
      return new DovecotServer(layout, more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether there is a Dovecot on this machine.
  public static boolean installed() {
    return Files.isExecutable(binary());
  }

  /// The port for plaintext and STARTTLS.
  public int port() {
    return port;
  }

  /// The port for TLS.
  public int tlsPort() {
    return tlsPort;
  }

  /// The PEM file of the authority that signed the server's certificate.
  public Path authority() {
    return dir.resolve("authority.pem");
  }

  /// The settings to reach a user's account.
  public MailboxSettings settings(String user, Security security) {
    int its = security == Security.TLS ? tlsPort : port;
    return new MailboxSettings(new AccountId(user), HOST, its, security, user);
  }

  /// The settings to reach a user's account by POP3.
  public MailboxSettings pop3Settings(String user, Security security) {
    int its = security == Security.TLS ? pop3TlsPort : pop3Port;
    return new MailboxSettings(new AccountId(user), Protocol.POP3, HOST, its, security, user);
  }

  /// The port for TLS of POP3.
  public int pop3TlsPort() {
    return pop3TlsPort;
  }

  /// The port for plaintext and STLS of POP3.
  public int pop3Port() {
    return pop3Port;
  }

  /// A bare IMAP connection to a user's account.
  public RawImap imap(String user) {
    return new RawImap(HOST, port, user, PASSWORD.value());
  }

  /// Puts messages into a folder past IMAP, in thousands a second; the folder is made if need be.
  /// The messages are unseen; their INTERNALDATE goes up from 2024-01-01T00:00:00Z by a minute
  /// each.
  public void deliver(String user, String folder, Stream<byte[]> messages) {
    makeFolder(user, folder);
    Path cur = folderDirectory(user, folder).resolve("cur");
    Iterator<byte[]> all = messages.iterator();
    try {
      while (all.hasNext()) {
        byte[] message = all.next();
        Instant date = Instant.parse("2024-01-01T00:00:00Z").plusSeconds(60L * delivered++);
        Path file =
            cur.resolve(
                "%d.M%dP1.test,S=%d,W=%d:2,"
                    .formatted(
                        date.getEpochSecond(), delivered, message.length, sentSize(message)));
        Files.write(file, message);
        Files.setLastModifiedTime(file, FileTime.from(date));
        own(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Stops the server as its administrator would; clients get a BYE.
  public void stop() {
    process.destroy();
    await(process);
  }

  /// Kills the server and every session of it at once, as a power cut would.
  public void kill() {
    List<ProcessHandle> sessions = process.descendants().toList();
    process.destroyForcibly();
    await(process);
    sessions.forEach(ProcessHandle::destroyForcibly);
    sessions.forEach(session -> session.onExit().join());
  }

  /// Kills the sessions that are logged in, whatever they are doing; the server goes on.
  public void killSessions() {
    process
        .children()
        .filter(child -> child.info().command().orElse("").matches(".*/(imap|pop3)"))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /// Starts again after [#stop()] or [#kill()], on the same ports with the same mail.
  public void restart() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Kills the server and removes its directory.
  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
    try {
      remove(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path done, @Nullable IOException problem)
              throws IOException {
            Files.deleteIfExists(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void makeFolder(String user, String folder) {
    try (RawImap imap = imap(user)) {
      if (imap.command("LIST \"\" " + RawImap.quoted(folder)).size() < 2) {
        imap.command("CREATE " + RawImap.quoted(folder));
      }
      imap.command("EXAMINE " + RawImap.quoted(folder));
    }
  }

  private Path folderDirectory(String user, String folder) {
    Path root = dir.resolve("mail").resolve(user);
    return switch (layout) {
      case PLAIN -> root.resolve(folder);
      case PREFIXED ->
          folder.equals("INBOX")
              ? root
              : root.resolve("." + folder.substring(layout.prefix.length()));
    };
  }

  private static int sentSize(byte[] message) {
    int size = message.length;
    for (int i = 0; i < message.length; i++) {
      if (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) {
        size++;
      }
    }
    return size;
  }

  private void writeConfiguration() throws IOException {
    TestCertificates certificates = TestCertificates.get();
    Files.writeString(authority(), certificates.authority());
    Files.writeString(
        dir.resolve("server.pem"), certificates.certificate(TestCertificates.Server.LOCALHOST));
    Files.writeString(
        dir.resolve("server.key"), certificates.privateKey(TestCertificates.Server.LOCALHOST));
    own(Files.createDirectory(dir.resolve("mail")));
    own(Files.createDirectory(dir.resolve("home")));
    String[] parts = more.split("---\n", -1);
    Files.writeString(dir.resolve("oauth2.conf"), parts.length > 1 ? parts[1] : "");
    Files.writeString(dir.resolve("dovecot.conf"), configuration(parts[0]));
    // The sessions run as another user when root starts the server.
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String configuration(String logins) throws IOException {
    return CONFIGURATION
        .replace("@MORE@", logins)
        .replace("@DIR@", dir.toString())
        .replace("@PORT@", Integer.toString(port))
        .replace("@POP3PORT@", Integer.toString(pop3Port))
        .replace("@POP3TLSPORT@", Integer.toString(pop3TlsPort))
        .replace("@TLSPORT@", Integer.toString(tlsPort))
        .replace("@UID@", Integer.toString(mailOwner("unix:uid")))
        .replace("@GID@", Integer.toString(mailOwner("unix:gid")))
        .replace("@LOCATION@", layout == Layout.PLAIN ? ":LAYOUT=fs:INBOX=~/INBOX" : "")
        .replace("@SEPARATOR@", layout.separator)
        .replace("@PREFIX@", layout.prefix)
        .replace("@USERS@", root() ? "" : plainUser() + (more.startsWith(POP3) ? PLAIN_POP3 : ""));
  }

  private String plainUser() throws IOException {
    PosixFileAttributes owner = Files.readAttributes(dir, PosixFileAttributes.class);
    return PLAIN_USER
        .replace("@USER@", owner.owner().getName())
        .replace("@GROUP@", owner.group().getName());
  }

  private Process launch() throws IOException {
    if (Files.exists(dir.resolve("run"))) {
      remove(dir.resolve("run")); // sockets that a killed server left behind stop the next one
    }
    Process started =
        new ProcessBuilder(binary().toString(), "-F", "-c", dir.resolve("dovecot.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("console.log").toFile()))
            .start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!greets()) {
      if (!started.isAlive() || System.nanoTime() > end) {
        started.destroyForcibly();
        throw new IllegalStateException("Dovecot does not start: " + log());
      }
      pause();
    }
    return started;
  }

  private boolean greets() {
    try (Socket socket = new Socket(HOST, port)) {
      socket.setSoTimeout(5_000);
      return socket.getInputStream().read() == '*';
    } catch (IOException e) {
      return false;
    }
  }

  /// What the server wrote to its log, for the message of a failed test.
  public String log() {
    StringBuilder all = new StringBuilder();
    for (String name : new String[] {"console.log", "dovecot.log"}) {
      Path file = dir.resolve(name);
      try {
        if (Files.exists(file)) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      } catch (IOException e) {
        all.append(e);
      }
    }
    return all.toString();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path binary() {
    return Path.of("/usr/sbin/dovecot");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean root() throws IOException {
    return Files.getAttribute(dir, "unix:uid").equals(0);
  }

  private int mailOwner(String attribute) throws IOException {
    return root() ? NOBODY : (Integer) Files.getAttribute(dir, attribute);
  }

  private void own(Path path) throws IOException {
    if (root()) {
      Files.setAttribute(path, "unix:uid", NOBODY);
      Files.setAttribute(path, "unix:gid", NOBODY);
    }
  }

  private static final String CONFIGURATION =
      """
      base_dir = @DIR@/run
      state_dir = @DIR@/state
      log_path = @DIR@/dovecot.log
      protocols = imap
      listen = 127.0.0.1
      disable_plaintext_auth = no
      auth_failure_delay = 0
      ssl = yes
      ssl_cert = <@DIR@/server.pem
      ssl_key = <@DIR@/server.key
      first_valid_uid = 1
      first_valid_gid = 1
      mail_location = maildir:~@LOCATION@
      mail_fsync = never
      mail_max_userip_connections = 50
      protocol imap {
        mail_max_userip_connections = 50
      }
      @MORE@
      passdb {
        driver = static
        mechanisms = plain login
        args = password=secret
      }
      userdb {
        driver = static
        args = uid=@UID@ gid=@GID@ home=@DIR@/mail/%u
      }
      namespace inbox {
        inbox = yes
        separator = @SEPARATOR@
        prefix = @PREFIX@
        mailbox Sent {
          special_use = \\Sent
        }
        mailbox Trash {
          special_use = \\Trash
        }
      }
      service anvil {
        # no waiting after a wrong password
        unix_listener anvil-auth-penalty {
          mode = 0
        }
      }
      service imap-login {
        service_count = 0
        inet_listener imap {
          port = @PORT@
        }
        inet_listener imaps {
          port = @TLSPORT@
          ssl = yes
        }
      }
      @USERS@
      """;

  private static final String POP3 =
      """
      protocols = imap pop3
      protocol pop3 {
        mail_max_userip_connections = 50
      }
      service pop3-login {
        service_count = 0
        inet_listener pop3 {
          port = @POP3PORT@
        }
        inet_listener pop3s {
          port = @POP3TLSPORT@
          ssl = yes
        }
      }
      """;

  private static final String PLAIN_POP3 =
      """
      service pop3-login {
        chroot =
      }
      """;

  private static final String OAUTH =
      """
      auth_mechanisms = plain login @MECHANISM@
      passdb {
        driver = oauth2
        mechanisms = xoauth2 oauthbearer
        args = @DIR@/oauth2.conf
      }
      ---
      introspection_mode = get
      introspection_url = @URL@/introspect?token=
      active_attribute = active
      active_value = true
      username_attribute = username
      username_format = %u
      """;

  private static final String PLAIN_USER =
      """
      default_internal_user = @USER@
      default_internal_group = @GROUP@
      default_login_user = @USER@
      service anvil {
        chroot =
      }
      service imap-login {
        chroot =
      }
      service stats {
        chroot =
      }
      """;
}
