package dev.mailcask.mailbox.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.providers.Discovery.Found;
import dev.mailcask.mailbox.providers.Discovery.Source;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Finding settings from an address, with an Internet that says what the test wants.
class DiscoveryTest {

  private final Internet internet = new Internet();
  private final Discovery discovery = new Discovery(internet);

  private Found found(String address) {
    return discovery.find(address).orElseThrow();
  }

  @Test
  void theTableKnowsTheLargeProvidersWithoutAskingAnybody() {
    Found gmail = found("Ann@Gmail.com");
    assertThat(gmail.source()).isEqualTo(Source.TABLE);
    assertThat(gmail.host()).isEqualTo("imap.gmail.com");
    assertThat(gmail.user()).isEqualTo("Ann@gmail.com");
    assertThat(found("ann@icloud.com").user()).isEqualTo("ann");
    assertThat(found("ann@hotmail.com").host()).isEqualTo("outlook.office365.com");
    assertThat(internet.asked).isEmpty();
  }

  @Test
  void aDomainMayPublishItsSettingsAndIsToldNoAddress() {
    internet.xml =
        """
        <?xml version="1.0"?>
        <clientConfig version="1.1"><emailProvider id="example.org">
          <incomingServer type="pop3"><hostname>pop.example.org</hostname><port>995</port>
            <socketType>SSL</socketType></incomingServer>
          <incomingServer type="imap"><hostname>imap.example.org</hostname><port>143</port>
            <socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></incomingServer>
          <incomingServer type="imap"><hostname>secure.%EMAILDOMAIN%</hostname><port>993</port>
            <socketType>SSL</socketType><username>x-%EMAILLOCALPART%</username></incomingServer>
        </emailProvider></clientConfig>
        """;
    assertThat(found("ann@example.org"))
        .isEqualTo(
            new Found(
                Source.AUTOCONFIG,
                Protocol.IMAP,
                "secure.example.org",
                993,
                Security.TLS,
                "x-ann",
                null));
    assertThat(internet.asked)
        .containsExactly(
            "https://autoconfig.example.org/mail/config-v1.1.xml",
            "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml");
  }

  @Test
  void pop3IsProposedWhereADomainPublishesNothingElse() {
    internet.xml = server("imap.example.org", "995", "SSL").replace("imap", "pop3");
    internet.machines.add("imap.example.org"); // a guess is worth less
    Found only =
        new Found(
            Source.AUTOCONFIG,
            Protocol.POP3,
            "pop3.example.org",
            995,
            Security.TLS,
            "ann@example.org",
            null);
    assertThat(found("ann@example.org")).isEqualTo(only);
    internet.srv = List.of("0 0 993 named.example.org.");
    assertThat(found("ann@example.org").protocol()).isEqualTo(Protocol.IMAP);
    assertThat(discovery.findPop3("ann@example.org")).contains(only);
  }

  @Test
  void whoWantsPop3IsProposedNothingElse() {
    internet.xml = server("imap.example.org", "993", "SSL");
    internet.srv = List.of("0 0 993 imap.example.org.");
    internet.machines.addAll(List.of("imap.example.org", "mail.example.org"));
    assertThat(discovery.findPop3("ann@example.org"))
        .contains(
            new Found(
                Source.GUESS,
                Protocol.POP3,
                "mail.example.org",
                995,
                Security.TLS,
                "ann@example.org",
                null));
    internet.machines.add("pop.example.org");
    assertThat(discovery.findPop3("ann@example.org").orElseThrow().host())
        .isEqualTo("pop.example.org");
    internet.machines.clear();
    assertThat(discovery.findPop3("ann@example.org")).isEmpty();
  }

  @Test
  void aServerWithoutTlsIsNotProposed() {
    internet.xml = server("imap.example.org", "143", "plain");
    assertThat(discovery.find("ann@example.org")).isEmpty();
  }

