package dev.mailcask.mailbox.providers;

import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads the settings that a domain publishes in Thunderbird's format (`clientConfig`, version
/// 1.1): of all servers of a protocol the one that is best protected, never one without TLS.
///
/// It is the XML of a stranger: no DTD, no entities, and only `incomingServer` is looked at.
final class Autoconfig {

  private static final int DEEPEST = 20;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9%.-]{1,253}");

  private Autoconfig() {}

  /// A server with placeholders in it.
  record Server(Protocol protocol, String host, int port, Security security, String user) {
    /// The same for an address.
    Server forAddress(String local, String domain) {
      return new Server(
          protocol, filled(host, local, domain), port, security, filled(user, local, domain));
    }

    private static String filled(String text, String local, String domain) {
      return text.replace("%EMAILADDRESS%", local + "@" + domain)
          .replace("%EMAILLOCALPART%", local)
          .replace("%EMAILDOMAIN%", domain);
    }
  }

  /// The best server, or empty where there is none, or the text is no such file.
  ///
  /// @param wanted what it speaks
  static Optional<Server> best(byte[] xml, Protocol wanted) {
    try {
      return read(xml).stream()
          .filter(server -> server.protocol == wanted)
          .min(Comparator.comparing(Server::security));
    } catch (XMLStreamException _) {
      return Optional.empty(); // a page for people, as a rule
    }
  }

  private static List<Server> read(byte[] xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
    List<Server> servers = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    String element = "";
    Optional<Protocol> protocol = Optional.empty();
    int depth = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("no settings have a DTD");
        case XMLStreamConstants.START_ELEMENT -> {
          element = reader.getLocalName();
          if (++depth > DEEPEST) {
            throw new XMLStreamException("nested too deeply");
          }
          if (element.equals("incomingServer")) {
            String type = String.valueOf(reader.getAttributeValue(null, "type"));
            protocol = Protocol.of(type.toLowerCase(Locale.ROOT));
            fields.clear();
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            fields.merge(element, reader.getText(), String::concat);
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          element = "";
          if (reader.getLocalName().equals("incomingServer")) {
            protocol.flatMap(its -> server(its, fields)).ifPresent(servers::add);
          }
        }
        default -> {}
      }
    }
    return servers;
  }

  private static Optional<Server> server(Protocol protocol, Map<String, String> fields) {
    String host = fields.getOrDefault("hostname", "").strip();
    String port = fields.getOrDefault("port", "").strip();
    String user = fields.getOrDefault("username", "%EMAILADDRESS%").strip();
    Optional<Security> security =
        switch (fields.getOrDefault("socketType", "").strip().toUpperCase(Locale.ROOT)) {
          case "SSL" -> Optional.of(Security.TLS);
          case "STARTTLS" -> Optional.of(Security.STARTTLS);
          default -> Optional.empty();
        };
    if (!HOST.matcher(host).matches() || !port.matches("\\d{1,5}") || user.isEmpty()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(port);
    return number < 1 || number > 65_535
        ? Optional.empty()
        : security.map(how -> new Server(protocol, host, number, how, user));
  }
}