  @Test
  void nonsenseOfStrangersIsNoSettings() {
    for (String xml :
        List.of(
            "",
            "<html><body>404</body>",
            "<!DOCTYPE x [<!ENTITY a \"imap.evil.example\">]>" + server("&a;", "993", "SSL"),
            "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
                + server("&a;", "993", "SSL"),
            "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">" + server("h.org", "993", "SSL"),
            "<a>".repeat(50_000),
            server("imap.example.org/../x", "993", "SSL"),
            server("imap example.org", "993", "SSL"),
            server("imap.example.org", "99999", "SSL"),
            server("imap.example.org", "x", "SSL"))) {
      internet.xml = xml;
      assertThat(discovery.find("ann@example.org")).as(xml).isEmpty();
    }
  }

  private static String server(String host, String port, String socketType) {
    return "<clientConfig><incomingServer type='imap'><hostname>%s</hostname><port>%s</port>"
            .formatted(host, port)
        + "<socketType>%s</socketType></incomingServer></clientConfig>".formatted(socketType);
  }

  @Test
  void dnsNamesTheServer() {
    internet.srv =
        List.of("20 9 993 c.example.org.", "10 1 993 a.example.org.", "10 5 1993 b.example.org.");
    assertThat(found("ann@example.org"))
        .isEqualTo(
            new Found(
                Source.SRV,
                Protocol.IMAP,
                "b.example.org",
                1993,
                Security.TLS,
                "ann@example.org",
                null));
    internet.srv = List.of("0 0 0 .");
    assertThat(discovery.find("ann@example.org")).isEmpty();
    internet.srv = List.of("nonsense", "0 0 993 -evil-");
    assertThat(discovery.find("ann@example.org")).isEmpty();
  }

  @Test
  void whoReceivesTheMailOfADomainHasItsMailbox() {
    internet.mx = List.of("10 example-org.mail.protection.outlook.com.");
    Found found = found("ann@example.org");
    assertThat(found.source()).isEqualTo(Source.MX);
    assertThat(found.host()).isEqualTo("outlook.office365.com");
    assertThat(found.provider()).isNotNull();
    internet.mx = List.of("5 notgoogle.com.", "10 smtpin.rzone.de.");
    assertThat(found("ann@example.org").host()).isEqualTo("imap.strato.de");
  }

  @Test
  void aGuessSaysThatItIsOne() {
    internet.machines.add("mail.example.org");
    assertThat(found("ann@example.org"))
        .isEqualTo(
            new Found(
                Source.GUESS,
                Protocol.IMAP,
                "mail.example.org",
                993,
                Security.TLS,
                "ann@example.org",
                null));
    internet.machines.add("imap.example.org");
    assertThat(found("ann@example.org").host()).isEqualTo("imap.example.org");
  }

  @Test
  void namesInOtherScriptsAreAsked() {
    internet.machines.add("imap.xn--mller-kva.example");
    assertThat(found("ann@müller.example").host()).isEqualTo("imap.xn--mller-kva.example");
  }

  @Test
  void nobodyIsAskedForWhatIsNoAddress() {
    for (String wrong :
        List.of(
            "",
            "ann",
            "@example.org",
            "ann@",
            "ann@localhost",
            "ann@127.0.0.1",
            "ann@[::1]",
            "ann@example.org/x",
            "ann@-a.org",
            "a b@example.org",
            "ann@example.org:8080",
            "x".repeat(400) + "@example.org")) {
      assertThatThrownBy(() -> discovery.find(wrong))
          .as(wrong)
          .isInstanceOf(Failure.Misconfigured.class);
    }
    assertThat(internet.asked).isEmpty();
  }

  /// What is found out there.
  private static final class Internet implements Discovery.Directory {
    private final List<String> asked = new ArrayList<>();
    private final List<String> machines = new ArrayList<>();
    private String xml = "";
    private List<String> srv = List.of();
    private List<String> mx = List.of();

    @Override
    public Optional<byte[]> fetch(List<URI> places) {
      places.forEach(place -> asked.add(place.toString()));
      return xml.isEmpty() ? Optional.empty() : Optional.of(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<String> srv(String name) {
      return name.startsWith("_imaps.") ? srv : List.of();
    }

    @Override
    public List<String> mx(String domain) {
      return mx;
    }

    @Override
    public boolean exists(String host) {
      return machines.contains(host);
    }
  }
}
